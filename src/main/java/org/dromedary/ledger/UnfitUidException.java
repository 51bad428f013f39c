package org.dromedary.ledger;

/** A Study or Series Instance UID that the ledger can't keep, so that nothing can be done with what it names. */
public final class UnfitUidException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The stable word for it in reports. */
    public static final String REASON = "UID_NOT_KEPT";

    UnfitUidException(String attribute, String uid) {
        super(attribute + " " + (uid == null || uid.isBlank() ? "is empty" : uid.length() > Texts.MAX_UID
                ? "has " + uid.length() + " characters; up to " + Texts.MAX_UID + " are kept"
                : "has characters that are not printable ASCII"));
    }
}
