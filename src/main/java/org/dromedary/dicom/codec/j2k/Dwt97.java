package org.dromedary.dicom.codec.j2k;

/**
 * The inverse of the irreversible 9/7 wavelet (T.800 §F.3.8.1) on rows of a component as {@link Dwt53} has them, with
 * OpenJPEG's constants and order of operations, so that results are its results.
 */
final class Dwt97 {

    private static final float ALPHA = -1.586134342f;
    private static final float BETA = -0.052980118f;
    private static final float GAMMA = 0.882911075f;
    private static final float DELTA = 0.443506852f;
    private static final float LOW_SCALE = 1.230174105f;
    /** 2 / K, as OpenJPEG rounds it; step sizes leave the sub-band's gain out in turn. */
    private static final float HIGH_SCALE = 1.625732422f;

    private float[] low = new float[0];
    private float[] high = new float[0];

    /** Undoes all levels. */
    void inverse(TileComponent component, float[][] rows) {
        for (int r = 1; r <= component.style.levels(); r++) {
            Level level = Level.of(component, r);
            for (int y = 0; y < level.height() && level.width() > 1; y++) {
                inverseRow(rows[level.row(y)], level);
            }
            if (level.width() > 0 && level.height() > 1) {
                inverseColumns(rows, level);
            }
        }
    }

    private void inverseRow(float[] row, Level level) {
        int odd = level.oddColumn();
        int even = 1 - odd;
        int lows = level.lows();
        int highs = level.width() - lows;
        if (low.length < lows + 4) {
            low = new float[lows + 4];
            high = new float[lows + 4];
        }
        float[] l = low;
        float[] h = high;
        for (int i = 0; i < lows; i++) {
            l[i + 1] = row[i] * LOW_SCALE;
        }
        for (int i = 0; i < highs; i++) {
            h[i + 1] = row[lows + i] * HIGH_SCALE;
        }
        lift(l, lows, h, highs, odd, -DELTA);
        lift(h, highs, l, lows, even, -GAMMA);
        lift(l, lows, h, highs, odd, -BETA);
        lift(h, highs, l, lows, even, -ALPHA);
        for (int i = 0; i < lows; i++) {
            row[2 * i + odd] = l[i + 1];
        }
        for (int i = 0; i < highs; i++) {
            row[2 * i + even] = h[i + 1];
        }
    }

    /** Adds both neighbours, mirrored at the ends, times the factor. Values begin at index 1. */
    private static void lift(float[] to, int count, float[] from, int fromCount, int shift, float factor) {
        from[0] = from[1];
        from[fromCount + 1] = from[fromCount];
        for (int i = 0; i < count; i++) {
            to[i + 1] += (from[i + shift] + from[i + shift + 1]) * factor;
        }
    }

    private static void inverseColumns(float[][] rows, Level level) {
        for (int y = 0; y < level.height(); y++) {
            scale(rows[level.row(y)], level.width(), (y & 1) == level.oddRow() ? LOW_SCALE : HIGH_SCALE);
        }
        liftRows(rows, level, level.oddRow(), -DELTA);
        liftRows(rows, level, 1 - level.oddRow(), -GAMMA);
        liftRows(rows, level, level.oddRow(), -BETA);
        liftRows(rows, level, 1 - level.oddRow(), -ALPHA);
    }

    private static void scale(float[] row, int width, float factor) {
        for (int x = 0; x < width; x++) {
            row[x] *= factor;
        }
    }

    private static void liftRows(float[][] rows, Level level, int from, float factor) {
        for (int y = from; y < level.height(); y += 2) {
            liftRow(rows[level.row(y)], rows[level.above(y)], rows[level.below(y)], level.width(), factor);
        }
    }

    private static void liftRow(float[] row, float[] above, float[] below, int width, float factor) {
        for (int x = 0; x < width; x++) {
            row[x] += (above[x] + below[x]) * factor;
        }
    }
}
