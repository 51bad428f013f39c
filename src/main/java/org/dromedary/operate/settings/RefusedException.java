package org.dromedary.operate.settings;

/** What a person asked for can't be done; the message says what to do instead. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
