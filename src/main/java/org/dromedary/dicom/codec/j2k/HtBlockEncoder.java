package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;

/**
 * Encodes code-blocks of Part 15 losslessly (T.814 §7.3): the HT cleanup pass alone, down to the lowest bit-plane.
 * Magnitudes have at most 29 bits. One thread.
 */
final class HtBlockEncoder implements BlockEncoder {

    private final HtSegment segment = new HtSegment();
    /** Significance and u of a row's quads, from index 1 on. */
    private int[] significantAbove = new int[0];
    private int[] significantHere = new int[0];
    /** The lower coefficients of the quads above, doubled less one, from index 2 on. */
    private int[] above = new int[0];
    private int[] here = new int[0];
    private final int[] samples = new int[4];
    private boolean empty = true;
    private int width;
    private int across;

    @Override
    public int encode(int[] from, int at, int stride, int width, int height, int orientation) {
        empty = isZero(from, at, stride, width, height);
        if (empty) {
            return 0;
        }
        begin(width);
        segment.start();
        for (int y = 0; y < height; y += 2) {
            encodeRow(from, at + y * stride, y + 1 < height ? stride : 0, y == 0);
            int[] lower = here;
            here = above;
            above = lower;
            int[] significant = significantHere;
            significantHere = significantAbove;
            significantAbove = significant;
        }
        return segment.finish();
    }

    @Override
    public byte[] bytes() {
        return segment.bytes();
    }

    @Override
    public int passes() {
        return empty ? 0 : 1;
    }

    /** The cleanup pass ends at the lowest plane, so all others are missing. */
    @Override
    public int bitPlanes() {
        return passes();
    }

    private static boolean isZero(int[] from, int at, int stride, int width, int height) {
        int joined = 0;
        for (int y = 0; y < height; y++) {
            for (int i = at + y * stride, end = i + width; i < end; i++) {
                joined |= from[i];
            }
        }
        return joined == 0;
    }

    private void begin(int width) {
        this.width = width;
        across = (width + 1) / 2;
        if (above.length < 2 * across + 4) {
            above = new int[2 * across + 4];
            here = new int[2 * across + 4];
            significantAbove = new int[across + 2];
            significantHere = new int[across + 2];
        }
        Arrays.fill(above, 0);
        Arrays.fill(here, 0);
        Arrays.fill(significantAbove, 0);
        Arrays.fill(significantHere, 0);
    }

    private void encodeRow(int[] from, int line, int down, boolean initial) {
        for (int q = 0; q < across; q += 2) {
            int first = encodeQuad(from, line, q, down, initial);
            int second = q + 1 < across ? encodeQuad(from, line, q + 1, down, initial) : 0;
            if (initial && first > 0 && second > 0) {
                encodeInitialU(first, second);
            } else {
                encodeU(first, second);
            }
        }
    }

    /** Encodes a quad but its u, which is returned (T.814 §7.3.4 to §7.3.8). */
    private int encodeQuad(int[] from, int line, int q, int down, boolean initial) {
        int x = 2 * q;
        int at = line + x;
        boolean whole = x + 1 < width;
        int first = load(0, from[at]);
        int second = load(1, down > 0 ? from[at + down] : 0);
        int third = load(2, whole ? from[at + 1] : 0);
        int fourth = load(3, whole && down > 0 ? from[at + 1 + down] : 0);
        int significant = pattern(first, second, third, fourth, 0);
        int largest = 32 - Integer.numberOfLeadingZeros(first | second | third | fourth);
        int predicted = 1;
        if (!initial && (significant & significant - 1) != 0) {
            int bound = above[x + 1] | above[x + 2] | above[x + 3] | above[x + 4];
            predicted = Math.max(1, 31 - Integer.numberOfLeadingZeros(bound));
        }
        here[x + 2] = second;
        here[x + 3] = fourth;
        int u = Math.max(0, largest - predicted);
        int tops = u == 0 ? 0 : pattern(first, second, third, fourth, largest - 1);
        int known = encodePattern(q, significant, tops, initial);
        for (int n = 0; n < 4; n++) {
            if ((significant >> n & 1) != 0) {
                segment.magnitude(samples[n], predicted + u - (known >> n & 1));
            }
        }
        return u;
    }

    /** Notes twice the magnitude less two, plus the sign; returns it doubled less one, 0 for 0. */
    private int load(int n, int value) {
        if (value == 0) {
            return 0;
        }
        int sign = value >>> 31;
        samples[n] = 2 * Math.abs(value) - 2 + sign;
        return samples[n] | 1;
    }

    /** Which of the four are not zero above their lowest bits. */
    private static int pattern(int first, int second, int third, int fourth, int bits) {
        int joined = first >>> bits == 0 ? 0 : 1;
        joined |= second >>> bits == 0 ? 0 : 2;
        joined |= third >>> bits == 0 ? 0 : 4;
        return joined | (fourth >>> bits == 0 ? 0 : 8);
    }

    /** The quad's code; returns the pattern of coefficients whose top bit it tells. */
    private int encodePattern(int q, int significant, int tops, boolean initial) {
        int left = significantHere[q];
        significantHere[q + 1] = significant;
        int context;
        if (initial) {
            context = left >> 1 | left & 1;
        } else {
            int upper = significantAbove[q + 1];
            context = (significantAbove[q] >> 3 | upper >> 1) & 1 | (left >> 1 | left >> 2) & 2
                    | (upper >> 1 | significantAbove[q + 2] << 1) & 4;
        }
        if (context == 0) {
            segment.event(significant != 0);
        }
        char[] codes = initial ? HtTables.INITIAL_ROW_CODES : HtTables.OTHER_ROWS_CODES;
        int code = codes[context << 8 | significant << 4 | tops];
        segment.code(code >> 8, code >> 4 & 15);
        return code & 15;
    }

    private void encodeInitialU(int first, int second) {
        boolean both = first > 2 && second > 2;
        segment.event(both);
        if (both) {
            encodeU(first - 2, second - 2);
        } else if (first > 2) {
            encodePrefix(first);
            segment.code(second - 1, 1);
            encodeSuffix(first);
        } else {
            encodeU(first, second);
        }
    }

    private void encodeU(int first, int second) {
        encodePrefix(first);
        encodePrefix(second);
        encodeSuffix(first);
        encodeSuffix(second);
    }

    /** T.814 §7.3.6. */
    private void encodePrefix(int u) {
        if (u > 4) {
            segment.code(0, 3);
        } else if (u > 2) {
            segment.code(4, 3);
        } else {
            segment.code(u, u);
        }
    }

    private void encodeSuffix(int u) {
        if (u > 4) {
            segment.code(u - 5, 5);
        } else if (u > 2) {
            segment.code(u - 3, 1);
        }
    }
}
