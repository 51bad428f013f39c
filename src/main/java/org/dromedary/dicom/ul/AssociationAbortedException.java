package org.dromedary.dicom.ul;


/** The association ended by an A-ABORT, by a break of the protocol, or by a lost connection (PS3.8 §9.3.8). */
public class AssociationAbortedException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final int source;
    private final int reason;

    public AssociationAbortedException(int source, int reason) {
        this(source, reason, "Association aborted by " + describe(source, reason), null);
    }

    AssociationAbortedException(int source, int reason, String message, Throwable cause) {
        super(message, cause);
        this.source = source;
        this.reason = reason;
    }

    /** A transport connection that ended without A-ABORT (A-P-ABORT in the standard's words). */
    public static AssociationAbortedException lost(String what, Throwable cause) {
        return new AssociationAbortedException(Pdu.Abort.SERVICE_PROVIDER, Pdu.Abort.REASON_NOT_SPECIFIED,
                "Association lost: " + what, cause);
    }

    public int source() {
        return source;
    }

    public int reason() {
        return reason;
    }

    private static String describe(int source, int reason) {
        if (source == Pdu.Abort.SERVICE_USER) {
            return "the peer's service user";
        }
        return "the peer's service provider: " + switch (reason) {
            case Pdu.Abort.REASON_NOT_SPECIFIED -> "reason not specified";
            case Pdu.Abort.UNRECOGNIZED_PDU -> "unrecognized PDU";
            case Pdu.Abort.UNEXPECTED_PDU -> "unexpected PDU";
            case Pdu.Abort.UNRECOGNIZED_PARAMETER -> "unrecognized PDU parameter";
            case Pdu.Abort.UNEXPECTED_PARAMETER -> "unexpected PDU parameter";
            case Pdu.Abort.INVALID_PARAMETER_VALUE -> "invalid PDU parameter value";
            default -> "reserved reason " + reason;
        };
    }
}
