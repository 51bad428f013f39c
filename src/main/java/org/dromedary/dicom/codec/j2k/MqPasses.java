package org.dromedary.dicom.codec.j2k;

/**
 * The three coding passes over a bit-plane (T.800 §D.3), the same for both directions: which coefficients have a
 * symbol and what its context is. The state of the arithmetic coder goes through them as one number, which loops keep
 * in a local variable.
 */
abstract class MqPasses extends StripeCoder {

    /** The bit-plane, 0 for the lowest. */
    int plane;
    /** The arithmetic coder's state between passes, and for signs and runs. */
    int state;
    private byte[] zeroCoding;

    /** Makes room for a block of a sub-band of that orientation. */
    final void begin(int width, int height, int orientation) {
        begin(width, height);
        zeroCoding = MqTables.ZERO_CODING[orientation];
    }

    /**
     * Codes one symbol: the bit of a magnitude.
     *
     * @param coefficient its index in {@link #magnitudes}
     * @return the new state in the bits from 1 up, the symbol in bit 0
     */
    abstract int code(int state, int context, int coefficient);

    /** As {@link #code}, for a coefficient that is significant already. */
    abstract int codeRefinement(int state, int context, int coefficient);

    /**
     * Codes a sign, with {@link #state}.
     *
     * @param coding of {@link MqTables#SIGN_CODING}
     * @return 1 for negative
     */
    abstract int codeSign(int coding, int coefficient);

    /** Codes the first row of a column that becomes significant, 4 for none, with {@link #state}. */
    abstract int codeRun(int coefficient);

    /** T.800 §D.3.1. */
    final void propagateSignificance() {
        int current = state;
        for (int top = 0, line = pitch + 1; top < height; top += 4, line += pitch) {
            int rows = rowsOf(top);
            for (int at = line; at < line + width; at++) {
                int word = flags[at];
                int candidates = nearSignificant(word) & ~(word >>> SELF) & rows;
                if (candidates == 0) {
                    continue;
                }
                do {
                    int shift = Integer.numberOfTrailingZeros(candidates);
                    candidates &= candidates - 1;
                    int symbol = code(current, zeroCoding[word >>> shift & NEIGHBOURS], magnitudeAt(at, shift));
                    current = symbol >> 1;
                    word |= 1 << VISITED + shift;
                    if ((symbol & 1) != 0) {
                        state = current;
                        word = becomeSignificant(at, word, shift);
                        current = state;
                        candidates |= 8 << shift & ~(word >>> SELF) & rows;
                    }
                } while (candidates != 0);
                flags[at] = word;
            }
        }
        state = current;
    }

    /** T.800 §D.3.2. */
    private int becomeSignificant(int at, int word, int shift) {
        int coding = MqTables.SIGN_CODING[signNeighbours(at, word, shift)];
        return mark(at, word, shift, codeSign(coding, magnitudeAt(at, shift)));
    }

    /** T.800 §D.3.3. */
    final void refine() {
        int current = state;
        for (int line = pitch + 1, end = pitch * ((height + 3) / 4 + 1); line < end; line += pitch) {
            for (int at = line; at < line + width; at++) {
                int word = flags[at];
                int candidates = word >>> SELF & ~(word >>> VISITED) & ALL_ROWS;
                while (candidates != 0) {
                    int shift = Integer.numberOfTrailingZeros(candidates);
                    candidates &= candidates - 1;
                    current = codeRefinement(current, refinementContext(word >>> shift), magnitudeAt(at, shift)) >> 1;
                    word |= 1 << REFINED + shift;
                }
                flags[at] = word;
            }
        }
        state = current;
    }

    /** T.800 §D.3.4. */
    final void cleanUp() {
        for (int top = 0, line = pitch + 1; top < height; top += 4, line += pitch) {
            int rows = rowsOf(top);
            for (int at = line; at < line + width; at++) {
                int word = flags[at];
                int candidates = ~(word >>> SELF | word >>> VISITED) & rows;
                if (word == 0 && rows == ALL_ROWS) {
                    int row = codeRun(4 * at);
                    if (row == 4) {
                        continue;
                    }
                    word = becomeSignificant(at, word, 3 * row);
                    candidates = ALL_ROWS & -2 << 3 * row;
                }
                if (candidates != 0) {
                    word = cleanUp(at, word, candidates);
                }
                flags[at] = word & ~(ALL_ROWS << VISITED);
            }
        }
    }

    private int cleanUp(int at, int before, int rows) {
        int word = before;
        int current = state;
        for (int candidates = rows; candidates != 0; candidates &= candidates - 1) {
            int shift = Integer.numberOfTrailingZeros(candidates);
            int symbol = code(current, zeroCoding[word >>> shift & NEIGHBOURS], magnitudeAt(at, shift));
            current = symbol >> 1;
            if ((symbol & 1) != 0) {
                state = current;
                word = becomeSignificant(at, word, shift);
                current = state;
            }
        }
        state = current;
        return word;
    }
}
