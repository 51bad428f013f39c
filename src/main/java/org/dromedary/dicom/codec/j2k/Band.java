package org.dromedary.dicom.codec.j2k;

/**
 * One sub-band of a tile's component (T.800 §B.5). Its coefficients lie in the rows of the component where the inverse
 * transform wants them: low and high rows take turns, low columns stand before high ones.
 */
final class Band {

    /** 0 LL, 1 HL (horizontally high-pass), 2 LH, 3 HH. */
    final int orientation;
    final int x0;
    final int y0;
    final int x1;
    final int y1;
    /** log2 of its code-blocks' width, within the precincts. */
    final int blockWidth;
    final int blockHeight;
    /** Mb. */
    final int bitPlanes;
    /** Delta b, for 9/7. */
    final float step;
    /** The component's row of the sub-band's first row, and from each row to the next. */
    int row0;
    int rowStep;
    int column0;

    Band(int orientation, int[] area, int blockWidth, int blockHeight, int bitPlanes, float step) {
        this.orientation = orientation;
        this.x0 = area[0];
        this.y0 = area[1];
        this.x1 = area[2];
        this.y1 = area[3];
        this.blockWidth = blockWidth;
        this.blockHeight = blockHeight;
        this.bitPlanes = bitPlanes;
        this.step = step;
    }

    /** The sub-band's area: that of the component, decomposed that often (equation B-15). */
    static int[] area(int orientation, int level, int x0, int y0, int x1, int y1) {
        int right = orientation & 1;
        int down = orientation >> 1;
        return new int[] {half(x0, level, right), half(y0, level, down), half(x1, level, right),
            half(y1, level, down)};
    }

    private static int half(int place, int level, int high) {
        long offset = level == 0 ? 0 : (long) high << level - 1;
        return (int) (place - offset + (1L << level) - 1 >> level);
    }
}
