package org.dromedary.pipeline.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.broker.QueueControl.Found;
import org.dromedary.coordination.broker.QueueControl.Place;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class QueueRebuildTest {

    private static final List<SeriesState> WAY = List.of(SeriesState.FOUND, SeriesState.QUEUED, SeriesState.RETRIEVED,
            SeriesState.RECONCILED, SeriesState.TRANSCODED, SeriesState.STORED, SeriesState.VERIFIED);
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    ConnectionFactory factory;

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final List<Long> windows = new ArrayList<>();
    private QueueControl queues;
    private Sql sql;

    @BeforeEach
    void open() {
        queues = new QueueControl(factory);
        sql = Sql.over(dataSource);
    }

    /** The queues are the whole process'. */
    @AfterEach
    void emptyTheQueues() {
        everyQueue().forEach(queues::removeAll);
        queues.close();
        windows.forEach(id -> sql.update("delete from query_window where id = ?", id));
    }

    private static List<String> everyQueue() {
        List<String> all = new ArrayList<>(Queues.OF_STAGES);
        all.add(Queues.DEAD_LETTER);
        return all;
    }

    private Map<String, Long> rebuild() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new QueueRebuild(Sql.over(connection), factory).run();
        }
    }

    /** A series that has gone its way up to that state. */
    private long series(SeriesState state) {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                3));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "", "", "", 3)));
        long id = ledger.seriesOfStudy(studyId).get(0).id;
        for (int i = 1; i <= WAY.indexOf(state); i++) {
            Change change = switch (WAY.get(i)) {
                case RETRIEVED -> Change.none().received(3, 9);
                case VERIFIED -> Change.none().verified(3);
                default -> Change.none();
            };
            transitions.advance(id, WAY.get(i - 1), WAY.get(i), change);
        }
        return id;
    }

    private long window(String state, String reason) {
        long id = sql.query("""
                insert into query_window (state, reason, depth, from_time, to_time, outside, created_at)
                values (?, ?, 0, '', '', 0, utc_timestamp(3)) returning id""", row -> row.getLong(1), state, reason)
                .get(0);
        windows.add(id);
        return id;
    }

    private List<Found> messages(String property, long id) {
        return everyQueue().stream().flatMap(queue -> queues.find(queue, property, id).stream()).toList();
    }

    private Found only(long seriesId) {
        List<Found> found = messages(SeriesMessage.SERIES_ID, seriesId);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static int number(Found message, String property) {
        return ((Number) message.properties().get(property)).intValue();
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, dromedary.retrieve", "RETRIEVED, dromedary.reconcile", "RECONCILED, dromedary.transcode",
        "TRANSCODED, dromedary.store", "STORED, dromedary.verify"})
    void seriesOnItsWayHasOneMessageAtTheStageThatTakesItOn(SeriesState state, String queue) throws Exception {
        long id = series(state);
        sql.update("update series set priority = 8 where id = ?", id);
        rebuild();
        Found message = only(id);
        assertThat(message.queue()).isEqualTo(queue);
        assertThat(message.place()).isEqualTo(Place.WAITING);
        assertThat(message.properties()).containsEntry(SeriesMessage.STUDY_UID, study)
                .containsEntry(SeriesMessage.SERIES_UID, study + ".1").doesNotContainKey(Queues.REASON);
        assertThat(number(message, SeriesMessage.ATTEMPT)).isOne();
        assertThat(number(message, SeriesMessage.RESENDS)).isZero();
        try (JMSContext context = factory.createContext()) {
            var taken = context.createConsumer(context.createQueue(queue), SeriesMessage.SERIES_ID + " = " + id)
                    .receive(10_000);
            assertThat(taken.getJMSPriority()).isEqualTo(8);
            assertThat(taken.getStringProperty(SeriesMessage.GROUP)).as("in order with its study").isEqualTo(study);
            assertThat(taken.getBody(String.class)).isEqualTo(Long.toString(id));
        }
    }

    @ParameterizedTest
    @EnumSource(value = SeriesState.class, names = {"FOUND", "VERIFIED"})
    void seriesThatIsNotOnItsWayHasNone(SeriesState state) throws Exception {
        long id = series(state);
        rebuild();
        assertThat(messages(SeriesMessage.SERIES_ID, id)).isEmpty();
    }

    @Test
    void seriesThatWasLeftOutHasNone() throws Exception {
        long id = series(SeriesState.FOUND);
        transitions.advance(id, SeriesState.FOUND, SeriesState.SKIPPED, Change.because("POLICY", ""));
        rebuild();
        assertThat(messages(SeriesMessage.SERIES_ID, id)).isEmpty();
    }

    @Test
    void seriesThatWaitsKeepsItsAttemptAndItsTime() throws Exception {
        long id = series(SeriesState.RECONCILED);
        transitions.await(id, SeriesState.RECONCILED, Change.because("SLOW", "").attempt(3).retryAfter(HOUR));
        long before = System.currentTimeMillis();
        rebuild();
        Found message = only(id);
        assertThat(message.queue()).isEqualTo(Stage.TRANSCODE.queue());
        assertThat(message.place()).isEqualTo(Place.DELAYED);
        assertThat(number(message, SeriesMessage.ATTEMPT)).isEqualTo(3);
        long minute = 60_000;
        assertThat(message.notBefore() - before).isBetween(HOUR.toMillis() - minute, HOUR.toMillis() + minute);
        assertThat((Long) message.properties().get(Queues.WAITING_SINCE))
                .isBetween(before, System.currentTimeMillis());
    }

    @Test
    void seriesWhoseWaitHasEndedIsTriedAtOnceWithItsAttempt() throws Exception {
        long id = series(SeriesState.QUEUED);
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRY_WAIT,
                Change.because("SLOW", "").attempt(2).retryAfter(Duration.ZERO));
        rebuild();
        Found message = only(id);
        assertThat(message.queue()).isEqualTo(Stage.RETRIEVE.queue());
        assertThat(message.place()).isEqualTo(Place.WAITING);
        assertThat(number(message, SeriesMessage.ATTEMPT)).isEqualTo(2);
        assertThat(message.properties()).doesNotContainKey(Queues.WAITING_SINCE);
    }

    @Test
    void attemptOfAStageThatIsOverIsNotThatOfTheNext() throws Exception {
        long id = series(SeriesState.QUEUED);
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().attempt(4));
        rebuild();
        assertThat(number(only(id), SeriesMessage.ATTEMPT)).isOne();
    }

    @Test
    void seriesThatTheTargetHadLostIsSentForTheSecondTime() throws Exception {
        long id = series(SeriesState.STORED);
        transitions.advance(id, SeriesState.STORED, SeriesState.TRANSCODED,
                Change.because("MISSING_AT_TARGET", "").attempt(5).retryAfter(HOUR));
        rebuild();
        Found message = only(id);
        assertThat(message.queue()).isEqualTo(Stage.STORE.queue());
        assertThat(message.place()).isEqualTo(Place.DELAYED);
        assertThat(number(message, SeriesMessage.ATTEMPT)).isOne();
        assertThat(number(message, SeriesMessage.RESENDS)).isOne();
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, UNAVAILABLE, retrieve", "RECONCILED, QUARANTINED, transcode", "TRANSCODED, REJECTED, store",
        "STORED, HELD, verify", "FOUND, HELD, retrieve"})
    void deadSeriesHasADeadLetterOfTheStageAtWhichItDied(SeriesState before, SeriesState dead, String stage)
            throws Exception {
        long id = series(before);
        transitions.advance(id, before, dead, Change.because("NO_GOOD", "not at all").attempt(4));
        rebuild();
        Found letter = only(id);
        assertThat(letter.queue()).isEqualTo(Queues.DEAD_LETTER);
        assertThat(letter.place()).isEqualTo(Place.WAITING);
        assertThat(letter.properties()).containsEntry(Queues.STAGE, stage).containsEntry(Queues.REASON, "NO_GOOD")
                .containsEntry(Queues.REASON_TEXT, "not at all")
                .containsEntry(Queues.ORIGINAL_QUEUE, "dromedary." + stage);
        assertThat(number(letter, SeriesMessage.ATTEMPT)).isOne();
    }

    @Test
    void lastDeathIsTheOneThatIsTold() throws Exception {
        long id = series(SeriesState.QUEUED);
        transitions.advance(id, SeriesState.QUEUED, SeriesState.HELD, Change.because("FIRST", ""));
        transitions.advance(id, SeriesState.HELD, SeriesState.TRANSCODED, Change.none());
        transitions.advance(id, SeriesState.TRANSCODED, SeriesState.HELD, Change.because("SECOND", ""));
        rebuild();
        assertThat(only(id).properties()).containsEntry(Queues.STAGE, "store").containsEntry(Queues.REASON, "SECOND");
    }

    @Test
    void windowIsAskedWhileItIsOpenAndDeadWhenItFailed() throws Exception {
        long open = window("OPEN", null);
        long failed = window("FAILED", "STATUS_A700: out of resources: for now");
        List<Long> others = List.of(window("DONE", null), window("SPLIT", null), window("SUSPECT", "a cap"));
        rebuild();
        assertThat(messages(WindowMessage.WINDOW_ID, open)).hasSize(1)
                .allMatch(message -> message.queue().equals(Stage.INVENTORY.queue()));
        assertThat(messages(WindowMessage.WINDOW_ID, failed)).hasSize(1).allSatisfy(letter -> {
            assertThat(letter.queue()).isEqualTo(Queues.DEAD_LETTER);
            assertThat(letter.properties()).containsEntry(Queues.STAGE, "inventory")
                    .containsEntry(Queues.REASON, "STATUS_A700")
                    .containsEntry(Queues.REASON_TEXT, "out of resources: for now");
        });
        assertThat(others).allMatch(id -> messages(WindowMessage.WINDOW_ID, id).isEmpty());
    }

    @Test
    void doneTwiceItLeavesTheSameAndNothingElse() throws Exception {
        long queued = series(SeriesState.QUEUED);
        try (JMSContext context = factory.createContext()) {
            everyQueue().forEach(queue -> context.createProducer().setProperty(SeriesMessage.SERIES_ID, queued)
                    .setProperty(Queues.NOT_BEFORE, System.currentTimeMillis() + HOUR.toMillis())
                    .send(context.createQueue(queue), "of before"));
        }
        Map<String, Long> first = rebuild();
        assertThat(rebuild()).isEqualTo(first);
        assertThat(only(queued).queue()).isEqualTo(Stage.RETRIEVE.queue());
        assertThat(first).containsOnlyKeys(everyQueue());
        assertThat(everyQueue()).allSatisfy(queue -> assertThat(queues.messages(queue)).isEqualTo(first.get(queue)));
        Map<SeriesState, Long> states = ledger.view().seriesByState();
        long dead = Arrays.stream(SeriesState.values()).filter(SeriesState::isDead).mapToLong(states::get).sum();
        assertThat(first.get(Queues.DEAD_LETTER)).isGreaterThanOrEqualTo(dead);
        assertThat(first.get(Stage.STORE.queue())).isEqualTo(states.get(SeriesState.TRANSCODED));
    }

    @Test
    void moreMessagesThanOneTransactionHoldsAreAllThere() throws Exception {
        windows.addAll(sql.query("""
                insert into query_window (state, depth, from_time, to_time, outside, created_at)
                select 'OPEN', 0, '', '', 0, utc_timestamp(3) from seq_1_to_1100 returning id""",
                row -> row.getLong(1)));
        long open = sql.query("select count(*) from query_window where state = 'OPEN'", row -> row.getLong(1)).get(0);
        assertThat(rebuild()).containsEntry(Stage.INVENTORY.queue(), open);
        assertThat(queues.messages(Stage.INVENTORY.queue())).isEqualTo(open).isGreaterThanOrEqualTo(1100);
    }

    @Test
    void consumersOfTheStagesAreCounted() throws Exception {
        try (Connection connection = dataSource.getConnection(); JMSContext context = factory.createContext()) {
            QueueRebuild rebuild = new QueueRebuild(Sql.over(connection), factory);
            long before = rebuild.consumers();
            context.createConsumer(context.createQueue(Stage.STORE.queue()));
            context.createConsumer(context.createQueue(Stage.INVENTORY.queue()));
            assertThat(rebuild.consumers()).isEqualTo(before + 2);
        }
    }

    @Test
    void batchGoesAlong() throws Exception {
        long id = series(SeriesState.QUEUED);
        long batch = sql.query("""
                insert into batch (name, selection, state, created_at) values (?, '', 'RELEASED', utc_timestamp(3))
                returning id""", row -> row.getLong(1), study).get(0);
        sql.update("update series set batch_id = ? where id = ?", batch, id);
        rebuild();
        assertThat(number(only(id), SeriesMessage.BATCH_ID)).isEqualTo((int) batch);
        Series series = ledger.series(id).orElseThrow();
        assertThat(series.state).as("the ledger is read only").isEqualTo(SeriesState.QUEUED);
    }
}
