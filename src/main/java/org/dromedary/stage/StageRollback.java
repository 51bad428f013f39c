package org.dromedary.stage;

import org.apache.camel.Exchange;
import org.dromedary.pace.GivenBackException;
import org.jboss.logging.Logger;

/** Failures about which nothing can be decided now: the message stays in its queue and comes again. */
public final class StageRollback {

    private static final Logger LOG = Logger.getLogger(StageRollback.class);

    private StageRollback() {
    }

    /** Rolls the exchange back if its work was given back, or ledger or broker are out of reach; false if none is so. */
    public static boolean of(Exchange exchange, Throwable thrown) {
        boolean givenBack = thrown instanceof GivenBackException;
        if (!givenBack && !FailureClassifier.isServerTrouble(thrown)) {
            return false;
        }
        if (!givenBack) {
            LOG.warnf("%s: ledger or broker failed, the message comes again: %s", exchange.getFromRouteId(),
                    thrown.toString());
        }
        exchange.setRollbackOnly(true);
        exchange.setRouteStop(true);
        return true;
    }
}
