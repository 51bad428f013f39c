package org.dromedary.dicom.ul;

/** The seven PDU types and their codes in the first byte of a PDU (PS3.8 §9.3.1). */
public enum PduType {
    A_ASSOCIATE_RQ(1), A_ASSOCIATE_AC(2), A_ASSOCIATE_RJ(3), P_DATA_TF(4), A_RELEASE_RQ(5), A_RELEASE_RP(6), A_ABORT(7);

    private static final PduType[] BY_CODE = new PduType[8];

    static {
        for (PduType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    PduType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The type of a code, or null where the standard knows none. */
    public static PduType of(int code) {
        return code >= 1 && code <= 7 ? BY_CODE[code] : null;
    }

    /** The name as the standard writes it, for logs. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
