package org.dromedary.ledger;

/** The database did not do what the ledger asked; {@link LedgerTrouble} says whether to ask it again. */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
