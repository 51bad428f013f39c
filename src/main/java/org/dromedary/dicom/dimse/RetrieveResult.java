package org.dromedary.dicom.dimse;

import java.util.List;
import org.dromedary.dicom.net.StatusDetail;

/**
 * How a C-MOVE or C-GET ended by the peer's word, which may be wrong (PS3.4 §C.4.2.1.5, §C.4.3.1.4).
 *
 * @param failedSopInstanceUids the Failed SOP Instance UID List (0008,0058), empty if the peer gave none
 */
public record RetrieveResult(int status, StatusDetail detail, SubOperations counts,
        List<String> failedSopInstanceUids) {

    /** @param comment may be null or empty */
    public RetrieveResult(int status, String comment, SubOperations counts, List<String> failedSopInstanceUids) {
        this(status, StatusDetail.of(comment), counts, failedSopInstanceUids);
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
