package org.dromedary.dicom.net;

/**
 * A DIMSE status as an exception: thrown by a handler it becomes the status and comment of the response, thrown by an
 * SCU it is what the peer answered. The association stays usable (PS3.7 Annex C).
 */
public class DimseStatusException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final int status;
    private final String comment;

    public DimseStatusException(int status, String comment) {
        this("", status, comment);
    }

    /** @param command the DIMSE command the status answers, such as C-FIND */
    public DimseStatusException(String command, int status, String comment) {
        super((command.isEmpty() ? "" : command + ": ") + Status.describe(status)
                + (comment == null || comment.isEmpty() ? "" : " \"" + comment + '"'));
        this.command = command;
        this.status = status;
        this.comment = comment;
    }

    public String command() {
        return command;
    }

    public int status() {
        return status;
    }

    public String comment() {
        return comment;
    }
}
