package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Decodes JPEG (ISO/IEC 10918-1, ITU-T T.81): baseline, extended sequential and progressive DCT of 8 and 12 bits,
 * and the lossless process of 2 to 16 bits, all Huffman-coded. What the codestream is, its frame header says, whatever
 * transfer syntax is declared. Results of the DCT processes equal those of the Independent JPEG Group's library with
 * its accurate integer transform and its smooth upsampling of 2:1 components.
 */
public final class JpegDecoder implements FrameDecoder {

    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        return new Codestream(codestream, offset, length, declared).decode();
    }
}
