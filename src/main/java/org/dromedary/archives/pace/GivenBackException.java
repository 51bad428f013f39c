package org.dromedary.archives.pace;

/** Work that is not done now through no fault of its own: its message stays in the queue and costs no attempt. */
public class GivenBackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GivenBackException(String message) {
        super(message);
    }
}
