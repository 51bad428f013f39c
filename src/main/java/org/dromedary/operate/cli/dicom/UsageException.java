package org.dromedary.operate.cli.dicom;

/** Something about the arguments or the folder is wrong; the message is all the user needs to see. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
