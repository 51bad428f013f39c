package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;

/**
 * What the two directions of the MQ coder share: its states (T.800 table C.2) and the contexts of the coding passes
 * (T.800 §D.3). A context is one word: Qe in the bits from 8 up, the state's number in bits 1 to 7, its more probable
 * symbol in bit 0.
 */
final class MqTables {

    /** Contexts: 0 to 8 zero coding, 9 to 13 sign coding, then these. */
    static final int REFINEMENT = 14;
    static final int RUN_LENGTH = 17;
    static final int UNIFORM = 18;
    static final int CONTEXTS = 19;

    /** The word that follows a renormalisation, by the low seven bits of a word, plus 128 for less probable symbols. */
    static final int[] AFTER = new int[256];

    /** Zero-coding context by orientation and the 3 x 3 neighbourhood's nine significance bits, row by row. */
    static final byte[][] ZERO_CODING = new byte[4][512];

    /** Sign-coding context times two plus the predicted sign, by {@link StripeCoder#signNeighbours}. */
    static final byte[] SIGN_CODING = new byte[256];

    private static final int[] INITIAL = new int[CONTEXTS];

    private static final int[] QE = {
        0x5601, 0x3401, 0x1801, 0x0AC1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401,
        0x1C01, 0x1601, 0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201,
        0x1C01, 0x1801, 0x1601, 0x1401, 0x1201, 0x1101, 0x0AC1, 0x09C1, 0x08A1, 0x0521, 0x0441, 0x02A1,
        0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005, 0x0001, 0x5601};
    private static final int[] NEXT_MPS = {
        1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46};
    private static final int[] NEXT_LPS = {
        1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46};

    static {
        for (int state = 0; state < QE.length; state++) {
            boolean switches = state == 0 || state == 6 || state == 14;
            for (int mps = 0; mps < 2; mps++) {
                AFTER[state << 1 | mps] = word(NEXT_MPS[state], mps);
                AFTER[0x80 | state << 1 | mps] = word(NEXT_LPS[state], switches ? 1 - mps : mps);
            }
        }
        Arrays.fill(INITIAL, word(0, 0));
        INITIAL[0] = word(4, 0);
        INITIAL[RUN_LENGTH] = word(3, 0);
        INITIAL[UNIFORM] = word(46, 0);
        for (int i = 0; i < 512; i++) {
            fillZeroCoding(i);
        }
        for (int i = 0; i < 256; i++) {
            SIGN_CODING[i] = signCoding(i);
        }
    }

    private MqTables() {
    }

    /** Puts all contexts into their first state (T.800 table D.7). */
    static void reset(int[] contexts) {
        System.arraycopy(INITIAL, 0, contexts, 0, CONTEXTS);
    }

    private static int word(int state, int mps) {
        return QE[state] << 8 | state << 1 | mps;
    }

    /** T.800 table D.1. */
    private static void fillZeroCoding(int i) {
        int h = (i >> 3 & 1) + (i >> 5 & 1);
        int v = (i >> 1 & 1) + (i >> 7 & 1);
        int d = (i & 1) + (i >> 2 & 1) + (i >> 6 & 1) + (i >> 8 & 1);
        ZERO_CODING[0][i] = (byte) alongEdge(h, v, d);
        ZERO_CODING[1][i] = (byte) alongEdge(v, h, d);
        ZERO_CODING[2][i] = ZERO_CODING[0][i];
        ZERO_CODING[3][i] = (byte) diagonal(h + v, d);
    }

    private static int alongEdge(int first, int second, int diagonals) {
        if (first == 2) {
            return 8;
        }
        if (first == 1) {
            return second > 0 ? 7 : diagonals > 0 ? 6 : 5;
        }
        return second > 0 ? 2 + second : Math.min(2, diagonals);
    }

    private static int diagonal(int straight, int diagonals) {
        if (diagonals >= 3) {
            return 8;
        }
        return switch (diagonals) {
            case 2 -> straight > 0 ? 7 : 6;
            case 1 -> 3 + Math.min(2, straight);
            default -> Math.min(2, straight);
        };
    }

    /** T.800 table D.3. Odd bits: the upper, left, right, lower neighbour is significant; even ones: it is negative. */
    private static byte signCoding(int i) {
        int h = sum(i >> 2, i >> 4);
        int v = sum(i, i >> 6);
        int predicted = h < 0 || h == 0 && v < 0 ? 1 : 0;
        if (predicted == 1) {
            h = -h;
            v = -v;
        }
        int context = h == 1 ? 12 + v : 9 + v;
        return (byte) (context << 1 | predicted);
    }

    private static int sum(int first, int second) {
        return Math.max(-1, Math.min(1, contribution(first) + contribution(second)));
    }

    private static int contribution(int bits) {
        return (bits & 2) == 0 ? 0 : 1 - 2 * (bits & 1);
    }
}
