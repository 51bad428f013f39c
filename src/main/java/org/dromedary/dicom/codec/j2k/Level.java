package org.dromedary.dicom.codec.j2k;

/**
 * One level of decomposition of a tile's component, as the wavelet transforms need it: the resolution that two
 * resolutions below make together. Low and high rows take turns, low columns stand before high ones.
 *
 * @param oddColumn 1 if the first column is a high one, else 0
 * @param oddRow    1 if the first row is a high one, else 0
 * @param first     the component's row of the level's first row
 * @param step      from each row to the next
 */
record Level(int width, int height, int oddColumn, int oddRow, int first, int step) {

    static Level of(TileComponent component, int resolution) {
        int[] area = component.area(resolution);
        return new Level(area[2] - area[0], area[3] - area[1], area[0] & 1, area[1] & 1,
                component.firstRow(resolution), 1 << component.style.levels() - resolution);
    }

    boolean empty() {
        return width <= 0 || height <= 0;
    }

    int lows() {
        return width + 1 - oddColumn >> 1;
    }

    int row(int y) {
        return first + y * step;
    }

    /** The row above, or where there is none the one below: rows are mirrored at the edges. */
    int above(int y) {
        return row(y > 0 ? y - 1 : 1);
    }

    int below(int y) {
        return row(y < height - 1 ? y + 1 : height - 2);
    }
}
