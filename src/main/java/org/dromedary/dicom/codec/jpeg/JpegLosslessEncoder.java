package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.CodecException;
import org.dromedary.dicom.codec.FrameEncoder;
import org.dromedary.dicom.codec.PixelFormat;

/** Encodes. */
public final class JpegLosslessEncoder implements FrameEncoder {

    @Override
    public String refusal(PixelFormat format) {
        return "not built yet";
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        throw new CodecException("not built yet");
    }
}
