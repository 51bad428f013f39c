package org.dromedary.inventory;

import java.sql.SQLException;
import org.dromedary.stage.FailureClassifier;

/** Tells a value that the ledger does not take from a ledger that is out of reach. */
final class LedgerRefusal {

    private LedgerRefusal() {
    }

    static boolean mayPass(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && error.getSQLState() != null) {
                // Data exception, integrity constraint violation.
                return !error.getSQLState().startsWith("22") && !error.getSQLState().startsWith("23");
            }
        }
        return FailureClassifier.isServerTrouble(thrown);
    }

    /** Without the message, which may quote values. */
    static String describe(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                return "SQL state " + error.getSQLState() + ", error " + error.getErrorCode();
            }
        }
        return thrown.getClass().getSimpleName();
    }
}
