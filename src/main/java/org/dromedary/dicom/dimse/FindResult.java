package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.BrokenResponseException;
import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.dicom.ul.DicomNetworkException;

/**
 * How a C-FIND ended (PS3.4 §C.4.1.1.4). A status of cancel although nobody cancelled means a truncated answer.
 *
 * @param status  {@link Status#MISSING} if the answer was broken off by a response without Status
 * @param matches that were handed over, also before it was broken off
 */
public record FindResult(int status, StatusDetail detail, long matches) {

    public FindResult(int status, String comment, long matches) {
        this(status, StatusDetail.of(comment), matches);
    }

    /** Broken off: the matches before are the peer's answer, but there may be more. */
    public static FindResult broken(StatusDetail detail, long matches) {
        return new FindResult(Status.MISSING, detail, matches);
    }

    /** Whether a response without Status ended it; the association was aborted then. */
    public boolean isBroken() {
        return status == Status.MISSING;
    }

    /** The peer's error comment, empty if it gave none. */
    public String comment() {
        return detail.comment();
    }

    /** The status in words, with all that the peer said of it. */
    public String describe() {
        return detail.describe(status);
    }

    /** What a caller throws to whom this is no success. */
    public DicomNetworkException toException() {
        return isBroken() ? new BrokenResponseException("C-FIND", CommandSet.STATUS)
                : DimseStatusException.of("C-FIND", status, detail);
    }
}
