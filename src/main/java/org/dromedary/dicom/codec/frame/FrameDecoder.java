package org.dromedary.dicom.codec.frame;

/** Reads frames of one kind of codestream. An instance keeps its working memory and is used by one thread. */
public interface FrameDecoder {

    /**
     * Decodes one frame. Dimensions, samples and precision of the codestream that don't fit the declared ones are an
     * error, found before memory is taken. Colour stays as it is coded, except for transforms that belong to the
     * codestream itself (JPEG 2000's RCT and ICT give RGB); subsampled components come in full.
     *
     * @param codestream holds the frame's bytes, its fragments joined
     * @param declared   what the object's header says of it
     */
    Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException;

    /** Whether the last frame, coded with loss, was cut, and came out without its finest detail. */
    default boolean truncated() {
        return false;
    }
}
