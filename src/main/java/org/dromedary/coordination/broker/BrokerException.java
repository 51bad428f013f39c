package org.dromedary.coordination.broker;

/** The broker could not be reached, or did not do what it was asked for. */
public final class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerException(String what, Throwable cause) {
        super("The broker did not " + what + ": check dromedary.broker.url, username and password, and that it runs"
                + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")"), cause);
    }
}
