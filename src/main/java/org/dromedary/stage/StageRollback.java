package org.dromedary.stage;

import org.apache.camel.Exchange;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.pace.GivenBackException;
import org.jboss.logging.Logger;

/** Failures about which nothing can be decided now: the message stays in its queue and comes again. */
public final class StageRollback {

    private static final Logger LOG = Logger.getLogger(StageRollback.class);

    private StageRollback() {
    }

    /** Whether the work was given back in order: its archive does not want it now. */
    static boolean isInOrder(Throwable thrown) {
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
