package org.dromedary.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.TestLimits;
import org.dromedary.dicom.net.TestObjects;
import org.dromedary.testing.Orthanc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrthancIT {
    private static final String FIND = Uid.StudyRootQueryRetrieveInformationModelFind;
    private static final String MOVE = Uid.StudyRootQueryRetrieveInformationModelMove;
    private static final String GET = Uid.StudyRootQueryRetrieveInformationModelGet;

    @TempDir
    Path folder;

    private static AssociationRequest.Builder to(Orthanc orthanc) {
        return AssociationRequest.to("127.0.0.1", orthanc.dicomPort()).called(orthanc.aeTitle())
                .context(FIND, Uid.ImplicitVRLittleEndian).context(MOVE, Uid.ImplicitVRLittleEndian)
                .context(GET, Uid.ImplicitVRLittleEndian)
                .context(Uid.CTImageStorage, Uid.ExplicitVRLittleEndian);
    }

    private static long count(Path directory) throws java.io.IOException {
        try (Stream<Path> list = Files.list(directory)) {
            return list.count();
        }
    }

    @Test
    void uploadedObjectsAreMovedAndGot() throws Exception {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Path got = Files.createDirectory(folder.resolve("got"));
        try (ScpServer destination = ScpServer.builder().timeouts(TestLimits.LONG)
                .store(TestObjects.into(moved)).build().start();
                Orthanc orthanc = Orthanc.options(folder).destination("DROMEDARY", destination.port()).start()) {
            for (Path file : TestObjects.write(folder.resolve("sent"), 10)) {
                orthanc.upload(file);
            }
            assertThat(orthanc.count()).isEqualTo(10);
            try (Association association = Association.open(to(orthanc)
                    .role(Uid.CTImageStorage, true, true).build())) {
                RetrieveResult result = MoveScu.move(association, MOVE, TestObjects.study(), "DROMEDARY", c -> { });
                assertThat(result.status()).isZero();
                assertThat(count(moved)).isEqualTo(10);
                GetScu.get(association, GET, TestObjects.study(), TestObjects.into(got), c -> { });
                assertThat(count(got)).isEqualTo(10);
            }
        }
    }

    @Test
    void cappedAnswerEndsInCancel() throws Exception {
        try (Orthanc orthanc = Orthanc.options(folder).limitFindResults(3).start()) {
            for (Path file : TestObjects.write(folder.resolve("sent"), 5)) {
                orthanc.upload(file);
            }
            try (Association association = Association.open(to(orthanc).build())) {
                FindResult result = FindScu.find(association, FIND, new DataSet()
                        .set(Tag.QueryRetrieveLevel, "IMAGE").set(Tag.StudyInstanceUID, TestObjects.STUDY)
                        .set(Tag.SeriesInstanceUID, TestObjects.STUDY + ".1").set(Tag.SOPInstanceUID, ""),
                        match -> { });
                assertThat(result.matches()).isEqualTo(3);
                assertThat(Status.isCancel(result.status())).isTrue();
            }
        }
    }

    @Test
    void commitmentReportComesOnItsOwnAssociation() throws Exception {
        BlockingQueue<CommitmentResult> results = new LinkedBlockingQueue<>();
        try (ScpServer storer = ScpServer.builder().timeouts(TestLimits.LONG)
                .commitmentResults((association, result) -> results.add(result)).build().start();
                Orthanc orthanc = Orthanc.options(folder).destination("DROMEDARY", storer.port()).start();
                Association association = Association.open(to(orthanc)
                        .context(Uid.StorageCommitmentPushModel, Uid.ImplicitVRLittleEndian).build())) {
            StoreScu.store(association, FileSource.of(TestObjects.write(folder.resolve("sent"), 1).get(0)));
            SopReference stored = new SopReference(Uid.CTImageStorage, TestObjects.STUDY + ".1.1");
            SopReference absent = new SopReference(Uid.CTImageStorage, "2.25.99");
            assertThat(CommitmentScu.request(association, "2.25.8", List.of(stored, absent))).isZero();
            CommitmentResult result = results.poll(30, TimeUnit.SECONDS);
            assertThat(result.transactionUid()).isEqualTo("2.25.8");
            assertThat(result.committed()).containsExactly(stored);
            assertThat(result.failed()).containsExactly(
                    new CommitmentResult.Failure(absent, Status.NO_SUCH_OBJECT_INSTANCE));
        }
    }
}
