package org.dromedary.pipeline.stage;

import jakarta.inject.Inject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.jboss.logging.Logger;

/**
 * What every route does with a failure before anything is decided: leave the message in its queue while ledger or
 * broker are out of reach, and put what no stage has sent among the dead letters. And after: what was decided but can't
 * be written, whatever its reason, is decided again without it, and in the end the message alone is a dead letter.
 */
public abstract class FailureHandler implements Processor {

    /** A property of an exchange: the ledger refused to write what was decided on its failure before. */
    protected static final String UNWRITABLE = "DromedaryUnwritable";

    private static final Logger LOG = Logger.getLogger(FailureHandler.class);

    @Inject
    Redeliveries redeliveries;

    @Override
    public void process(Exchange exchange) throws Exception {
        Item item = Redeliveries.item(exchange);
        int delivery = Redeliveries.delivery(exchange);
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        try {
            if (StageRollback.of(exchange, thrown)) {
                gaveBack(item, delivery, thrown);
                return;
            }
            if (thrown instanceof UnreadableMessageException) {
                unreadable(exchange, thrown.getMessage());
            } else {
                decide(exchange, thrown);
            }
        } catch (Exception unwritten) {
            if (!settle(exchange, unwritten)) {
                gaveBack(item, delivery, unwritten);
                return;
            }
        }
        redeliveries.passed(item, delivery);
    }

    private void gaveBack(Item item, int delivery, Throwable why) {
        if (StageRollback.isInOrder(why)) {
            redeliveries.gaveBackInOrder(item, delivery);
        } else {
            redeliveries.gaveBack(item, why);
        }
    }

    /** What can't be written to the ledger has not been decided; false if the message comes again. */
    private boolean settle(Exchange exchange, Exception unwritten) {
        if (StageRollback.of(exchange, unwritten)) {
            return false;
        }
        if (unwritten instanceof UnreadableMessageException) {
            unreadable(exchange, unwritten.getMessage());
            return true;
        }
        exchange.setProperty(UNWRITABLE, true);
        try {
            decide(exchange, unwritten);
        } catch (Exception again) {
            if (StageRollback.of(exchange, again)) {
                return false;
            }
            giveUp(exchange, again);
        }
        return true;
    }

    /** The last resort: the ledger keeps the item where it is, and its check will miss the message. */
    private static void giveUp(Exchange exchange, Exception last) {
        Failure failure = FailureClassifier.classify(last);
        LOG.errorf(LedgerTrouble.withoutValues(last), "%s: what follows from a failure can't be written; the message"
                + " is a dead letter, the ledger does not know", exchange.getFromRouteId());
        Queues.toDeadLetters(exchange.getMessage(), exchange.getFromRouteId(), failure.reason(), failure.detail());
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
