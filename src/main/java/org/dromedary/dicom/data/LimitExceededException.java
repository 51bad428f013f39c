package org.dromedary.dicom.data;

/** A data set may be sound, but needs more memory than the program's {@link Limits} give it. */
public final class LimitExceededException extends DicomFormatException {
    private static final long serialVersionUID = 1L;

    private final long length;

    public LimitExceededException(String problem, long offset, int tag) {
        this(problem, offset, tag, 0);
    }

    /** @param length bytes behind the offset that the value is said to have */
    LimitExceededException(String problem, long offset, int tag, long length) {
        super(problem + "; more memory for the program (-Xmx) raises this limit", offset, tag);
        this.length = length;
    }

    /**
     * This exception, or that of a data set which ends early: a length that is damaged is no large value.
     *
     * @param size bytes of the data set
     */
    public DicomFormatException within(long size) {
        return offset() + length <= size ? this
                : new DicomFormatException("Ends " + (offset() + length - size) + " bytes early", offset(), tag());
    }
}
