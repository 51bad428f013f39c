package org.dromedary.pipeline.deadletter;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.Exchange;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageLedger;

/** What follows when files of a series are no longer in the spool as they were received. */
@ApplicationScoped
class SpoolLoss {

    /** A disk that damages the same series so often damages others too: a person must look. */
    private static final int TIMES = 3;

    private final StageLedger ledger;
    private final Incidents incidents;

    SpoolLoss(StageLedger ledger, Incidents incidents) {
        this.ledger = ledger;
        this.incidents = incidents;
    }

    /** Queues the series to be fetched again; false, with an incident, when that was done often enough. */
    boolean fetchAgain(Exchange exchange, SeriesMessage message, Series series, Failure failure) {
        if (ledger.timesQueuedAgain(series.id, failure.reason()) >= TIMES) {
            incidents.open("SPOOL_DAMAGED", "spool", "The spool does not keep what is written to it",
                    "series " + series.id + ": " + failure.detail(), "Check the disk of the spool"
                    + " (dromedary.spool.dir), and that all workers use one spool. The series is HELD; others go on.");
            return false;
        }
        ledger.advance(series.id, series.state, SeriesState.QUEUED,
                Change.because(failure.reason(), failure.detail()).attempt(1));
        message.withAttempt(1).writeTo(exchange.getMessage());
        exchange.getMessage().setHeader(Queues.NEXT, Stage.RETRIEVE.queue());
        return true;
    }
}
