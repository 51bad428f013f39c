package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.dicom.data.Uid;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Series that died at their stage and come back when what was wrong is mended. */
class DeadLettersIT {

    private static final StudyGenerator SMALL = new StudyGenerator(7).matrix(16).objectsPerSeries(3)
            .kinds(StudyKind.CT);

    @Test
    void deadSeriesArriveWhenTheirArchiveIsMendedAndTheyAreReplayed() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 3)) {
            // No attempt would come in the time of a test, were it not brought forward.
            rehearsal.migration.set("dromedary.retry.delay", "6h").set("dromedary.incident.doubt-set-up", "false");
            giveUpAtTheSource(rehearsal);
            long discarded = discardOne(rehearsal);
            refuseAtTheTarget(rehearsal);
            retryByTheBroker(rehearsal);
            rehearsal.assertBooksBalance();
            SeriesLine gone = rehearsal.series().values().stream().filter(l -> l.seriesId() == discarded).findFirst()
                    .orElseThrow();
            assertThat(gone.state()).isEqualTo(SeriesState.SKIPPED);
            assertThat(gone.reasonCode()).isEqualTo("DISCARDED");
            assertThat(gone.skipped()).isEqualTo(gone.expected());
            assertThat(rehearsal.target().size()).isEqualTo(rehearsal.source().size() - gone.expected());
            assertThat(rehearsal.migration.deadLetters()).isEmpty();
            assertThat(rehearsal.number("select count(*) from object_exception e join series s on s.id = e.series_id"
                    + " where s.state = 'VERIFIED'")).as("history stays").isPositive();
            rehearsal.migration.<Void>ledger(ledger -> {
                ledger.forEachException(e -> assertThat(e.seriesInstanceUid()).isEqualTo(gone.seriesInstanceUid()));
                return null;
            });
        }
    }

    @Test
    void objectsThatAreMissingFromAVerifiedSeriesAreAskedForAgain() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 2)) {
            rehearsal.migration.set("dromedary.retrieve.settle", "200ms");
            rehearsal.sourceFaults.set(new RetrieveFault.LoseSilently(1));
            rehearsal.runsTo(3);
            rehearsal.sourceFaults.clear();
            assertThat(rehearsal.states()).containsKey(SeriesState.VERIFIED);
            assertThat(rehearsal.migration.output()).contains("objects did not come from the source")
                    .doesNotContain("Complete:");
            Path there = rehearsal.target().objects().values().iterator().next();
            FileTime before = Files.getLastModifiedTime(there);
            assertThat(rehearsal.migration.command("dead-letters", "replay", "--all")).isZero();
            assertThat(rehearsal.migration.command("dead-letters", "replay", "--suspect")).isZero();
            assertThat(rehearsal.migration.output()).containsPattern("[1-9]\\d* series and 0 query windows are asked");
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(Files.getLastModifiedTime(there)).as("what was there was not sent again").isEqualTo(before);
            assertThat(rehearsal.migration.output()).contains("Complete: every object");
            assertThat(rehearsal.migration.command("dead-letters", "replay", "--suspect")).isZero();
            assertThat(rehearsal.migration.output()).contains("0 series and 0 query windows are asked");
        }
    }

    private static void giveUpAtTheSource(Rehearsal rehearsal) throws Exception {
        rehearsal.sourceFaults.set(new RetrieveFault.FailWith(0xC000, null));
        rehearsal.runsTo(3);
        assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.UNAVAILABLE);
        assertThat(rehearsal.series().values()).extracting(SeriesLine::attempt).containsOnly(2);
        rehearsal.sourceFaults.clear();
        assertThat(rehearsal.migration.command("dead-letters", "list")).isZero();
        assertThat(rehearsal.migration.output()).contains(rehearsal.series().size() + " dead letters")
                .containsPattern("\\d+ +retrieve +STATUS_C000 +2 +20");
    }

    private static long discardOne(Rehearsal rehearsal) throws Exception {
        long id = rehearsal.series().values().iterator().next().seriesId();
        String[] discard = {"dead-letters", "discard", "--series", Long.toString(id), "--because", "scanned twice"};
        assertThat(rehearsal.migration.command(discard)).isZero();
        assertThat(rehearsal.migration.command(discard)).isZero();
        assertThat(rehearsal.migration.output()).contains("1 dead letters discarded", "0 dead letters discarded");
        assertThat(rehearsal.number("select count(*) from event where kind = 'operator' and reason_code = 'DISCARDED'"
                + " and detail = 'scanned twice' and worker = '" + System.getProperty("user.name")
                + "' and series_id = " + id)).isOne();
        return id;
    }

    private static void refuseAtTheTarget(Rehearsal rehearsal) throws Exception {
        rehearsal.targetFaults.set(new AssociationFault.AcceptOnly(
                Set.of(Uid.Verification, Uid.StudyRootQueryRetrieveInformationModelFind), Set.of()));
        assertThat(rehearsal.migration.command("dead-letters", "replay")).as("without a filter").isEqualTo(1);
        assertThat(rehearsal.migration.command("dead-letters", "replay", "--reason", "STATUS_C000")).isZero();
        assertThat(rehearsal.migration.output()).contains(rehearsal.series().size() - 1 + " dead letters sent back");
        rehearsal.runsTo(3);
        assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.REJECTED, SeriesState.SKIPPED);
        rehearsal.targetFaults.clear();
        long id = dead(rehearsal).seriesId();
        assertThat(rehearsal.migration.command("dead-letters", "show", "--series", Long.toString(id))).isZero();
        assertThat(rehearsal.migration.output()).contains("is REJECTED", "UNAVAILABLE -> QUEUED REPLAYED");
    }

    /** As an operator does in the broker's console; the files of one series have gone meanwhile. */
    private static void retryByTheBroker(Rehearsal rehearsal) throws Exception {
        SeriesLine lost = dead(rehearsal);
        int series = rehearsal.series().size();
        new Spool(rehearsal.migration.dataDir().resolve("spool")).remove(lost.studyInstanceUid(),
                lost.seriesInstanceUid());
        try (Attachment attachment = rehearsal.migration.attach();
                QueueControl queues = new QueueControl(attachment.broker())) {
            queues.retryAll(Queues.DEAD_LETTER);
            assertThat(queues.messages(Stage.TRANSCODE.queue())).isEqualTo(series - 1L);
            assertThat(queues.messages(Queues.DEAD_LETTER)).isZero();
        }
        rehearsal.runsTo(0);
        assertThat(rehearsal.number("select count(*) from event where from_state = 'REJECTED' and to_state = 'QUEUED'"))
                .isOne();
        assertThat(rehearsal.number("select count(*) from event where from_state = 'REJECTED'"
                + " and to_state = 'RECONCILED'")).isEqualTo(series - 2L);
    }

    private static SeriesLine dead(Rehearsal rehearsal) throws Exception {
        return rehearsal.series().values().stream().filter(l -> l.state() == SeriesState.REJECTED).findFirst()
                .orElseThrow();
    }
}
