package org.dromedary.operate.cli.dicom;

import java.util.List;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.dimse.SubOperations;
import org.dromedary.dicom.net.Status;

/** Tells how a C-MOVE or C-GET ended (PS3.4 §C.4.2.1.5). */
final class RetrieveOutcome {

    private static final int MAX_UIDS = 10;

    private RetrieveOutcome() {
    }

    static int report(DicomTool tool, RetrieveResult result) {
        if (Status.isSuccess(result.status()) && result.counts().failed() <= 0) {
            return DicomTool.OK;
        }
        tool.error(tool.activity() + " ended with " + StatusText.of(result.status(), result.comment()) + ": "
                + count(result.counts().completed()) + " completed, " + count(result.counts().failed()) + " failed, "
                + count(result.counts().warning()) + " with warnings.");
        List<String> uids = result.failedSopInstanceUids();
        uids.stream().limit(MAX_UIDS).forEach(uid -> tool.error("Failed: " + uid));
        if (uids.size() > MAX_UIDS) {
            tool.error("Failed: " + (uids.size() - MAX_UIDS) + " more");
        }
        return DicomTool.FAILED;
    }

    /** A number of sub-operations, of which a peer may say nothing. */
    static String count(int number) {
        return number == SubOperations.ABSENT ? "an unknown number" : Integer.toString(number);
    }
}
