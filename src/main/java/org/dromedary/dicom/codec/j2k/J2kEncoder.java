package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.CodecException;
import org.dromedary.dicom.codec.FrameEncoder;
import org.dromedary.dicom.codec.PixelFormat;

/** Encodes. */
public final class J2kEncoder implements FrameEncoder {

    private final boolean highThroughput;

    private J2kEncoder(boolean highThroughput) {
        this.highThroughput = highThroughput;
    }

    /** Part 1, reversible. */
    public static J2kEncoder blockCoding() {
        return new J2kEncoder(false);
    }

    /** Part 15 (HTJ2K), reversible. */
    public static J2kEncoder highThroughput() {
        return new J2kEncoder(true);
    }

    @Override
    public String refusal(PixelFormat format) {
        return "not built yet";
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        throw new CodecException("not built yet");
    }
}
