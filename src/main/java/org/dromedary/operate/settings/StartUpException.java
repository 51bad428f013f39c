package org.dromedary.operate.settings;

/** The program can not start as it is set up; the message is one line that says what to change. */
public final class StartUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartUpException(String message) {
        super(message);
    }

    public StartUpException(String message, Throwable cause) {
        super(message, cause);
    }
}
