package org.dromedary.stage;

import org.apache.camel.Exchange;
import org.dromedary.archive.ArchiveGate;
import org.jboss.logging.Logger;

/** Failures about which nothing can be decided now: the message stays in its queue and comes again. */
public final class StageRollback {

    private static final Logger LOG = Logger.getLogger(StageRollback.class);

    private StageRollback() {
    }

    /** Rolls the exchange back if the process is ending or the ledger is out of reach; false if neither is. */
    public static boolean of(Exchange exchange, Throwable thrown) {
        boolean stopping = thrown instanceof ArchiveGate.StoppingException;
        if (!stopping && !FailureClassifier.isLedgerTrouble(thrown)) {
            return false;
        }
        if (!stopping) {
            LOG.warnf("%s: the ledger failed, the message comes again: %s", exchange.getFromRouteId(),
                    thrown.toString());
        }
        exchange.setRollbackOnly(true);
        exchange.setRouteStop(true);
        return true;
    }
}
