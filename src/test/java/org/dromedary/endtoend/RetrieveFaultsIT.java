package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Fault;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Sources that fail, break off, or say that they have sent what they have not. */
class RetrieveFaultsIT {

    private static final String OPEN_INCIDENTS = "select count(*) from incident where closed_at is null";
    private static final String OTHER_SERIES = "2.25.1234567890";
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
    void refusalsACrashAndOddSendingCostNoObject() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 8)) {
            rehearsal.migration.set("dromedary.retrieve.consumers", "1").set("dromedary.retrieve.attempts", "4")
                    .set("dromedary.retrieve.settle", "500ms").set("dromedary.association.response-timeout", "3s")
                    .set("dromedary.association.keep-idle", "100ms");
            rehearsal.sourceFaults
                    .set(new RetrieveFault.DelayPerObject(Duration.ofMillis(100)))
                    .after(1, 1, new RetrieveFault.SendTwice())
                    .after(2, 1, new RetrieveFault.SendOthers(6))
                    .after(3, 1, new RetrieveFault.OtherSeriesUid(OTHER_SERIES))
                    .after(6, 1, new RetrieveFault.AnswerLate(Duration.ofSeconds(5)));
            Process process = rehearsal.migration.start();
            rehearsal.awaitArrived(process, 20);
            crashAndRefuse(rehearsal, process, false);
            rehearsal.awaitArrived(process, 46);
            crashAndRefuse(rehearsal, process, true);
            rehearsal.endsWith(0, process);
            Set<String> relabelled = new HashSet<>();
            for (Map.Entry<String, Path> object : rehearsal.target().objects().entrySet()) {
                if (OTHER_SERIES.equals(Part10.readHead(object.getValue()).getString(Tag.SeriesInstanceUID))) {
                    relabelled.add(object.getKey());
                }
            }
            assertThat(relabelled).hasSize(5);
            rehearsal.assertEverythingArrivedBut(relabelled);
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'OTHER_SERIES_UID'")).isOne();
            assertThat(rehearsal.sourceFaults.fired(AssociationFault.Refuse.class)).isEqualTo(6);
            for (Class<? extends Fault> fault : List.of(RetrieveFault.SendTwice.class, RetrieveFault.SendOthers.class,
                    RetrieveFault.AnswerLate.class)) {
                assertThat(rehearsal.sourceFaults.fired(fault)).isOne();
            }
        }
    }

    /** The source goes away, and when it is back it takes no associations at first. */
    private static void crashAndRefuse(Rehearsal rehearsal, Process process, boolean forNow) throws Exception {
        rehearsal.source().close();
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).as(rehearsal.migration.output()).isFalse();
        rehearsal.sourceFaults.next(3, new AssociationFault.Refuse(forNow));
        rehearsal.restartSource();
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
    void objectsThatComeAfterTheLastAttemptAreTaken() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 2)) {
            rehearsal.migration.set("dromedary.retrieve.consumers", "1").set("dromedary.retrieve.attempts", "1")
                    .set("dromedary.retrieve.settle", "200ms").set("dromedary.retrieve.settle-claimed", "500ms")
                    .set("dromedary.retrieve.get-missing", "false");
            rehearsal.sourceFaults
                    .next(1, new RetrieveFault.SuccessBeforeLast(2, Duration.ofSeconds(4)))
                    .after(2, 2, new RetrieveFault.AllAfterFinal(Duration.ofSeconds(4)));
            Process process = rehearsal.migration.start("run");
            rehearsal.awaitArrived(process, rehearsal.source().size());
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rehearsal.number("select count(*) from series"
                    + " where state <> 'VERIFIED' or unavailable_count > 0") == 0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number("select count(distinct series_id) from event where worker = 'late objects'"))
                    .isEqualTo(2);
            assertThat(rehearsal.migration.command("dead-letters", "list", "--json")).isZero();
            assertThat(rehearsal.migration.output()).doesNotContain("\"seriesId\"");
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
    void unknownMoveDestinationIsAnIncidentAndCostsNoAttempt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL.kinds(StudyKind.CT), 2)) {
            rehearsal.migration.set("dromedary.local.aet", "STRANGER");
            Process process = rehearsal.migration.start();
            String waits = "select count(*) from event where kind = 'retry' and reason_code = 'STATUS_A801'";
            Awaitility.await().atMost(Rehearsal.LIMIT).pollInterval(Duration.ofMillis(500)).until(
                    () -> rehearsal.migration.output().contains("STATUS_A801") && rehearsal.number(waits) >= 4);
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.RETRY_WAIT);
            assertThat(rehearsal.series().values()).extracting(SeriesLine::attempt).containsOnly(1);
            assertThat(rehearsal.number(OPEN_INCIDENTS + " and kind = 'MISCONFIGURED'")).isOne();
            rehearsal.source().close();
            rehearsal.restartSource("STRANGER");
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.number(OPEN_INCIDENTS)).isZero();
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
