package org.dromedary.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.List;
import java.util.UUID;
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
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class DeadLettersTest {

    @Inject
    DeadLetters letters;

    @Inject
    ConnectionFactory factory;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final DeadLetterFilter ofStudy = new DeadLetterFilter(null, "store", study, null);

    /** A series that the target refused, with its dead letter. */
    private long dead(int number) {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                3));
        String uid = study + "." + number;
        ledger.upsertSeries(studyId, List.of(new SeriesFound(uid, "CT", "", "", "", 3)));
        long id = ledger.seriesOfStudy(studyId).get(number - 1).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.REJECTED, Change.because("STATUS_0124", "no"));
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            new SeriesMessage(id, study, uid, 2, 0, 0, 4).headers().forEach((name, value) -> {
                if (!name.equals(SeriesMessage.PRIORITY)) {
                    producer.setProperty(name, value);
                }
            });
            Queues.deadLetterHeaders("store", "STATUS_0124", "no").forEach(producer::setProperty);
            producer.send(context.createQueue(Queues.DEAD_LETTER), Long.toString(id));
        }
        return id;
    }

    private SeriesState state(long id) {
        return ledger.series(id).map(series -> series.state).orElseThrow();
    }

    @Test
    void filtersSayWhichAndTheHistoryComesFromTheLedger() {
        long first = dead(1);
        dead(2);
        assertThat(letters.list(ofStudy, 10)).hasSize(2);
        assertThat(letters.list(ofStudy, 1)).hasSize(1);
        assertThat(letters.list(new DeadLetterFilter("it's another", null, study, null), 10)).isEmpty();
        DeadLetters.Detail detail = letters.show(DeadLetterFilter.series(first)).orElseThrow();
        assertThat(detail.letter().reason()).isEqualTo("STATUS_0124");
        assertThat(detail.letter().attempt()).isEqualTo(2);
        assertThat(detail.state()).isEqualTo(SeriesState.REJECTED);
        assertThat(detail.events()).hasSize(2);
        assertThat(letters.discard(ofStudy, "test", "tester")).isEqualTo(2);
    }

    @Test
    void discardingCountsObjectsAsSkippedAndCanBeRepeatedAfterACrashBeforeTheMessageWent() {
        long id = dead(1);
        transitions.advance(id, SeriesState.REJECTED, SeriesState.SKIPPED, Change.because("DISCARDED", "before"));
        assertThat(letters.discard(ofStudy, "again", "tester")).isOne();
        assertThat(letters.discard(ofStudy, "again", "tester")).isZero();
        Series row = ledger.series(id).orElseThrow();
        assertThat(row.reasonText).isEqualTo("before");
        assertThat(row.skippedCount).isEqualTo(3);
        assertThat(ledger.view().balanced(id)).isTrue();
    }

    @Test
    void replayedMessageWaitsAtItsStageAndTheLedgerIsTheStagesToChange() throws Exception {
        long id = dead(1);
        assertThat(letters.replay(DeadLetterFilter.series(id), "tester")).isOne();
        assertThat(letters.replay(DeadLetterFilter.series(id), "tester")).isZero();
        assertThat(state(id)).isEqualTo(SeriesState.REJECTED);
        assertThat(ledger.events(id)).filteredOn(event -> event.kind().equals("operator")).hasSize(1)
                .allMatch(event -> event.worker().equals("tester"));
        try (JMSContext context = factory.createContext()) {
            Message message = context.createConsumer(context.createQueue(Stage.STORE.queue()),
                    SeriesMessage.SERIES_ID + " = " + id).receive(20_000);
            assertThat(message.getStringProperty(Queues.STAGE)).isEqualTo("store");
            assertThat(message.getStringProperty(SeriesMessage.STUDY_UID)).isEqualTo(study);
        }
    }
}
