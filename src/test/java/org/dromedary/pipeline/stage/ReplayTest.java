package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Transitions;
import org.dromedary.testing.ServicesResource;
import org.dromedary.testing.VerifiedSeries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What follows when somebody asks again for a series that has no dead letter. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class ReplayTest {

    @Inject
    Replay replay;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    CamelContext camel;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);

    private Series series(int unavailable) {
        return ledger.series(VerifiedSeries.enter(ledger, transitions, study, unavailable)).orElseThrow();
    }

    private boolean begins(Series series, String reason) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId("retrieve");
        exchange.getMessage().setHeader(Queues.REASON, reason);
        exchange.getMessage().setHeader(Queues.STAGE, "retrieve");
        return replay.begin(exchange, series, new SeriesMessage(series.id, study, series.seriesInstanceUid, 1, 0, 0,
                4));
    }

    @Test
    void seriesThatLacksObjectsIsQueuedAgainAndBalances() {
        Series series = series(1);
        assertThat(begins(series, Replay.SUSPECT)).isTrue();
        Series now = ledger.series(series.id).orElseThrow();
        assertThat(now.state).isEqualTo(SeriesState.QUEUED);
        assertThat(now.verifiedCount + now.unavailableCount).isZero();
        assertThat(ledger.view().balanced(series.id)).isTrue();
    }

    @Test
    void completeSeriesStaysVerified() {
        Series series = series(0);
        assertThat(begins(series, Replay.SUSPECT)).isFalse();
        assertThat(ledger.series(series.id).orElseThrow().state).isEqualTo(SeriesState.VERIFIED);
    }

    @Test
    void staleDeadLetterDoesNotTakeASeriesBack() {
        Series series = series(1);
        assertThat(begins(series, "STATUS_C000")).isFalse();
        assertThat(ledger.series(series.id).orElseThrow().state).isEqualTo(SeriesState.VERIFIED);
    }
}
