package org.dromedary.dicom.net;

/** A final response without Status (0000,0900), which every response must have (PS3.7 §9.3): how it ended is not said. */
public class MissingStatusException extends MalformedPduException {
    private static final long serialVersionUID = 1L;

    /** @param command the DIMSE command that the response answers, such as C-FIND */
    public MissingStatusException(String command) {
        super("Status (0000,0900), which is missing in the final " + command + " response,", 0);
    }
}
