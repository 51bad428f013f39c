package org.dromedary.operate.security;

import java.time.Duration;

/** Who asks is not let in; the message is one line for them. */
public final class NotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    NotAllowedException(String message, Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    NotAllowedException(String message) {
        this(message, Duration.ZERO);
    }

    /** When they may try again; zero: that would change nothing. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether they have tried too often. */
    public boolean isTooMany() {
        return !retryAfter.isZero();
    }
}
