package org.dromedary.dicom.codec.rle;

import org.dromedary.dicom.codec.CodecException;
import org.dromedary.dicom.codec.Frame;
import org.dromedary.dicom.codec.FrameDecoder;
import org.dromedary.dicom.codec.PixelFormat;

/** Decodes. */
public final class RleDecoder implements FrameDecoder {

    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        throw new CodecException("not built yet");
    }
}
