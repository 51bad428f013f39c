package org.dromedary.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.stage.Failure;
import org.dromedary.stage.FailureClassifier;
import org.dromedary.stage.Outgoing;
import org.dromedary.stage.Queues;
import org.dromedary.stage.StageRollback;
import org.jboss.logging.Logger;

/** What follows when a query window can't be asked: again after a pause, in the end FAILED and a dead letter. */
@ApplicationScoped
@Named("windowFailures")
public class WindowFailures implements Processor {

    private static final Logger LOG = Logger.getLogger(WindowFailures.class);

    private final InventoryLedger ledger;
    private final InventorySettings settings;

    WindowFailures(InventoryLedger ledger, InventorySettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (StageRollback.of(exchange, thrown)) {
            return;
        }
        Outgoing next = after(WindowMessage.from(exchange.getMessage()), thrown);
        next.content().writeTo(exchange.getMessage());
        exchange.getMessage().setHeader(Queues.NEXT, next.queue());
    }

    /** Writes the failure of a window to the ledger; returns the message that follows from it. */
    Outgoing after(WindowMessage message, Throwable thrown) {
        Failure failure = FailureClassifier.classify(thrown);
        LOG.infof("window %d, attempt %d: %s: %s", message.windowId(), message.attempt(), failure.reason(),
                failure.detail());
        if (failure.kind() == Failure.Kind.BUG) {
            LOG.errorf(thrown, "window %d failed unexpectedly", message.windowId());
        }
        boolean busy = failure.kind() == Failure.Kind.BUSY;
        if (busy || failure.kind() != Failure.Kind.BUG && message.attempt() < settings.attempts()) {
            int attempt = busy ? message.attempt() : message.attempt() + 1;
            return WindowMessage.later(new WindowMessage(message.windowId(), attempt), settings.retryDelay());
        }
        ledger.fail(message.windowId(), failure);
        return new Outgoing(Queues.DEAD_LETTER, out -> {
            message.writeTo(out);
            out.setHeader(Queues.STAGE, "inventory");
            out.setHeader(Queues.REASON, failure.reason());
            out.setHeader(Queues.REASON_TEXT, failure.detail());
        });
    }
}
