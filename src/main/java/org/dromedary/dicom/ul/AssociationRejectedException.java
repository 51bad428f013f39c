package org.dromedary.dicom.ul;

/** The peer answered our A-ASSOCIATE-RQ with an A-ASSOCIATE-RJ (PS3.8 §9.3.4). */
public class AssociationRejectedException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final int result;
    private final int source;
    private final int reason;

    public AssociationRejectedException(int result, int source, int reason) {
        super("Association " + RejectReason.describe(result, source, reason)
                + " (" + result + ", " + source + ", " + reason + ")");
        this.result = result;
        this.source = source;
        this.reason = reason;
    }

    public int result() {
        return result;
    }

    public int source() {
        return source;
    }

    public int reason() {
        return reason;
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return result == 2;
    }
}
