package org.dromedary.dicom.codec.jpegls;

import org.dromedary.dicom.codec.frame.CodecException;

/**
 * What steers the coding of one scan (T.87 §A.2.1, §C.2.4.1).
 *
 * @param most  MAXVAL, the greatest sample
 * @param near  NEAR, the greatest difference of a decoded sample; 0 is lossless
 * @param reset RESET, after how many samples a context's sums are halved
 */
record Parameters(int most, int near, int t1, int t2, int t3, int reset) {

    private static final int DEFAULT_RESET = 64;

    /** The defaults of Table C.3. */
    static Parameters defaults(int most, int near) {
        int t1;
        int t2;
        int t3;
        if (most >= 128) {
            int factor = (Math.min(most, 4095) + 128) / 256;
            t1 = within(factor + 2 + 3 * near, near + 1, most);
            t2 = within(factor * 4 + 3 + 5 * near, t1, most);
            t3 = within(factor * 17 + 4 + 7 * near, t2, most);
        } else {
            int factor = 256 / (most + 1);
            t1 = within(Math.max(2, 3 / factor + 3 * near), near + 1, most);
            t2 = within(Math.max(3, 7 / factor + 5 * near), t1, most);
            t3 = within(Math.max(4, 21 / factor + 7 * near), t2, most);
        }
        return new Parameters(most, near, t1, t2, t3, DEFAULT_RESET);
    }

    private static int within(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }

    /**
     * Parameters of which zeros stand for defaults.
     *
     * @param preset MAXVAL, T1, T2, T3 and RESET as the codestream has them
     */
    static Parameters of(int precision, int near, int[] preset) throws CodecException {
        int top = (1 << precision) - 1;
        int most = preset[0] == 0 ? top : preset[0];
        if (most > top || near > Math.min(255, most / 2)) {
            throw new CodecException("JPEG-LS MAXVAL " + most + " and NEAR " + near + " don't fit samples of "
                    + precision + " bits");
        }
        Parameters usual = defaults(most, near);
        int t1 = preset[1] == 0 ? usual.t1 : preset[1];
        int t2 = preset[2] == 0 ? Math.max(t1, usual.t2) : preset[2];
        int t3 = preset[3] == 0 ? Math.max(t2, usual.t3) : preset[3];
        int reset = preset[4] == 0 ? usual.reset : preset[4];
        if (t1 <= near || t2 < t1 || t3 < t2 || t3 > most || reset < 3
                || reset > Math.max(255, most)) {
            throw new CodecException("JPEG-LS thresholds " + t1 + ", " + t2 + ", " + t3 + " or RESET " + reset
                    + " are not allowed with MAXVAL " + most + " and NEAR " + near);
        }
        return new Parameters(most, near, t1, t2, t3, reset);
    }

    /** The distance of two samples that are told apart. */
    int step() {
        return 2 * near + 1;
    }

    /** RANGE, the number of different errors. */
    int range() {
        return (most + 2 * near) / step() + 1;
    }

    /** Bits of a mapped error in full. */
    int errorBits() {
        return bits(range() - 1);
    }

    /** LIMIT, bits of the longest code. */
    int limit() {
        int sampleBits = Math.max(2, bits(most));
        return 2 * (sampleBits + Math.max(8, sampleBits));
    }

    private static int bits(int value) {
        return 32 - Integer.numberOfLeadingZeros(value);
    }

    /** Classes -4 to 4 of differences -MAXVAL to MAXVAL (§A.3.3); that of 0 stands in the middle. */
    byte[] classes() {
        byte[] classes = new byte[2 * most + 1];
        for (int difference = 1; difference <= most; difference++) {
            int value = difference <= near ? 0 : difference < t1 ? 1 : difference < t2 ? 2 : difference < t3 ? 3 : 4;
            classes[most + difference] = (byte) value;
            classes[most - difference] = (byte) -value;
        }
        return classes;
    }
}
