package org.dromedary.dicom.codec.j2k;

/** The HT significance propagation and magnitude refinement passes (T.814 §7.4, §7.5). */
final class HtRefinement extends StripeCoder {

    private static final int GROUP = 4;

    private final HtBits bits = new HtBits();
    /** Coefficients of a group of four columns that became significant. */
    private final int[] found = new int[4 * GROUP];
    private int[] into;
    private int offset;
    private int stride;

    /**
     * Refines what the cleanup pass left.
     *
     * @param passes 2 or 3, the cleanup pass included
     * @param plane  the bit-plane of these passes
     * @param into   coefficients, doubled and one half of their uncertainty more
     */
    void decode(byte[] data, int from, int to, int passes, int plane, boolean causal, int width, int height,
            int[] into, int offset, int stride) {
        begin(width, height);
        this.causal = causal;
        this.into = into;
        this.offset = offset;
        this.stride = stride;
        markSignificant();
        bits.forward(data, from, to, false);
        propagateSignificance(3 << plane);
        if (passes > 2) {
            bits.backward(data, from, to);
            refine(plane);
        }
    }

    private void markSignificant() {
        for (int y = 0; y < height; y++) {
            int line = ((y >> 2) + 1) * pitch + 1;
            int shift = 3 * (y & 3);
            for (int x = 0; x < width; x++) {
                if (into[offset + y * stride + x] != 0) {
                    flags[line + x] = mark(line + x, flags[line + x], shift, 0);
                }
            }
        }
    }

    private void propagateSignificance(int value) {
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x += GROUP) {
                int count = 0;
                for (int column = x; column < Math.min(x + GROUP, width); column++) {
                    count = propagate(top, column, count);
                }
                for (int i = 0; i < count; i++) {
                    into[found[i]] = bits.take(1) == 0 ? value : -value;
                }
            }
        }
    }

    private int propagate(int top, int column, int before) {
        int at = ((top >> 2) + 1) * pitch + 1 + column;
        int word = flags[at];
        int rows = rowsOf(top);
        int count = before;
        int candidates = nearSignificant(word) & ~(word >>> SELF) & rows;
        while (candidates != 0) {
            int shift = Integer.numberOfTrailingZeros(candidates);
            candidates &= candidates - 1;
            if (bits.take(1) != 0) {
                word = mark(at, word, shift, 0) | 1 << VISITED + shift;
                candidates |= 8 << shift & ~(word >>> SELF) & rows;
                found[count++] = coefficient(top, column, shift);
            }
        }
        flags[at] = word;
        return count;
    }

    private void refine(int plane) {
        for (int top = 0, line = pitch + 1; top < height; top += 4, line += pitch) {
            for (int column = 0; column < width; column++) {
                int word = flags[line + column];
                int candidates = word >>> SELF & ~(word >>> VISITED) & ALL_ROWS;
                while (candidates != 0) {
                    int shift = Integer.numberOfTrailingZeros(candidates);
                    candidates &= candidates - 1;
                    int change = (1 - bits.take(1)) << plane + 1 | 1 << plane;
                    int i = coefficient(top, column, shift);
                    into[i] = into[i] < 0 ? -(-into[i] ^ change) : into[i] ^ change;
                }
            }
        }
    }

    private int coefficient(int top, int column, int shift) {
        return offset + (top + shift / 3) * stride + column;
    }
}
