package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.PixelFormat;

/** One component on its way into a baseline codestream: its samples, tables and last DC coefficient. */
final class Plane {
    final int kind;
    final int[] quantizers;
    final HuffmanCode dc;
    final HuffmanCode ac;
    int prediction;

    private final byte[] samples;
    private final int width;
    private final int height;

    /**
     * @param halving 2 to keep the mean of every two samples of a row, else 1
     * @param kind    0 for the tables of luminance, 1 for those of chrominance
     */
    Plane(byte[] frame, PixelFormat format, int component, int halving, int kind, int quality) {
        this.kind = kind;
        quantizers = StandardTables.quantizers(kind, quality);
        dc = StandardTables.dc(kind);
        ac = StandardTables.ac(kind);
        width = (format.columns() + halving - 1) / halving;
        height = format.rows();
        samples = new byte[width * height];
        int step = format.samples();
        for (int row = 0; row < height; row++) {
            int line = row * format.columns();
            for (int x = 0; x < width; x++) {
                int left = frame[(line + x * halving) * step + component] & 0xFF;
                int last = Math.min(format.columns() - 1, (x + 1) * halving - 1);
                int right = frame[(line + last) * step + component] & 0xFF;
                samples[row * width + x] = (byte) (left + right + (x & 1) >> 1);
            }
        }
    }

    /** Samples of one block around 0; beyond the edges those at the edges go on. */
    void block(int blockRow, int blockColumn, int[] block) {
        for (int i = 0; i < 64; i++) {
            int y = Math.min(height - 1, blockRow * 8 + (i >> 3));
            int x = Math.min(width - 1, blockColumn * 8 + (i & 7));
            block[i] = (samples[y * width + x] & 0xFF) - 128;
        }
    }
}
