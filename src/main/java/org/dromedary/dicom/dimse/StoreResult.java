package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.StatusDetail;

/** The response to a C-STORE (PS3.4 §B.2.3). */
public record StoreResult(int status, StatusDetail detail) {

    /** @param comment may be null or empty */
    public StoreResult(int status, String comment) {
        this(status, StatusDetail.of(comment));
    }

    /** The peer's error comment, empty if it gave none. */
    public String comment() {
        return detail.comment();
    }

    /** The status in words, with all that the peer said of it. */
    public String describe() {
        return detail.describe(status);
    }
}
