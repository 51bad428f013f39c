package org.dromedary.dicom.codec.frame;

import java.io.IOException;

/** A frame that can't be decoded or encoded; says what and where, never a value of the object. */
public final class CodecException extends IOException {

    private static final long serialVersionUID = 1L;

    public CodecException(String problem) {
        super(problem);
    }

    /** @param offset bytes from the start of the frame's codestream */
    public CodecException(String problem, long offset) {
        super(problem + " at byte " + offset + " of the codestream");
    }

    public CodecException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
