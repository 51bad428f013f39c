package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;

/**
 * How the code-blocks of a tile's component are coded (T.800 §A.6.1, table A.15).
 *
 * @param levels      of decomposition
 * @param blockWidth  log2 of the code-blocks' nominal width
 * @param blockHeight log2 of their nominal height
 * @param style       of the code-blocks (table A.19; T.814 table A.5)
 * @param reversible  5/3 wavelet, else 9/7
 * @param precincts   for each resolution log2 of the precincts' width, and of their height shifted left by four
 */
record CodingStyle(int levels, int blockWidth, int blockHeight, int style, boolean reversible, int[] precincts) {

    static final int BYPASS = 0x01;
    static final int TERMINATE_ALL = 0x04;
    static final int HIGH_THROUGHPUT = 0x40;
    static final int MIXED = 0x80;

    private static final int MAX_LEVELS = 32;
    private static final int LARGEST_PRECINCTS = 0xFF;

    /** @param ownPrecincts Scod says that sizes of precincts follow */
    static CodingStyle read(ByteReader segment, boolean ownPrecincts) throws CodecException {
        int levels = segment.u8();
        int blockWidth = (segment.u8() & 0x0F) + 2;
        int blockHeight = (segment.u8() & 0x0F) + 2;
        int style = segment.u8();
        int transformation = segment.u8();
        if (levels > MAX_LEVELS || blockWidth > 10 || blockHeight > 10 || blockWidth + blockHeight > 12) {
            throw new CodecException("JPEG 2000: " + levels + " decomposition levels with code-blocks of 2^"
                    + blockWidth + " x 2^" + blockHeight + " are not allowed", segment.offset());
        }
        if (transformation > 1) {
            throw new CodecException("JPEG 2000: wavelet transformation " + transformation
                    + " of Part 2 is not supported", segment.offset());
        }
        if ((style & MIXED) != 0) {
            throw new CodecException("JPEG 2000: a mix of HT and other code-blocks is not supported",
                    segment.offset());
        }
        int[] precincts = new int[levels + 1];
        for (int r = 0; r <= levels; r++) {
            precincts[r] = ownPrecincts ? segment.u8() : LARGEST_PRECINCTS;
            if (r > 0 && ((precincts[r] & 0x0F) == 0 || precincts[r] >> 4 == 0)) {
                throw new CodecException("JPEG 2000: precincts of one coefficient", segment.offset());
            }
        }
        return new CodingStyle(levels, blockWidth, blockHeight, style, transformation == 1, precincts);
    }

    int precinctWidth(int resolution) {
        return precincts[resolution] & 0x0F;
    }

    int precinctHeight(int resolution) {
        return precincts[resolution] >> 4;
    }

    boolean is(int flag) {
        return (style & flag) != 0;
    }
}
