package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes the code-blocks of JPEG 2000: {@link MqBlockDecoder} (T.800 Annex C, D), {@link HtBlockDecoder} (T.814). */
interface BlockDecoder {

    /**
     * Decodes one code-block.
     *
     * @param data         the bytes of all its segments one after the other, from 0
     * @param segmentEnds  where each codeword segment ends in {@code data}; one unless the style terminates passes
     * @param segmentPasses how many coding passes each segment has
     * @param segments     how many of the two arrays' entries count
     * @param bitPlanes    magnitude bit-planes of the block, Mb less the missing ones (T.800 §B.10.5)
     * @param orientation  of the sub-band: 0 LL, 1 HL (horizontally high-pass), 2 LH, 3 HH
     * @param style        code-block style (T.800 table A.19)
     * @param reversible   5/3: whole values; else the values carry one more bit below, set to reconstruct at one half
     * @param into         coefficients, two's complement, row by row from {@code at} with that stride
     * @return how many of the low bit-planes were not decoded, for a truncated block; 0 as a rule
     */
    int decode(byte[] data, int[] segmentEnds, int[] segmentPasses, int segments, int bitPlanes, int orientation,
            int style, boolean reversible, int width, int height, int[] into, int at, int stride)
            throws CodecException;
}
