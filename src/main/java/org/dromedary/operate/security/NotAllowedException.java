package org.dromedary.operate.security;

import java.time.Duration;

/** Who asks is not let in; the message is one line for them. */
public final class NotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration wait;

    NotAllowedException(String message, Duration wait) {
        super(message, null, false, false);
        this.wait = wait;
    }

    NotAllowedException(String message) {
        this(message, Duration.ZERO);
    }

    /** After which they may try again; zero if that changes nothing. */
    public Duration wait(Duration otherwise) {
        return wait == null || wait.isZero() ? otherwise : wait;
    }

    /** Whether they have tried too often. */
    public boolean isTooMany() {
        return wait != null && !wait.isZero();
    }
}
