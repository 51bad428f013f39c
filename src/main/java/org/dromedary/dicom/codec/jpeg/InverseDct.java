package org.dromedary.dicom.codec.jpeg;

/**
 * The inverse DCT in integers after Loeffler, Ligtenberg and Moschytz, with constants of 13 bits and the roundings of
 * the Independent JPEG Group's library, so that samples equal those of its users.
 */
final class InverseDct {
    private static final int CONSTANT_BITS = 13;

    private final int[] columns = new int[64];
    private final int[] samples = new int[64];
    private final int precision;
    private final int firstShift;
    private final int secondShift;

    /** @param precision 8 or 12 bits a sample; the latter keeps fewer bits between the passes */
    InverseDct(int precision) {
        this.precision = precision;
        int kept = precision == 8 ? 2 : 1;
        firstShift = CONSTANT_BITS - kept;
        secondShift = CONSTANT_BITS + kept + 3;
    }

    /**
     * Transforms one block into its place of the component's plane.
     *
     * @param coefficients 64, in natural order, dequantized
     */
    void toSamples(int[] coefficients, Component component, int blockRow, int blockColumn) {
        for (int i = 0; i < 8; i++) {
            if (constant(coefficients, i)) {
                int value = coefficients[i] << CONSTANT_BITS - firstShift;
                for (int j = i; j < 64; j += 8) {
                    columns[j] = value;
                }
            } else {
                pass(coefficients, i, 8, columns, firstShift);
            }
        }
        for (int i = 0; i < 64; i += 8) {
            pass(columns, i, 1, samples, secondShift);
        }
        int stride = component.stride;
        int at = blockRow * 8 * stride + blockColumn * 8;
        int wrap = 32 - precision - 2;
        int centre = 1 << precision - 1;
        int most = (1 << precision) - 1;
        short[] plane = component.plane;
        for (int i = 0; i < 64; i += 8, at += stride) {
            for (int x = 0; x < 8; x++) {
                int value = (samples[i + x] << wrap >> wrap) + centre;
                plane[at + x] = (short) Math.max(0, Math.min(most, value));
            }
        }
    }

    /** Many columns have no coefficient but their first. */
    private static boolean constant(int[] in, int at) {
        return (in[at + 8] | in[at + 16] | in[at + 24] | in[at + 32] | in[at + 40] | in[at + 48] | in[at + 56]) == 0;
    }

    /** The transform of one column or row: eight values, each {@code step} further, rounded by {@code shift} bits. */
    private static void pass(int[] in, int at, int step, int[] out, int shift) {
        int half = 1 << shift - 1;
        int z = (in[at + 2 * step] + in[at + 6 * step]) * 4433;
        int even2 = z - in[at + 6 * step] * 15137;
        int even3 = z + in[at + 2 * step] * 6270;
        int even0 = (in[at] + in[at + 4 * step] << CONSTANT_BITS) + half;
        int even1 = (in[at] - in[at + 4 * step] << CONSTANT_BITS) + half;
        int odd7 = in[at + 7 * step];
        int odd5 = in[at + 5 * step];
        int odd3 = in[at + 3 * step];
        int odd1 = in[at + step];
        int z5 = (odd7 + odd3 + odd5 + odd1) * 9633;
        int z1 = (odd7 + odd1) * -7373;
        int z2 = (odd5 + odd3) * -20995;
        int z3 = (odd7 + odd3) * -16069 + z5;
        int z4 = (odd5 + odd1) * -3196 + z5;
        int p0 = odd7 * 2446 + z1 + z3;
        int p1 = odd5 * 16819 + z2 + z4;
        int p2 = odd3 * 25172 + z2 + z3;
        int p3 = odd1 * 12299 + z1 + z4;
        out[at] = even0 + even3 + p3 >> shift;
        out[at + 7 * step] = even0 + even3 - p3 >> shift;
        out[at + step] = even1 + even2 + p2 >> shift;
        out[at + 6 * step] = even1 + even2 - p2 >> shift;
        out[at + 2 * step] = even1 - even2 + p1 >> shift;
        out[at + 5 * step] = even1 - even2 - p1 >> shift;
        out[at + 3 * step] = even0 - even3 + p0 >> shift;
        out[at + 4 * step] = even0 - even3 - p0 >> shift;
    }
}
