package org.dromedary.dicom.codec.frame;

/** Writes frames of one kind of codestream. An instance keeps its working memory and is used by one thread. */
public interface FrameEncoder {

    /** Why frames of that format can't be encoded, in words for a person; null if they can. */
    String refusal(PixelFormat format);

    /** Photometric Interpretation (0028,0004) of frames of that format once encoded; differs for JPEG 2000's RCT. */
    default String photometric(PixelFormat format) {
        return format.photometric();
    }

    /**
     * Encodes one frame.
     *
     * @param samples native, little endian, by pixel, as {@link Frame} has them
     * @return the codestream, of even length (PS3.5 §A.4)
     */
    byte[] encode(byte[] samples, PixelFormat format) throws CodecException;
}
