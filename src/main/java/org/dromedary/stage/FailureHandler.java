package org.dromedary.stage;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jboss.logging.Logger;

/**
 * What every route does with a failure before anything is decided: leave the message in its queue while ledger or
 * broker are out of reach, and put what no stage has sent among the dead letters.
 */
public abstract class FailureHandler implements Processor {

    private static final Logger LOG = Logger.getLogger(FailureHandler.class);

    @Override
    public void process(Exchange exchange) throws Exception {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        try {
            if (StageRollback.of(exchange, thrown)) {
                return;
            }
            if (thrown instanceof UnreadableMessageException) {
                unreadable(exchange, thrown.getMessage());
            } else {
                decide(exchange, thrown);
            }
        } catch (Exception unwritten) {
            // What can't be written to the ledger has not been decided either.
            if (!StageRollback.of(exchange, unwritten)) {
                throw unwritten;
            }
        }
    }

    /** Writes to the ledger what follows, and turns the message into the one that is to be sent. */
    protected abstract void decide(Exchange exchange, Throwable thrown) throws Exception;

    /** Nothing of such a message is kept: nobody knows what it holds. */
    private static void unreadable(Exchange exchange, String why) {
        String stage = exchange.getFromRouteId();
        LOG.warnf("%s: %s", stage, why);
        exchange.getMessage().getHeaders().clear();
        exchange.getMessage().setBody("");
        Queues.toDeadLetters(exchange.getMessage(), stage, UnreadableMessageException.REASON, why);
    }
}
