package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.CommitmentResult;
import org.dromedary.dicom.dimse.CommitmentScu;
import org.dromedary.dicom.dimse.ScpServer;
import org.dromedary.dicom.dimse.SopReference;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage commitment by the simulator. */
class CommitmentTest {

    private static final SopReference UNKNOWN = new SopReference(Uid.CTImageStorage, "2.25.4711");

    @TempDir
    private Path temp;

    private final List<CommitmentResult> reports = new CopyOnWriteArrayList<>();
    private final List<SopReference> references = new ArrayList<>();
    private ArchiveSimulator archive;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(temp).aeTitle("ARCHIVE").start();
        new StudyGenerator(2).objectsPerSeries(2).matrix(8).kinds(StudyKind.CT).generate(1, archive);
        archive.objects().keySet().forEach(uid -> references.add(new SopReference(Uid.CTImageStorage, uid)));
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    /** Returns the status of the N-ACTION; waits so long for a report on the same association. */
    private int request(Duration patience) throws IOException {
        try (Association association = Association.open(new Scu(archive).request()
                .context(Uid.StorageCommitmentPushModel, Uid.ImplicitVRLittleEndian).build())) {
            CommitmentScu.listen(association, (a, result) -> reports.add(result));
            int status = CommitmentScu.request(association, "2.25.99", references);
            if (reports.isEmpty() && !patience.isZero()) {
                CommitmentScu.awaitReport(association, patience);
            }
            return status;
        }
    }

    @Test
    void objectsThatAreThereAreCommittedOnTheSameAssociation() throws IOException {
        assertThat(request(Duration.ofSeconds(10))).isEqualTo(Status.SUCCESS);
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).transactionUid()).isEqualTo("2.25.99");
        assertThat(reports.get(0).committed()).hasSize(4);
        assertThat(reports.get(0).failed()).isEmpty();
    }

    @Test
    void missingObjectFailsWithItsReason() throws IOException {
        references.add(UNKNOWN);
        request(Duration.ofSeconds(10));
        assertThat(reports.get(0).committed()).hasSize(4);
        assertThat(reports.get(0).failed()).containsExactly(new CommitmentResult.Failure(UNKNOWN, 0x0112));
    }

    @Test
    void presentObjectsMayBeReportedAsFailed() throws IOException {
        archive.faults().set(new CommitmentFault.FailObjects(1, 0x0110));
        request(Duration.ofSeconds(10));
        assertThat(reports.get(0).committed()).hasSize(3);
        assertThat(reports.get(0).failed()).extracting(CommitmentResult.Failure::reason).containsExactly(0x0110);
    }

    @Test
    void reportMayComeLaterOnANewAssociation() throws IOException {
        try (ScpServer requestor = ScpServer.builder().aeTitle("TEST")
                .commitmentResults((association, result) -> reports.add(result)).build().start()) {
            archive.destination("TEST", "127.0.0.1", requestor.port());
            archive.faults().set(new CommitmentFault.ReportOnNewAssociation(Duration.ofMillis(50)));
            assertThat(request(Duration.ZERO)).isEqualTo(Status.SUCCESS);
            await().atMost(Duration.ofSeconds(10)).until(() -> reports.size() == 1);
            assertThat(reports.get(0).committed()).hasSize(4);
        }
    }

    @Test
    void reportMayNeverComeAndTheRequestMayBeRefused() throws IOException {
        archive.faults().next(1, new CommitmentFault.NeverReport());
        assertThat(request(Duration.ofMillis(200))).isEqualTo(Status.SUCCESS);
        assertThat(reports).isEmpty();
        archive.faults().next(1, new CommitmentFault.FailWith(0x0110));
        assertThat(request(Duration.ZERO)).isEqualTo(0x0110);
    }
}
