package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Transitions;

/** Series whose objects this program makes: they begin here, and pass the pipeline as those of the source do. */
@ApplicationScoped
@Named("madeSeries")
public class MadeSeries {

    private final Transitions transitions;
    private final Ledger ledger;
    private final StageLedger stages;
    private final CamelContext camel;

    MadeSeries(Transitions transitions, Ledger ledger, StageLedger stages, CamelContext camel) {
        this.transitions = transitions;
        this.ledger = ledger;
        this.stages = stages;
        this.camel = camel;
    }

    /** Turns the body, the ledger's id of a series that is FOUND, into the message that starts it. */
    public void release(Exchange exchange) {
        long id = exchange.getMessage().getBody(Long.class);
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        Series series = ledger.series(id).orElseThrow();
        new SeriesMessage(id, series.study.studyInstanceUid, series.seriesInstanceUid, 1, 0, 0, series.priority)
                .writeTo(exchange.getMessage());
    }

    /** Whether the message is of such a series; of one that the ledger does not have it is not. */
    public boolean isMade(Exchange exchange) throws Exception {
        SeriesMessage message = SeriesMessage.from(exchange.getMessage());
        Series series = LedgerRead.until(camel::isStopping, () -> stages.find(message.seriesId()));
        return series != null && series.origin != Series.Origin.SOURCE;
    }
}
