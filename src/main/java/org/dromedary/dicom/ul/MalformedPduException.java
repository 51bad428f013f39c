package org.dromedary.dicom.ul;


/** A PDU or command set that breaks its layout: which field, at which offset (PS3.8 §9.3, PS3.7 §6.3). */
public class MalformedPduException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    static final String PDU_TYPE = "PDU type";
    static final String TLS_RECORD = PDU_TYPE + " (a record of TLS: one side speaks it, the other does not)";
    private final String field;
    private final long offset;

    /**
     * @param field  the field in the standard's words
     * @param offset of the field from the first byte of its PDU (for a command set: from its first element)
     */
    public MalformedPduException(String field, long offset) {
        super("Malformed PDU: " + field + " at offset " + offset);
        this.field = field;
        this.offset = offset;
    }

    public String field() {
        return field;
    }

    public long offset() {
        return offset;
    }

    /** The reason of the A-ABORT that answers it (PS3.8 §9.3.8). */
    int abortReason() {
        return field.startsWith(PDU_TYPE) ? Pdu.Abort.UNRECOGNIZED_PDU : Pdu.Abort.INVALID_PARAMETER_VALUE;
    }
}
