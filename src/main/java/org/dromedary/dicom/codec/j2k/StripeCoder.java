package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;

/**
 * The state of one code-block in both directions (T.800 §D.1): a word for each column of a stripe, that is for four
 * coefficients one below the other. Its bits, for row r of the column (0 to 3):
 *
 * <pre>
 *  0..17  significance of six rows of three, from the upper left neighbour of row 0 on; row r itself is bit 4 + 3r
 *  18     sign of the coefficient above row 0
 *  19+3r  visited in this bit-plane's significance propagation pass
 *  20+3r  refined before
 *  21+3r  sign of row r
 *  31     sign of the coefficient below row 3
 * </pre>
 *
 * Shifted right by 3r, the word shows row r where row 0 was. Sets of rows are therefore kept as bits 3r too. There is
 * a border of one word around the block, so that neighbours need no tests.
 */
abstract class StripeCoder {

    static final int ALL_ROWS = 0x249;
    static final int NEIGHBOURS = 0x1EF;
    static final int SELF = 4;
    static final int VISITED = 19;
    static final int REFINED = 20;
    static final int SIGN = 21;

    private static final int MAX_COEFFICIENTS = 4096;

    /** By {@code (stripe + 1) * pitch + column + 1}. */
    int[] flags = new int[0];
    /** Four for each word of {@link #flags}. */
    int[] magnitudes = new int[0];
    int pitch;
    int width;
    int height;
    boolean causal;

    /** Makes room for a block and clears it. */
    final void begin(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > MAX_COEFFICIENTS) {
            throw new IllegalArgumentException("code-block of " + width + " x " + height + " coefficients");
        }
        this.width = width;
        this.height = height;
        pitch = width + 2;
        int words = pitch * ((height + 3) / 4 + 2);
        if (flags.length < words) {
            flags = new int[words];
            magnitudes = new int[words * 4];
        }
        Arrays.fill(flags, 0, words, 0);
    }

    /** The rows of the stripe that starts at that row which lie in the block. */
    final int rowsOf(int top) {
        int rows = height - top;
        return rows >= 4 ? ALL_ROWS : ALL_ROWS >> 12 - 3 * rows;
    }

    /** The rows of a word with a significant coefficient among nine, itself included. */
    static int nearSignificant(int word) {
        int rows = word | word >>> 1 | word >>> 2;
        return rows | rows >>> 3 | rows >>> 6;
    }

    /** T.800 table D.4, of a word shifted to the row. */
    static int refinementContext(int word) {
        if ((word >>> REFINED & 1) != 0) {
            return MqTables.REFINEMENT + 2;
        }
        return (word & NEIGHBOURS) != 0 ? MqTables.REFINEMENT + 1 : MqTables.REFINEMENT;
    }

    /** Where the magnitude of a row lies. */
    static int magnitudeAt(int at, int shift) {
        return at * 4 + (shift * 11 >> 5);
    }

    /** The index into {@link MqTables#SIGN_CODING} for the row whose bit is {@code shift}. */
    final int signNeighbours(int at, int word, int shift) {
        int upper = word >>> 18 + shift;
        int lower = shift == 9 ? word >>> 25 : upper;
        return word >>> shift & 0xAA | upper & 1 | flags[at - 1] >>> 19 + shift & 4
                | flags[at + 1] >>> 17 + shift & 0x10 | lower & 0x40;
    }

    /**
     * Makes a coefficient significant: tells its neighbours.
     *
     * @return the column's own word, which is left to the caller to keep
     */
    final int mark(int at, int word, int shift, int sign) {
        flags[at - 1] |= 0x20 << shift;
        flags[at + 1] |= 8 << shift;
        if (shift == 0 && !causal) {
            int above = at - pitch;
            flags[above - 1] |= 1 << 17;
            flags[above] |= 1 << 16 | sign << 31;
            flags[above + 1] |= 1 << 15;
        } else if (shift == 9) {
            int below = at + pitch;
            flags[below - 1] |= 4;
            flags[below] |= 2 | sign << 18;
            flags[below + 1] |= 1;
        }
        return word | 1 << SELF + shift | sign << SIGN + shift;
    }
}
