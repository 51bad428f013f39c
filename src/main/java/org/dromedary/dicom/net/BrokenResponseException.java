package org.dromedary.dicom.net;

import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.ul.DicomNetworkException;

/**
 * A response without an element that it must have (PS3.7 §9.3), such as Status (0000,0900): nobody knows whether the
 * operation succeeded, failed or goes on. The association was aborted.
 */
public class BrokenResponseException extends DicomNetworkException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final int missing;

    /**
     * @param command the DIMSE command that was responded to, such as C-MOVE
     * @param missing the tag of the element
     */
    public BrokenResponseException(String command, int missing) {
        super(command + ": broken response, without " + Dictionary.keywordOf(missing) + " " + Tag.toString(missing));
        this.command = command;
        this.missing = missing;
    }

    public String command() {
        return command;
    }

    /** The tag of the element that the response lacks. */
    public int missing() {
        return missing;
    }
}
