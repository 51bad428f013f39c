package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.ul.RejectReason;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Migration;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;

/** Archives that are out of reach: at the start an error, later on a reason to wait. */
class ReachIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final StudyGenerator CT = new StudyGenerator(11).matrix(16).objectsPerSeries(5).kinds(StudyKind.CT);

    @Test
    void unknownHostAtTheStartIsOneClearLine() throws Exception {
        try (Migration migration = new Migration()) {
            migration.source("OLDPACS", 104).target("NEWPACS", 104).set("dromedary.source.host", "archive.invalid");
            assertThat(onlyLineOfFailedRun(migration)).contains("source archive", "archive.invalid", "unknown host");
        }
    }

    @Test
    void refusedConnectionAtTheStartIsOneClearLine() throws Exception {
        int nobody = Peers.freePort();
        try (Migration migration = new Migration()) {
            migration.source("OLDPACS", nobody).target("NEWPACS", nobody);
            assertThat(onlyLineOfFailedRun(migration)).contains("OLDPACS@127.0.0.1:" + nobody, "refused");
        }
    }

    @Test
    void rejectionAtTheStartIsToldInTheWordsOfTheStandard() throws Exception {
        for (RejectReason reason : List.of(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED,
                RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, RejectReason.LOCAL_LIMIT_EXCEEDED)) {
            try (Migration migration = new Migration();
                    ScpServer rejecting = ScpServer.builder().associationPolicy(request -> reason).build()) {
                rejecting.start();
                migration.source("OLDPACS", rejecting.port()).target("NEWPACS", rejecting.port());
                assertThat(onlyLineOfFailedRun(migration)).contains("OLDPACS",
                        RejectReason.describe(reason.result(), reason.source(), reason.reason()));
            }
        }
    }

    private static String onlyLineOfFailedRun(Migration migration) throws Exception {
        assertThat(migration.run(Duration.ofMinutes(1))).as(migration.output()).isEqualTo(1);
        assertThat(migration.output().strip().lines()).as(migration.output()).hasSize(1);
        return migration.output();
    }

    @Test
    void archivesThatGoDownAndComeBackCostNoSeriesAnAttempt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 16)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(60)));
            rehearsal.targetFaults.set(new StoreFault.DelayPerObject(Duration.ofMillis(60)));
            Process process = rehearsal.migration.start();
            awaitObjectsAtTarget(rehearsal, 5);
            rehearsal.source().close();
            awaitJournal(rehearsal, "source", 1);
            rehearsal.restartSource();
            awaitJournal(rehearsal, "source", 2);
            awaitObjectsAtTarget(rehearsal, rehearsal.target().size() + 5);
            rehearsal.target().close();
            awaitJournal(rehearsal, "target", 1);
            rehearsal.restartTarget();
            assertFinishes(rehearsal, process);
            assertThat(rehearsal.migration.output()).contains("The source archive is unavailable",
                    "The source archive is available again", "The target archive is available again");
        }
    }

    @Test
    void archivesThatRefuseAssociationsForAWhileCostNoSeriesAnAttempt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 10)) {
            rehearsal.migration.set("dromedary.association.keep-idle", "0s");
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(60)));
            Process process = rehearsal.migration.start();
            awaitObjectsAtTarget(rehearsal, 5);
            rehearsal.sourceFaults.set(new AssociationFault.Refuse(true));
            rehearsal.targetFaults.set(new AssociationFault.Refuse(false));
            awaitJournal(rehearsal, "source", 1);
            awaitJournal(rehearsal, "target", 1);
            rehearsal.sourceFaults.clear();
            rehearsal.targetFaults.clear();
            assertFinishes(rehearsal, process);
        }
    }

    @Test
    void terminationIsOrderlyDuringAnOutageAndWhileASourceHangs() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 10)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(60)));
            Process process = rehearsal.migration.start();
            awaitObjectsAtTarget(rehearsal, 5);
            rehearsal.source().close();
            awaitJournal(rehearsal, "source", 1);
            assertEndsInOrder(rehearsal, process);
            rehearsal.restartSource();
            rehearsal.sourceFaults.set(new RetrieveFault.NoAnswer());
            process = rehearsal.migration.start();
            int before = rehearsal.sourceFaults.fired(RetrieveFault.NoAnswer.class);
            Awaitility.await().atMost(PATIENCE)
                    .until(() -> rehearsal.sourceFaults.fired(RetrieveFault.NoAnswer.class) > before);
            assertEndsInOrder(rehearsal, process);
            rehearsal.sourceFaults.clear();
            assertFinishes(rehearsal, rehearsal.migration.start());
        }
    }

    private static void assertEndsInOrder(Rehearsal rehearsal, Process process) throws Exception {
        process.destroy();
        assertThat(process.waitFor(25, TimeUnit.SECONDS)).as(rehearsal.migration.output()).isTrue();
        assertThat(rehearsal.migration.output()).doesNotContain("\tat ", "ERROR");
        assertThat(rehearsal.migration.databaseServers()).isEmpty();
    }

    private static void awaitObjectsAtTarget(Rehearsal rehearsal, int number) throws Exception {
        Awaitility.await().atMost(PATIENCE).alias("objects at the target")
                .until(() -> rehearsal.target().size() >= number);
    }

    /** Until the ledger has so many events of that archive: the first that it is away, the next that it is back. */
    private static void awaitJournal(Rehearsal rehearsal, String role, int events) {
        Awaitility.await().atMost(PATIENCE).alias("journal of the " + role).pollInterval(Duration.ofMillis(200))
                .until(() -> rehearsal.number("select count(*) from event where kind = 'archive' and reason_code = '"
                        + role + "'") >= events);
    }

    private static void assertFinishes(Rehearsal rehearsal, Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(rehearsal.migration.output()).isTrue();
        assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
        assertThat(rehearsal.migration.output()).doesNotContain("\tat ");
        rehearsal.assertEverythingArrived();
        rehearsal.assertBooksBalance();
        assertThat(rehearsal.number("select count(*) from event where to_state = 'RETRY_WAIT' or kind = 'retry'"))
                .as(rehearsal.migration.output()).isZero();
    }
}
