package org.dromedary.dicom.codec.j2k;

/** Encodes code-blocks of JPEG 2000 without loss: {@link MqBlockEncoder} (T.800), {@link HtBlockEncoder} (T.814). */
interface BlockEncoder {

    /**
     * Encodes one code-block of at most 64 x 64 coefficients in one codeword segment, whole.
     *
     * @param from        coefficients, two's complement, row by row from {@code at} with that stride
     * @param orientation of the sub-band: 0 LL, 1 HL (horizontally high-pass), 2 LH, 3 HH
     * @return how many bytes {@link #bytes()} now holds; 0 for a block of zeros
     */
    int encode(int[] from, int at, int stride, int width, int height, int orientation);

    /** The codeword segment of the last block, from 0; overwritten by the next. */
    byte[] bytes();

    /** Coding passes of the last block; 0 for a block of zeros. */
    int passes();

    /** Magnitude bit-planes of the last block that are coded (HT: as its packet header must announce them). */
    int bitPlanes();
}
