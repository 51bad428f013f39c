package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.CommandSet;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StatusDetail;

/**
 * The response to a C-ECHO or an N-ACTION (PS3.7 §9.3.5, §10.3.5).
 *
 * @param status {@link Status#MISSING} if the response has none
 */
public record DimseResult(int status, StatusDetail detail) {

    static DimseResult of(CommandSet response) {
        return new DimseResult(response.status(), StatusDetail.of(response));
    }

    /** The status in words, with all that the peer said of it. */
    public String describe() {
        return detail.describe(status);
    }
}
