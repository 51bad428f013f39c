package org.dromedary.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.broker.QueueControl.Found;
import org.dromedary.coordination.broker.QueueControl.Place;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class EndOfBatchTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final String MOVING = "'QUEUED', 'RETRIEVED', 'RECONCILED', 'TRANSCODED', 'STORED', 'RETRY_WAIT'";

    private record Row(long id, String state) {
    }

    @Inject
    ConnectionFactory factory;

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    Workers workers;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private QueueControl queues;
    private Sql sql;
    private List<Row> series;
    private List<Long> windows;

    /** All tests of the process share one ledger: what is open of others is left out for the time of a test. */
    @BeforeEach
    void leaveTheWorkOfOtherTestsOut() {
        queues = new QueueControl(factory);
        Queues.OF_STAGES.forEach(queues::removeAll);
        sql = Sql.over(dataSource);
        series = sql.query("select id, state from series where state in (" + MOVING + ")",
                row -> new Row(row.getLong(1), row.getString(2)));
        series.forEach(row -> sql.update("update series set state = 'FOUND' where id = ?", row.id()));
        windows = sql.query("select id from query_window where state = 'OPEN'", row -> row.getLong(1));
        windows.forEach(id -> sql.update("update query_window set state = 'DONE' where id = ?", id));
    }

    @AfterEach
    void giveItBack() {
        sql.update("update series set state = 'FOUND' where state in (" + MOVING + ")");
        series.forEach(row -> sql.update("update series set state = ? where id = ?", row.state(), row.id()));
        windows.forEach(id -> sql.update("update query_window set state = 'OPEN' where id = ?", id));
        Queues.OF_STAGES.forEach(queues::removeAll);
        queues.close();
    }

    private EndOfBatch endOfBatch(String atLeast) {
        Settings settings = Settings.load(Map.of("dromedary.retry.at-least", atLeast));
        return new EndOfBatch(ledger, workers, factory, settings.map(RetrySettings.class));
    }

    private long queued(int number) {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                3));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + "." + number, "CT", "", "", "", 3)));
        long id = ledger.seriesOfStudy(studyId).get(number - 1).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        return id;
    }

    /** A series that waits for another hour, since that time, in the ledger and at the broker. */
    private long waiting(int number, String queue, long since) {
        long id = queued(number);
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRY_WAIT,
                Change.because("SLOW", "").attempt(2).retryAfter(Duration.ofMillis(HOUR)));
        try (JMSContext context = factory.createContext()) {
            context.createProducer().setProperty(SeriesMessage.SERIES_ID, id)
                    .setProperty(Queues.NOT_BEFORE, System.currentTimeMillis() + HOUR)
                    .setProperty(Queues.WAITING_SINCE, since).send(context.createQueue(queue), Long.toString(id));
        }
        return id;
    }

    private long waiting(int number) {
        return waiting(number, Stage.RETRIEVE.queue(), System.currentTimeMillis() - HOUR);
    }

    private Place place(String queue, long id) {
        List<Found> found = queues.find(queue, SeriesMessage.SERIES_ID, id);
        assertThat(found).hasSize(1);
        return found.get(0).place();
    }

    private void awaitForward(EndOfBatch end, String queue, long id) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            end.process(null);
            return place(queue, id) == Place.WAITING;
        });
    }

    /** For many times as long as it lets pass between two looks. */
    private void assertStays(EndOfBatch end, String queue, long id) {
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(30)).until(() -> {
            end.process(null);
            return place(queue, id) == Place.DELAYED;
        });
    }

    @Test
    void waitingAttemptsOfAllStagesAreBroughtForwardWhenNothingElseIsLeft() {
        long since = System.currentTimeMillis() - HOUR;
        long retrieve = waiting(1, Stage.RETRIEVE.queue(), since);
        long verify = waiting(2, Stage.VERIFY.queue(), since);
        EndOfBatch end = endOfBatch("200ms");
        awaitForward(end, Stage.RETRIEVE.queue(), retrieve);
        awaitForward(end, Stage.VERIFY.queue(), verify);
        assertThat(ledger.series(retrieve).orElseThrow().state).as("the stage's to change")
                .isEqualTo(SeriesState.RETRY_WAIT);
        assertThat(queues.messages(Stage.RETRIEVE.queue())).isOne();
    }

    @Test
    void seriesUnderWayKeepsThemWaiting() {
        long waits = waiting(1);
        long underWay = queued(2);
        EndOfBatch end = endOfBatch("200ms");
        assertStays(end, Stage.RETRIEVE.queue(), waits);
        transitions.advance(underWay, SeriesState.QUEUED, SeriesState.SKIPPED, Change.because("POLICY", ""));
        awaitForward(end, Stage.RETRIEVE.queue(), waits);
    }

    @Test
    void seriesWhoseWaitIsOverKeepsTheOthersWaiting() {
        long waits = waiting(1);
        long due = queued(2);
        transitions.await(due, SeriesState.QUEUED, Change.because("SLOW", "").attempt(2).retryAfter(Duration.ZERO));
        EndOfBatch end = endOfBatch("200ms");
        assertStays(end, Stage.RETRIEVE.queue(), waits);
        transitions.await(due, SeriesState.QUEUED,
                Change.because("SLOW", "").attempt(2).retryAfter(Duration.ofMillis(HOUR)));
        awaitForward(end, Stage.RETRIEVE.queue(), waits);
    }

    @Test
    void windowThatIsStillToBeAskedKeepsThemWaiting() {
        long waits = waiting(1);
        long window = sql.query("""
                insert into query_window (state, depth, from_time, to_time, outside, created_at)
                values ('OPEN', 0, '', '', 0, utc_timestamp(3)) returning id""", row -> row.getLong(1)).get(0);
        EndOfBatch end = endOfBatch("200ms");
        try {
            assertStays(end, Stage.RETRIEVE.queue(), waits);
        } finally {
            sql.update("delete from query_window where id = ?", window);
        }
        awaitForward(end, Stage.RETRIEVE.queue(), waits);
    }

    /** It looks after five seconds, long before the younger one has waited for the shortest pause. */
    @Test
    void whoHasWaitedLessThanTheShortestPauseIsNotBroughtForward() {
        long old = waiting(1, Stage.STORE.queue(), System.currentTimeMillis() - 21_000);
        long young = waiting(2, Stage.STORE.queue(), System.currentTimeMillis());
        awaitForward(endOfBatch("20s"), Stage.STORE.queue(), old);
        assertThat(place(Stage.STORE.queue(), young)).isEqualTo(Place.DELAYED);
    }

    @Test
    void whoDoesNotSaySinceWhenItWaitsIsNotBroughtForward() {
        long waits = waiting(1);
        try (JMSContext context = factory.createContext()) {
            context.createProducer().setProperty(SeriesMessage.SERIES_ID, -1L)
                    .setProperty(Queues.NOT_BEFORE, System.currentTimeMillis() + HOUR)
                    .send(context.createQueue(Stage.RETRIEVE.queue()), "busy");
        }
        awaitForward(endOfBatch("200ms"), Stage.RETRIEVE.queue(), waits);
        assertThat(place(Stage.RETRIEVE.queue(), -1)).isEqualTo(Place.DELAYED);
    }

    @Test
    void ledgerIsLookedAtAFewTimesWithinTheShortestPauseOnly() {
        long waits = waiting(1);
        EndOfBatch justBegun = endOfBatch("1m");
        justBegun.process(null);
        assertThat(place(Stage.RETRIEVE.queue(), waits)).as("no quarter of a minute has gone").isEqualTo(Place.DELAYED);
        awaitForward(endOfBatch("200ms"), Stage.RETRIEVE.queue(), waits);
    }
}
