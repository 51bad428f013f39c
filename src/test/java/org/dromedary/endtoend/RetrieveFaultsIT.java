package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.stage.Queues;
import org.dromedary.stage.SeriesMessage;
import org.junit.jupiter.api.Test;

/** Sources that fail, break off, or say that they have sent what they have not. */
class RetrieveFaultsIT {

    private static final StudyGenerator SMALL = new StudyGenerator(5).matrix(16).objectsPerSeries(5);

    @Test
    void moveFaultsThatPassCostNoObject() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 9)) {
            rehearsal.migration.set("dromedary.retrieve.consumers", "1")
                    .set("dromedary.retrieve.attempts", "4").set("dromedary.association.response-timeout", "4s");
            rehearsal.sourceFaults
                    .after(0, 2, new RetrieveFault.SuccessBeforeLast(2, Duration.ofMillis(800)))
                    .after(2, 1, new RetrieveFault.LoseSilently(2))
                    .after(4, 1, new RetrieveFault.FailObjects(2))
                    .after(6, 1, new RetrieveFault.AbortAfter(2))
                    .after(8, 1, new RetrieveFault.DropAfter(2))
                    .after(10, 1, new RetrieveFault.FailWith(0xC000, null))
                    .after(12, 1, new RetrieveFault.PendingForever(Duration.ofMillis(200)))
                    .after(14, 1, new RetrieveFault.NoAnswer());
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.sourceFaults.fired(RetrieveFault.NoAnswer.class)).isOne();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'STATUS_C000'")).isOne();
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'TIMEOUT'")).isEqualTo(2);
            assertThat(rehearsal.migration.deadLetters()).isEmpty();
        }
    }

    @Test
    void getFaultsThatPassCostNoObject() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 5)) {
            rehearsal.migration.set("dromedary.retrieve.consumers", "1").set("dromedary.source.retrieve", "GET")
                    .set("dromedary.retrieve.settle", "200ms");
            rehearsal.sourceFaults
                    .after(0, 1, new RetrieveFault.LoseSilently(2))
                    .after(2, 1, new RetrieveFault.FailObjects(2))
                    .after(4, 1, new RetrieveFault.AbortAfter(2))
                    .after(6, 1, new RetrieveFault.DropAfter(2));
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void objectsThatNeverComeAreNamedOneByOneAndTheRestArrives() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CR), 4)) {
            rehearsal.migration.set("dromedary.retrieve.settle", "200ms");
            rehearsal.sourceFaults.set(new RetrieveFault.LoseSilently(1));
            rehearsal.runsTo(3);
            Set<String> lost = new HashSet<>(rehearsal.source().objects().keySet());
            lost.removeAll(rehearsal.target().objects().keySet());
            assertThat(rehearsal.target().size()).isPositive();
            assertThat(lost).hasSameSizeAs(rehearsal.series().values());
            assertThat(rehearsal.exceptions("UNAVAILABLE")).containsExactlyInAnyOrderElementsOf(lost);
            rehearsal.assertArrived(rehearsal.target().objects().keySet());
            rehearsal.assertBooksBalance();
            for (SeriesLine line : rehearsal.series().values()) {
                boolean part = line.expected() > 1;
                assertThat(line.unavailable()).isOne();
                assertThat(line.verified()).isEqualTo(line.expected() - 1);
                assertThat(line.state()).isEqualTo(part ? SeriesState.VERIFIED : SeriesState.UNAVAILABLE);
                assertThat(line.reasonCode()).isEqualTo(part ? "PARTLY_UNAVAILABLE" : "OBJECTS_MISSING");
            }
            assertDeadLetters(rehearsal, SeriesState.UNAVAILABLE, "retrieve", "OBJECTS_MISSING");
        }
    }

    @Test
    void unknownMoveDestinationHoldsTheSeriesForAPerson() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 2)) {
            rehearsal.migration.set("dromedary.local.aet", "STRANGER");
            rehearsal.runsTo(3);
            assertThat(rehearsal.target().size()).isZero();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.HELD);
            assertThat(rehearsal.series().values()).extracting(SeriesLine::reasonCode).containsOnly("STATUS_A801");
            assertDeadLetters(rehearsal, SeriesState.HELD, "retrieve", "STATUS_A801");
        }
    }

    @Test
    void objectsUnderNewUidsAtEachRetrieveAreNotSentOn() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 1)) {
            rehearsal.migration.set("dromedary.retrieve.settle", "200ms");
            rehearsal.sourceFaults.set(new RetrieveFault.NewInstanceUids());
            rehearsal.runsTo(3);
            assertThat(rehearsal.target().size()).isZero();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.QUARANTINED);
            rehearsal.assertBooksBalance();
            assertDeadLetters(rehearsal, SeriesState.QUARANTINED, "retrieve", "OTHER_UIDS");
        }
    }

    /** Every series in that state, and no other, is a dead letter that says where and why. */
    static void assertDeadLetters(Rehearsal rehearsal, SeriesState state, String stage, String reason)
            throws Exception {
        List<String> ended = rehearsal.series().values().stream().filter(line -> line.state() == state)
                .map(SeriesLine::seriesInstanceUid).toList();
        List<Map<String, Object>> letters = rehearsal.migration.deadLetters();
        assertThat(letters).extracting(letter -> letter.get(SeriesMessage.SERIES_UID))
                .containsExactlyInAnyOrderElementsOf(ended);
        assertThat(letters).allSatisfy(letter -> assertThat(letter).containsEntry(Queues.STAGE, stage)
                .containsEntry(Queues.REASON, reason).containsKey(Queues.REASON_TEXT));
    }
}
