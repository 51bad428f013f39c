package org.dromedary.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageHealth;
import org.dromedary.pipeline.stage.UnreadableMessageException;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class FailuresTest {

    @Inject
    StageHealth health;

    @Inject
    CamelContext camel;

    @Inject
    Failures failures;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private Exchange exchange;
    private long id;

    @BeforeEach
    void queueASeries() {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                3));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "", "", "", 3)));
        id = ledger.seriesOfStudy(studyId).get(0).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId("retrieve");
        new SeriesMessage(id, study, study + ".1", 1, 0, 0, 4).writeTo(exchange.getMessage());
    }

    private Message after(Exception thrown) throws Exception {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
        failures.process(exchange);
        return exchange.getMessage();
    }

    private Message afterStatus(int status) throws Exception {
        return after(new DimseStatusException("C-MOVE", status, null));
    }

    private static long delay(Message message) {
        return message.getHeader(Queues.NOT_BEFORE, Long.class) - System.currentTimeMillis();
    }

    private Series row() {
        return ledger.series(id).orElseThrow();
    }

    @Test
    void busyArchiveIsAskedWithDoubledPausesUpToALimitAndNoAttemptIsLost() throws Exception {
        assertThat(delay(afterStatus(0xA700))).isBetween(20_000L, 30_000L);
        assertThat(delay(afterStatus(0xA701))).isBetween(50_000L, 60_000L);
        assertThat(delay(afterStatus(0xA700))).isBetween(110_000L, 120_000L);
        for (int i = 0; i < 40; i++) {
            afterStatus(0xA700);
        }
        Message message = exchange.getMessage();
        assertThat(delay(message)).isBetween(590_000L, 600_000L);
        assertThat(message.getHeaders()).containsEntry(Queues.NEXT, Stage.RETRIEVE.queue())
                .containsEntry(SeriesMessage.ATTEMPT, 1).doesNotContainKey(Queues.WAITING_SINCE);
        assertThat(row().state).isEqualTo(SeriesState.RETRY_WAIT);
        assertThat(row().attempt).isEqualTo(1);
    }

    @Test
    void wrongSettingWaitsLikeABusyArchive() throws Exception {
        afterStatus(0xA801);
        assertThat(delay(afterStatus(0xA801))).isBetween(50_000L, 60_000L);
        assertThat(row().state).isEqualTo(SeriesState.RETRY_WAIT);
        assertThat(row().attempt).isEqualTo(1);
    }

    @Test
    void failedAttemptWaitsToBeBroughtForwardAndTheSecondIsTheLast() throws Exception {
        health.works("retrieve");
        Message message = afterStatus(0xC000);
        assertThat(message.getHeaders()).containsEntry(SeriesMessage.ATTEMPT, 2).containsKey(Queues.WAITING_SINCE);
        assertThat(delay(message)).isBetween(6 * 3_590_000L, 6 * 3_600_000L);
        assertThat(afterStatus(0xC000).getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER)
                .containsEntry(Queues.STAGE, "retrieve").containsEntry(Queues.REASON, "STATUS_C000")
                .containsEntry(Queues.ORIGINAL_ADDRESS, Stage.RETRIEVE.queue());
        assertThat(row().state).isEqualTo(SeriesState.UNAVAILABLE);
    }

    @Test
    void seriesBeyondTheRetrieveStageWaitsWhereItIsWithItsTimeInTheLedger() throws Exception {
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(3, 9));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, Change.none());
        transitions.advance(id, SeriesState.RECONCILED, SeriesState.TRANSCODED, Change.none());
        exchange.getExchangeExtension().setFromRouteId("store");
        afterStatus(0x0110);
        assertThat(row().state).isEqualTo(SeriesState.TRANSCODED);
        assertThat(row().retryAt).isNotNull();
        assertThat(row().attempt).isEqualTo(2);
        transitions.advance(id, SeriesState.TRANSCODED, SeriesState.STORED, Change.none());
        assertThat(row().retryAt).isNull();
    }

    @Test
    void messageOfAnotherBecomesADeadLetterOfWhichNothingIsKept() throws Exception {
        exchange.getMessage().getHeaders().clear();
        exchange.getMessage().setHeader("SomeName", "Doe^Jane");
        UnreadableMessageException unreadable = null;
        try {
            SeriesMessage.from(exchange.getMessage());
        } catch (UnreadableMessageException e) {
            unreadable = e;
        }
        assertThat(unreadable).isNotNull();
        Message message = after(unreadable);
        assertThat(message.getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER)
                .containsEntry(Queues.REASON, "MESSAGE_UNREADABLE").doesNotContainKey("SomeName");
        assertThat(message.getBody()).isEqualTo("");
    }

    @Test
    void anyFailureOfAMessageThatNobodyCanReadMakesItADeadLetter() throws Exception {
        exchange.getMessage().removeHeader(SeriesMessage.SERIES_ID);
        exchange.getMessage().setHeader("SomeName", "Doe^Jane");
        assertThat(after(new IllegalStateException("?")).getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER)
                .containsEntry(Queues.REASON, "MESSAGE_UNREADABLE").doesNotContainKey("SomeName");
    }
}
