package org.dromedary.pipeline.stage;

import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.settings.RedeliverySettings;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/**
 * What every stage of a series shares (laws 1 and 3): look at the ledger, do the work if the series waits for it, write
 * the ledger, and let the route send the message on. A redelivered message whose work is done is only sent on; one
 * that the ledger knows elsewhere is {@linkplain OutOfStepException out of step}.
 */
public abstract class SeriesStage implements Processor {

    /** Where no setting says otherwise. */
    public static final int DEFAULT_ATTEMPTS = 2;

    private final Stage stage;

    @Inject
    protected StageLedger ledger;

    @Inject
    protected Replay replay;

    @Inject
    protected StageHealth health;

    @Inject
    Redeliveries redeliveries;

    @Inject
    TransferAudit transfers;

    @Inject
    CamelContext camel;

    @Inject
    RedeliverySettings redelivery;

    protected SeriesStage(Stage stage) {
        this.stage = stage;
    }

    /**
     * Does the stage's work for one series; must be repeatable after a crash at any point.
     *
     * @return what the ledger learns with the transition
     */
    protected abstract Outcome work(Series series, SeriesMessage message) throws Exception;

    /** A change that keeps the reason of objects that already went another way, and no older one. */
    protected static Change onward(Series series) {
        return partly(series.unavailableCount, series.rejectedCount, series.quarantinedCount, series.skippedCount);
    }

    /** A change with the reason of objects that do not go on with their series. */
    public static Change partly(int unavailable, int rejected, int quarantined, int skipped) {
        if (unavailable > 0) {
            return Change.because("PARTLY_UNAVAILABLE", unavailable + " objects did not come");
        }
        if (rejected > 0) {
            return Change.because("PARTLY_REJECTED", rejected + " objects refused by the target");
        }
        if (quarantined > 0) {
            return Change.because("PARTLY_QUARANTINED", quarantined + " objects are unsafe to send");
        }
        return skipped > 0 ? Change.because("PARTLY_SKIPPED", skipped + " objects left out by policy")
                : Change.none();
    }

    /** Tries of a series before it is given up at this stage. */
    public int attempts() {
        return DEFAULT_ATTEMPTS;
    }

    /** What follows once the ledger has the transition; repeated when the message comes again. */
    protected void done(Series series, SeriesMessage message) throws Exception {
    }

    /** A series may not be given back for ever. */
    private void checkDeliveries(int deliveries) throws StageException {
        if (deliveries >= redelivery.maxAttempts()) {
            throw new StageException(Failure.Kind.BUG, "REDELIVERED_TOO_OFTEN", deliveries
                    + " times the process ended, or the ledger was out of reach, while it worked on this series");
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        SeriesMessage message = SeriesMessage.from(exchange.getMessage());
        int deliveries = Redeliveries.delivery(exchange);
        Item item = Item.series(message.seriesId(), exchange.getFromRouteId());
        Series series = known(message);
        if (Queues.isReplay(exchange.getMessage())) {
            if (!replay.begin(exchange, series, message)) {
                exchange.setRouteStop(true);
                return;
            }
            message = message.anew();
            message.writeTo(exchange.getMessage());
            series = ledger.find(message.seriesId());
        }
        if (series.state == SeriesState.RETRY_WAIT && series.attempt > message.attempt()) {
            // A second message of the series, as a crash may leave: two with different attempts would undo each other.
            message = message.withAttempt(series.attempt);
            message.writeTo(exchange.getMessage());
        }
        if (stage.takes().contains(series.state)) {
            redeliveries.begin(item, deliveries);
            checkDeliveries(deliveries);
            series = pass(series, message);
            redeliveries.passed(item, deliveries);
            health.passed(exchange.getFromRouteId());
        }
        if (series.state != stage.gives()) {
            throw new OutOfStepException(series.state);
        }
        done(series, message);
        // The ledger may have raised it while the message was on its way, where the broker could not.
        message.withAttempt(1).atLeast(series.priority).writeTo(exchange.getMessage());
    }

    private Series known(SeriesMessage message) throws Exception {
        Series series = LedgerRead.until(camel::isStopping, () -> ledger.find(message.seriesId()));
        if (series == null) {
            throw new StageException(Failure.Kind.BUG, "UNKNOWN_SERIES",
                    "the ledger has no series " + message.seriesId());
        }
        if (!series.seriesInstanceUid.equals(message.seriesInstanceUid())) {
            throw new UnreadableMessageException("series " + series.id + " has another Series Instance UID");
        }
        return series;
    }

    private Series pass(Series series, SeriesMessage message) throws Exception {
        if (series.retryAt != null) {
            ledger.resume(series.id);
        }
        Outcome outcome;
        transfers.begin(stage, series);
        try {
            outcome = work(series, message);
        } catch (Exception e) {
            transfers.failed(stage, series, e);
            throw e;
        }
        ledger.commit(series.id, series.state, stage.gives(), outcome, message.attempt());
        Series after = ledger.find(series.id);
        transfers.ended(stage, after);
        return after;
    }
}
