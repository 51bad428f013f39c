package org.dromedary.dicom.dimse;

import org.dromedary.dicom.net.StatusDetail;
import org.dromedary.dicom.ul.DicomNetworkException;

/**
 * A DIMSE status as an exception: thrown by a handler it becomes the status of the response with its comment and
 * offending elements, thrown by an SCU it is what the peer answered. The association stays usable (PS3.7 Annex C).
 */
public class DimseStatusException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final int status;
    private final transient StatusDetail detail;
    private final String comment;

    public DimseStatusException(int status, String comment) {
        this("", status, comment);
    }

    /** @param command the DIMSE command the status answers, such as C-FIND */
    public DimseStatusException(String command, int status, String comment) {
        this(command, status, StatusDetail.of(comment), comment);
    }

    /** The same with all that the response said, or is to say. */
    public static DimseStatusException of(String command, int status, StatusDetail detail) {
        return new DimseStatusException(command, status, detail, detail.comment());
    }

    private DimseStatusException(String command, int status, StatusDetail detail, String comment) {
        super((command.isEmpty() ? "" : command + ": ") + detail.describe(status));
        this.command = command;
        this.status = status;
        this.detail = detail;
        this.comment = comment;
    }

    public String command() {
        return command;
    }

    public int status() {
        return status;
    }

    /** As it was given; null if it was. */
    public String comment() {
        return comment;
    }

    public StatusDetail detail() {
        return detail == null ? StatusDetail.of(comment) : detail;
    }
}
