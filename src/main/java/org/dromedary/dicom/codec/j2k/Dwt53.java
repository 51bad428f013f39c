package org.dromedary.dicom.codec.j2k;

/**
 * The reversible 5/3 wavelet (T.800 §F.3.8.2, §F.4.8.2) on rows of a component, in place. An instance keeps its working
 * memory.
 */
final class Dwt53 {

    private int[] low = new int[0];
    private int[] high = new int[0];

    /** Undoes all levels. */
    void inverse(TileComponent component, int[][] rows) {
        for (int r = 1; r <= component.style.levels(); r++) {
            Level level = Level.of(component, r);
            for (int y = 0; !level.empty() && y < level.height(); y++) {
                inverseRow(rows[level.row(y)], level);
            }
            columns(rows, level, true);
        }
    }

    /** Does all levels. */
    void forward(TileComponent component, int[][] rows) {
        for (int r = component.style.levels(); r > 0; r--) {
            Level level = Level.of(component, r);
            columns(rows, level, false);
            for (int y = 0; !level.empty() && y < level.height(); y++) {
                forwardRow(rows[level.row(y)], level);
            }
        }
    }

    private void inverseRow(int[] row, Level level) {
        int odd = level.oddColumn();
        if (level.width() == 1) {
            row[0] /= 1 + odd;
            return;
        }
        int lows = level.lows();
        int highs = level.width() - lows;
        room(lows + 1);
        int[] l = low;
        int[] h = high;
        System.arraycopy(row, 0, l, 1, lows);
        System.arraycopy(row, lows, h, 1, highs);
        mirror(h, highs);
        for (int i = 0; i < lows; i++) {
            l[i + 1] -= h[i + odd] + h[i + odd + 1] + 2 >> 2;
        }
        mirror(l, lows);
        int even = 1 - odd;
        for (int i = 0; i < highs; i++) {
            h[i + 1] += l[i + even] + l[i + even + 1] >> 1;
        }
        for (int i = 0; i < lows; i++) {
            row[2 * i + odd] = l[i + 1];
        }
        for (int i = 0; i < highs; i++) {
            row[2 * i + even] = h[i + 1];
        }
    }

    private void forwardRow(int[] row, Level level) {
        int odd = level.oddColumn();
        if (level.width() == 1) {
            row[0] <<= odd;
            return;
        }
        int lows = level.lows();
        int highs = level.width() - lows;
        int even = 1 - odd;
        room(lows + 1);
        int[] l = low;
        int[] h = high;
        for (int i = 0; i < lows; i++) {
            l[i + 1] = row[2 * i + odd];
        }
        for (int i = 0; i < highs; i++) {
            h[i + 1] = row[2 * i + even];
        }
        mirror(l, lows);
        for (int i = 0; i < highs; i++) {
            h[i + 1] -= l[i + even] + l[i + even + 1] >> 1;
        }
        mirror(h, highs);
        for (int i = 0; i < lows; i++) {
            l[i + 1] += h[i + odd] + h[i + odd + 1] + 2 >> 2;
        }
        System.arraycopy(l, 1, row, 0, lows);
        System.arraycopy(h, 1, row, lows, highs);
    }

    private void room(int half) {
        if (low.length < half + 3) {
            low = new int[half + 3];
            high = new int[half + 3];
        }
    }

    private static void mirror(int[] half, int count) {
        half[0] = half[1];
        half[count + 1] = half[count];
    }

    /** The inverse lifts low rows before the high rows between them, forward the other way round. */
    private static void columns(int[][] rows, Level level, boolean inverse) {
        int height = level.height();
        if (level.empty() || height == 1) {
            single(rows, level, inverse);
            return;
        }
        int leading = inverse ? level.oddRow() : 1 - level.oddRow();
        for (int y = leading; y < height + 2; y += 2) {
            if (y < height) {
                lift(rows, level, y, inverse, -1);
            }
            if (y > 0 && y <= height) {
                lift(rows, level, y - 1, !inverse, 1);
            }
        }
    }

    private static void single(int[][] rows, Level level, boolean inverse) {
        for (int x = 0; !level.empty() && level.oddRow() == 1 && x < level.width(); x++) {
            int[] row = rows[level.first()];
            row[x] = inverse ? row[x] / 2 : row[x] << 1;
        }
    }

    private static void lift(int[][] rows, Level level, int y, boolean low, int sign) {
        int[] row = rows[level.row(y)];
        int[] above = rows[level.above(y)];
        int[] below = rows[level.below(y)];
        if (sign < 0) {
            subtract(row, above, below, level.width(), low ? 2 : 0, low ? 2 : 1);
        } else {
            add(row, above, below, level.width(), low ? 2 : 0, low ? 2 : 1);
        }
    }

    private static void subtract(int[] row, int[] above, int[] below, int width, int bias, int shift) {
        for (int x = 0; x < width; x++) {
            row[x] -= above[x] + below[x] + bias >> shift;
        }
    }

    private static void add(int[] row, int[] above, int[] below, int width, int bias, int shift) {
        for (int x = 0; x < width; x++) {
            row[x] += above[x] + below[x] + bias >> shift;
        }
    }
}
