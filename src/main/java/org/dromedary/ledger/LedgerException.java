package org.dromedary.ledger;

/** The database did not do what the ledger asked; the work is to be tried again. */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
