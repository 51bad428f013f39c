package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;

/**
 * Step sizes of the sub-bands (T.800 §A.6.4, §E.1).
 *
 * @param guardBits  G
 * @param exponents  by sub-band: LL, then HL, LH, HH of each resolution
 * @param mantissas  of 11 bits; 0 where nothing is quantized
 * @param derived    only LL's are given, the others follow from them
 */
record Quantization(int guardBits, int[] exponents, int[] mantissas, boolean derived) {

    private static final int NONE = 0;
    private static final int DERIVED = 1;
    private static final int EXPOUNDED = 2;
    private static final int MAX_BANDS = 97;

    static Quantization read(ByteReader segment) throws CodecException {
        int style = segment.u8();
        int kind = style & 0x1F;
        if (kind > EXPOUNDED) {
            throw new CodecException("JPEG 2000: quantization style " + kind + " is not supported", segment.offset());
        }
        int bands = kind == DERIVED ? 1 : Math.min(MAX_BANDS, kind == NONE ? segment.left() : segment.left() / 2);
        int[] exponents = new int[bands];
        int[] mantissas = new int[bands];
        for (int i = 0; i < bands; i++) {
            if (kind == NONE) {
                exponents[i] = segment.u8() >> 3;
            } else {
                int step = segment.u16();
                exponents[i] = step >> 11;
                mantissas[i] = step & 0x7FF;
            }
        }
        return new Quantization(style >> 5, exponents, mantissas, kind == DERIVED);
    }

    /** @param band its index: 0 for LL, 3(r - 1) + orientation for resolution r */
    int exponent(int band) throws CodecException {
        if (derived) {
            return Math.max(0, exponents[0] - Math.max(0, (band - 1) / 3));
        }
        if (band >= exponents.length) {
            throw new CodecException("JPEG 2000: no step size for sub-band " + band);
        }
        return exponents[band];
    }

    int mantissa(int band) {
        return mantissas[derived ? 0 : band];
    }

    /** Magnitude bit-planes of a sub-band's coefficients (equation E-2). */
    int bitPlanes(int band) throws CodecException {
        return guardBits + exponent(band) - 1;
    }
}
