package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.List;

/** A code-block of T.800 Annex D in any style, coefficient by coefficient as the text has it. */
final class PlainBlockEncoder {

    static final int BYPASS = 1;
    static final int RESET = 2;
    static final int TERMINATE_ALL = 4;
    static final int CAUSAL = 8;
    static final int SEGMENTATION_SYMBOLS = 0x20;

    final List<Integer> segmentEnds = new ArrayList<>();
    final List<Integer> segmentPasses = new ArrayList<>();
    int bitPlanes;

    private final PlainMqEncoder coder = new PlainMqEncoder();
    private final int[] values;
    private final int width;
    private final int height;
    private final int orientation;
    private final int style;
    private final boolean[] significant;
    private final boolean[] visited;
    private final boolean[] refined;
    private int plane;

    PlainBlockEncoder(int[] values, int width, int height, int orientation, int style) {
        this.values = values;
        this.width = width;
        this.height = height;
        this.orientation = orientation;
        this.style = style;
        significant = new boolean[values.length];
        visited = new boolean[values.length];
        refined = new boolean[values.length];
        encode();
    }

    byte[] bytes() {
        return coder.bytes();
    }

    private void encode() {
        for (int value : values) {
            bitPlanes = Math.max(bitPlanes, 32 - Integer.numberOfLeadingZeros(Math.abs(value)));
        }
        int passes = 3 * bitPlanes - 2;
        int first = 0;
        for (int pass = 0; pass < passes; pass++) {
            if (pass == first) {
                coder.start(isRaw(pass));
            }
            plane = bitPlanes - 1 - (pass + 2) / 3;
            pass(pass % 3, isRaw(pass));
            if ((style & RESET) != 0) {
                coder.reset();
            }
            if (pass == passes - 1 || (style & TERMINATE_ALL) != 0 || isRaw(pass) != isRaw(pass + 1)) {
                segmentEnds.add(coder.end());
                segmentPasses.add(pass + 1 - first);
                first = pass + 1;
            }
        }
    }

    private boolean isRaw(int pass) {
        return (style & BYPASS) != 0 && pass > 9 && pass % 3 != 0;
    }

    private void pass(int kind, boolean raw) {
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                int y = top;
                if (kind == 0 && isRun(x, top)) {
                    y = run(x, top);
                }
                for (; y < Math.min(top + 4, height); y++) {
                    coefficient(kind, x, y, raw);
                }
            }
        }
        if (kind == 0 && (style & SEGMENTATION_SYMBOLS) != 0) {
            for (int bit = 1; bit >= -2; bit--) {
                coder.code(18, bit & 1);
            }
        }
    }

    private void coefficient(int kind, int x, int y, boolean raw) {
        int i = y * width + x;
        int bit = Math.abs(values[i]) >> plane & 1;
        if (kind == 2 && significant[i] && !visited[i]) {
            coder.code(refined[i] ? 16 : zeroContext(x, y) > 0 ? 15 : 14, bit);
            refined[i] = true;
        } else if (kind < 2 && !significant[i] && !visited[i] && (kind == 0 || zeroContext(x, y) > 0)) {
            coder.code(zeroContext(x, y), bit);
            visited[i] = kind == 1;
            if (bit == 1) {
                sign(x, y, raw);
            }
            return;
        }
        if (kind == 0) {
            visited[i] = false;
        }
    }

    private boolean isRun(int x, int top) {
        for (int y = top; y < top + 4; y++) {
            if (y >= height || significant[y * width + x] || visited[y * width + x] || zeroContext(x, y) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the row to go on with. */
    private int run(int x, int top) {
        for (int y = 0; y < 4; y++) {
            if ((Math.abs(values[(top + y) * width + x]) >> plane & 1) == 1) {
                coder.code(17, 1);
                coder.code(18, y >> 1);
                coder.code(18, y & 1);
                sign(x, top + y, false);
                return top + y + 1;
            }
        }
        coder.code(17, 0);
        return top + 4;
    }

    /** 0, or 1 and -1 for a positive and a negative significant coefficient, seen from row {@code from}. */
    private int seen(int x, int y, int from) {
        boolean hidden = (style & CAUSAL) != 0 && y > from && y % 4 == 0;
        if (x < 0 || y < 0 || x >= width || y >= height || hidden || !significant[y * width + x]) {
            return 0;
        }
        return Integer.signum(values[y * width + x]);
    }

    private int zeroContext(int x, int y) {
        int h = Math.abs(seen(x - 1, y, y)) + Math.abs(seen(x + 1, y, y));
        int v = Math.abs(seen(x, y - 1, y)) + Math.abs(seen(x, y + 1, y));
        int d = Math.abs(seen(x - 1, y - 1, y)) + Math.abs(seen(x + 1, y - 1, y))
                + Math.abs(seen(x - 1, y + 1, y)) + Math.abs(seen(x + 1, y + 1, y));
        if (orientation == 3) {
            int[][] contexts = {{0, 1, 2, 2, 2}, {3, 4, 5, 5, 5}, {6, 7, 7, 7, 7}, {8, 8, 8, 8, 8}, {8, 8, 8, 8, 8}};
            return contexts[d][h + v];
        }
        int main = orientation == 1 ? v : h;
        int other = orientation == 1 ? h : v;
        if (main == 0) {
            return other == 2 ? 4 : other == 1 ? 3 : Math.min(2, d);
        }
        return main == 2 ? 8 : other > 0 ? 7 : d > 0 ? 6 : 5;
    }

    private void sign(int x, int y, boolean raw) {
        int i = y * width + x;
        int negative = values[i] < 0 ? 1 : 0;
        int h = Integer.signum(seen(x - 1, y, y) + seen(x + 1, y, y));
        int v = Integer.signum(seen(x, y - 1, y) + seen(x, y + 1, y));
        int[] contexts = {13, 12, 11, 10, 9, 10, 11, 12, 13};
        int predicted = 3 * h + v < 0 ? 1 : 0;
        coder.code(contexts[3 * h + v + 4], raw ? negative : negative ^ predicted);
        significant[i] = true;
    }
}
