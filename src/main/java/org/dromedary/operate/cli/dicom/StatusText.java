package org.dromedary.operate.cli.dicom;

import org.dromedary.dicom.net.Status;

/** A DIMSE status for people: meaning and code, and the peer's comment if it sent one (PS3.7 §C). */
final class StatusText {

    private StatusText() {
    }

    static String of(int status, String comment) {
        String words = Status.describe(status);
        return comment == null || comment.isBlank()
                ? words : words + " \"" + comment.replaceAll("\\p{Cntrl}", " ").trim() + '"';
    }

    /** Whether a C-STORE status means that the peer has the object; a warning does (PS3.4 §B.2.3). */
    static boolean isStored(int status) {
        return Status.isSuccess(status) || Status.isWarning(status);
    }
}
