package org.dromedary.dicom.codec.jpeg;

/** The forward DCT in integers after Loeffler, Ligtenberg and Moschytz, with constants of 13 bits. */
final class ForwardDct {
    private static final int CONSTANT_BITS = 13;
    /** Bits kept between the passes. */
    private static final int KEPT = 2;

    private final int[] rows = new int[64];

    /**
     * @param samples      64 by row, around 0
     * @param coefficients 64 in natural order, eight times those of T.81 §A.3.3
     */
    void transform(int[] samples, int[] coefficients) {
        for (int i = 0; i < 64; i += 8) {
            pass(samples, i, 1, rows, CONSTANT_BITS - KEPT);
        }
        for (int i = 0; i < 8; i++) {
            pass(rows, i, 8, coefficients, CONSTANT_BITS + KEPT);
        }
    }

    private static void pass(int[] in, int at, int step, int[] out, int shift) {
        int half = 1 << shift - 1;
        int sum0 = in[at] + in[at + 7 * step];
        int sum1 = in[at + step] + in[at + 6 * step];
        int sum2 = in[at + 2 * step] + in[at + 5 * step];
        int sum3 = in[at + 3 * step] + in[at + 4 * step];
        int even = ((sum1 - sum2) + (sum0 - sum3)) * 4433 + half;
        int low = in[at + 3 * step] - in[at + 4 * step];
        int second = in[at + 2 * step] - in[at + 5 * step];
        int third = in[at + step] - in[at + 6 * step];
        int high = in[at] - in[at + 7 * step];
        int z5 = (low + third + second + high) * 9633 + half;
        int z1 = (low + high) * -7373;
        int z2 = (second + third) * -20995;
        int z3 = (low + third) * -16069 + z5;
        int z4 = (second + high) * -3196 + z5;
        out[at] = (sum0 + sum3 + sum1 + sum2 << CONSTANT_BITS) + half >> shift;
        out[at + 4 * step] = (sum0 + sum3 - sum1 - sum2 << CONSTANT_BITS) + half >> shift;
        out[at + 2 * step] = even + (sum0 - sum3) * 6270 >> shift;
        out[at + 6 * step] = even - (sum1 - sum2) * 15137 >> shift;
        out[at + 7 * step] = low * 2446 + z1 + z3 >> shift;
        out[at + 5 * step] = second * 16819 + z2 + z4 >> shift;
        out[at + 3 * step] = third * 25172 + z2 + z3 >> shift;
        out[at + step] = high * 12299 + z1 + z4 >> shift;
    }
}
