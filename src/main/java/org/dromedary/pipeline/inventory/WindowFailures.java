package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.FailureHandler;
import org.dromedary.pipeline.stage.Outgoing;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.StageHealth;
import org.dromedary.pipeline.stage.UnreadableMessageException;
import org.dromedary.pipeline.stage.WindowMessage;
import org.jboss.logging.Logger;

/** What follows when a query window can't be asked: again after a pause, in the end FAILED and a dead letter. */
@ApplicationScoped
@Named("windowFailures")
public class WindowFailures extends FailureHandler {

    private static final Logger LOG = Logger.getLogger(WindowFailures.class);

    private static final String STAGE = Stage.INVENTORY.id();
    private static final String KIND = "WINDOW_FAILED";

    private final InventoryLedger ledger;
    private final InventorySettings settings;
    private final StageHealth health;
    private final Incidents incidents;

    WindowFailures(InventoryLedger ledger, InventorySettings settings, StageHealth health, Incidents incidents) {
        this.ledger = ledger;
        this.settings = settings;
        this.health = health;
        this.incidents = incidents;
    }

    @Override
    protected void decide(Exchange exchange, Throwable thrown) throws UnreadableMessageException {
        Outgoing next = after(WindowMessage.from(exchange.getMessage()), thrown);
        next.content().writeTo(exchange.getMessage());
        exchange.getMessage().setHeader(Queues.NEXT, next.queue());
    }

    /** To be called when a window was asked: if it was the last that had failed, nothing is missing any more. */
    void settled() {
        if (incidents.isOpen(KIND, STAGE) && ledger.failedWindows() == 0) {
            incidents.close(KIND, STAGE, Incident.ITSELF, "every window could be asked");
        }
    }

    /** Writes the failure of a window to the ledger; returns the message that follows from it. */
    Outgoing after(WindowMessage message, Throwable thrown) {
        Failure failure = FailureClassifier.classify(thrown);
        LOG.infof("window %d, attempt %d: %s: %s", message.windowId(), message.attempt(), failure.reason(),
                failure.detail());
        if (failure.kind() == Failure.Kind.BUG) {
            LOG.errorf(thrown, "window %d failed unexpectedly", message.windowId());
        }
        health.failed(STAGE, message.windowId(), failure);
        boolean busy = failure.kind() == Failure.Kind.BUSY || failure.kind() == Failure.Kind.MISCONFIGURED;
        boolean again = failure.kind() == Failure.Kind.BUG
                ? FailureClassifier.isUnforeseen(failure) && message.attempt() == 1
                : message.attempt() < settings.attempts();
        if (busy || again) {
            int attempt = busy ? message.attempt() : message.attempt() + 1;
            return WindowMessage.later(new WindowMessage(message.windowId(), attempt), settings.retryDelay());
        }
        ledger.fail(message.windowId(), failure);
        incidents.open(KIND, STAGE, "A query window could not be asked: the studies of its days are not known.",
                ledger.failedWindows() + " windows, the last one " + message.windowId() + ": " + failure.reason() + ": "
                        + failure.detail(),
                "Mend what the source complains of; 'dead-letters list --stage inventory' names the windows, and"
                        + " 'dead-letters replay --stage inventory' asks again.");
        return new Outgoing(Queues.DEAD_LETTER, out -> {
            message.writeTo(out);
            Queues.toDeadLetters(out, STAGE, failure.reason(), failure.detail());
        });
    }
}
