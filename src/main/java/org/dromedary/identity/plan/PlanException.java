package org.dromedary.identity.plan;

/** What a person wants of the plan can't be done; the message says what to do instead, and holds no patient data. */
public final class PlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlanException(String message) {
        super(message);
    }
}
