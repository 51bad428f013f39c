package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.pipeline.deadletter.DeadLetter;
import org.dromedary.pipeline.deadletter.DeadLetterFilter;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.simulator.QueryFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** What is done to the queues and the ledger of a program while it runs. */
class RunningReplayIT {

    private static final StudyGenerator SMALL = new StudyGenerator(17).matrix(16).objectsPerSeries(3)
            .kinds(StudyKind.CT);
    private static final String OPEN_INCIDENTS = "select count(*) from incident where closed_at is null and kind = ";

    @Test
    void runningProgramTakesReplaysAndSurvivesWhatIsWrongInItsQueuesAndBooks() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 3)) {
            rehearsal.migration.set("dromedary.inventory.attempts", "1").set("dromedary.ledger.check-every", "1s")
                    .set("dromedary.inventory.window-days", "40000").set("dromedary.inventory.undated", "false");
            rehearsal.sourceFaults.set(new QueryFault.FailWith(0xC000, null));
            rehearsal.migration.start("run");
            failedWindowIsAskedAgain(rehearsal);
            messagesOfOthersBecomeDeadLetters(rehearsal);
            staleReplayEnds(rehearsal);
            wrongBooksAreAnIncident(rehearsal);
        }
    }

    private static void failedWindowIsAskedAgain(Rehearsal rehearsal) throws Exception {
        until(() -> rehearsal.migration.output().contains("window 1, attempt 1: STATUS_C000"));
        until(() -> letters(rehearsal, new DeadLetterFilter("STATUS_C000", "inventory", null, null)).size() == 1);
        assertThat(rehearsal.migration.command("ledger", "check")).as("a window FAILED").isEqualTo(3);
        assertThat(rehearsal.migration.output()).contains("inventory FAILED of ");
        assertThat(rehearsal.migration.command("dead-letters", "list", "--json", "--reason", "STATUS_C000")).isZero();
        assertThat(rehearsal.migration.output()).contains("{\"seriesId\":null,\"windowId\":1,\"stage\":\"inventory\"");
        rehearsal.sourceFaults.clear();
        assertThat(rehearsal.migration.command("dead-letters", "replay", "--stage", "inventory")).isZero();
        until(() -> rehearsal.states().equals(Map.of(SeriesState.VERIFIED, (long) rehearsal.series().size()))
                && !rehearsal.series().isEmpty());
        rehearsal.assertEverythingArrived();
        assertThat(rehearsal.migration.command("ledger", "check")).as(rehearsal.migration.output()).isZero();
    }

    private static void messagesOfOthersBecomeDeadLetters(Rehearsal rehearsal) throws Exception {
        for (String queue : Queues.OF_STAGES) {
            send(rehearsal, queue, Map.of());
            send(rehearsal, queue, Map.of(SeriesMessage.SERIES_ID, "not a number", SeriesMessage.STUDY_UID, "1.2",
                    "DromedaryWindowId", "x"));
        }
        DeadLetterFilter unreadable = new DeadLetterFilter("MESSAGE_UNREADABLE", null, null, null);
        until(() -> letters(rehearsal, unreadable).size() == 2 * Queues.OF_STAGES.size());
        assertThat(rehearsal.migration.command("dead-letters", "discard", "--reason", "MESSAGE_UNREADABLE",
                "--because", "test")).isZero();
        assertThat(letters(rehearsal, DeadLetterFilter.ALL)).isEmpty();
    }

    private static void staleReplayEnds(Rehearsal rehearsal) throws Exception {
        SeriesLine line = rehearsal.series().values().iterator().next();
        Map<String, Object> dead = new java.util.HashMap<>(Queues.deadLetterHeaders("store", "STATUS_0110", "once"));
        dead.put(SeriesMessage.SERIES_ID, line.seriesId());
        dead.put(SeriesMessage.STUDY_UID, line.studyInstanceUid());
        dead.put(SeriesMessage.SERIES_UID, line.seriesInstanceUid());
        send(rehearsal, Stage.STORE.queue(), dead);
        until(() -> rehearsal.migration.output().contains("stale replay ends, the series is VERIFIED"));
        try (Attachment attachment = rehearsal.migration.attach();
                QueueControl queues = new QueueControl(attachment.broker())) {
            until(() -> Queues.OF_STAGES.stream().allMatch(queue -> queues.messages(queue) == 0));
            assertThat(queues.messages(Queues.DEAD_LETTER)).isZero();
        }
        assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
    }

    private static void wrongBooksAreAnIncident(Rehearsal rehearsal) throws Exception {
        String kind = "'BOOKS_DO_NOT_BALANCE'";
        rehearsal.migration.<Integer>sql(sql -> sql.update("update series set verified_count = verified_count + 1"
                + " where id = 1"));
        assertThat(rehearsal.migration.command("ledger", "check")).isEqualTo(3);
        assertThat(rehearsal.migration.output()).contains("series 1 is VERIFIED", "THE BOOKS DO NOT BALANCE");
        until(() -> rehearsal.number(OPEN_INCIDENTS + kind) == 1);
        rehearsal.migration.<Integer>sql(sql -> sql.update("update series set verified_count = verified_count - 1"
                + " where id = 1"));
        until(() -> rehearsal.number(OPEN_INCIDENTS + kind) == 0);
    }

    private static List<DeadLetter> letters(Rehearsal rehearsal, DeadLetterFilter filter) {
        try (Attachment attachment = rehearsal.migration.attach()) {
            return new DeadLetters(attachment.ledger(), attachment.broker()).list(filter, 100);
        }
    }

    private static void send(Rehearsal rehearsal, String queue, Map<String, Object> properties) throws JMSException {
        try (Attachment attachment = rehearsal.migration.attach();
                Connection connection = attachment.broker().createConnection();
                Session session = connection.createSession()) {
            Message message = session.createObjectMessage(new java.util.ArrayList<>(List.of("garbage")));
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(300)).until(condition);
    }
}
