package org.dromedary.pipeline.stage;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.dromedary.archives.pace.GivenBackException;
import org.dromedary.ledger.LedgerTrouble;
import org.jboss.logging.Logger;

/** Failures about which nothing can be decided now: the message stays in its queue and comes again. */
public final class StageRollback {

    private static final Logger LOG = Logger.getLogger(StageRollback.class);

    private StageRollback() {
    }

    /** Whether the work was given back in order: its archive does not want it now, or this process is stopping. */
    static boolean isInOrder(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // Producers of a route that has been stopped say so.
            if (cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return thrown instanceof GivenBackException;
    }

    /** Rolls back what was given back, or failed because ledger or broker are out of reach; false for all else. */
    public static boolean of(Exchange exchange, Throwable thrown) {
        if (!isInOrder(thrown) && !FailureClassifier.isServerTrouble(thrown)) {
            return false;
        }
        if (!isInOrder(thrown)) {
            LOG.warnf("%s: ledger or broker failed, the message comes again: %s (%s)", exchange.getFromRouteId(),
                    thrown.getClass().getSimpleName(), LedgerTrouble.describe(thrown));
        }
        exchange.setRollbackOnly(true);
        exchange.setRouteStop(true);
        return true;
    }
}
