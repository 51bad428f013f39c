package org.dromedary.dicom.data;

import java.io.IOException;

/** Bytes that are no DICOM data set (PS3.5 §7); says where, never what. */
public class DicomFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final long offset;
    private final int tag;

    public DicomFormatException(String problem, long offset, int tag) {
        this(problem, offset, tag, null);
    }

    public DicomFormatException(String problem, long offset, int tag, Throwable cause) {
        super(problem + " at offset " + offset + ", element " + Tag.toString(tag), cause);
        this.problem = problem;
        this.offset = offset;
        this.tag = tag;
    }

    /** What is wrong, without where. */
    public String problem() {
        return problem;
    }

    /** Bytes from the start of the stream or file that was read; of the inflated stream where it is deflated. */
    public long offset() {
        return offset;
    }

    /** The element being read, or 0 where none was recognised. */
    public int tag() {
        return tag;
    }
}
