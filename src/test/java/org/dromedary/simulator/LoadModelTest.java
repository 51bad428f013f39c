package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadModelTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(40);

    @TempDir
    private Path temp;

    private ArchiveSimulator archive;
    private GeneratedStudy study;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(temp.resolve("source")).aeTitle("SOURCE").start();
        study = new StudyGenerator(1).objectsPerSeries(2).matrix(8).generate(1, archive).get(0);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    @Test
    void answersSlowDownByEachOperationAboveTheFreeOnes() {
        archive.load().times(SHORT, SHORT, SHORT).slowdown(2, 0.5);
        assertThat(archive.load().slowdown()).isEqualTo(1);
        archive.load().clinic(2);
        assertThat(archive.load().slowdown()).isEqualTo(1);
        try (LoadModel.Operation first = archive.load().begin(); LoadModel.Operation second = archive.load().begin()) {
            assertThat(archive.load().slowdown()).isEqualTo(2, within(1e-9));
            assertThat(archive.load().subOperation()).isEqualTo(Duration.ofMillis(80));
        }
        assertThat(archive.load().underWay()).isZero();
        assertThat(archive.load().slowdown()).isEqualTo(1);
    }

    @Test
    void echoWaitsForItsTime() throws IOException {
        assertThat(nanosOfEcho(SHORT)).isGreaterThan(SHORT.toNanos());
    }

    @Test
    void clinicSlowsTheEcho() throws IOException {
        archive.load().slowdown(1, 1).clinic(4);
        assertThat(nanosOfEcho(SHORT)).isGreaterThan(SHORT.multipliedBy(4).toNanos());
    }

    @Test
    void findWaitsBeforeItsFirstAnswer() throws IOException {
        archive.load().times(NONE, SHORT, NONE);
        long start = System.nanoTime();
        assertThat(new Scu(archive).find(Scu.keys("STUDY", Tag.StudyInstanceUID, "")).answers()).hasSize(1);
        assertThat(System.nanoTime() - start).isGreaterThan(SHORT.toNanos());
    }

    @Test
    void retrieveWaitsForEachObjectAndCountsAsUnderWay() {
        Duration each = Duration.ofMillis(150);
        archive.load().times(NONE, NONE, each);
        long start = System.nanoTime();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(this::get);
        await().until(() -> archive.load().underWay() == 1);
        assertThat(status.join()).isEqualTo(Status.SUCCESS);
        assertThat(System.nanoTime() - start).isGreaterThan(each.toNanos() * study.files().size());
        await().until(() -> archive.load().underWay() == 0);
    }

    private int get() {
        try {
            return new Scu(archive).get(study.studyInstanceUid(), (request, in) -> {
                in.transferTo(OutputStream.nullOutputStream());
                return Status.SUCCESS;
            }, Uid.ExplicitVRLittleEndian).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long nanosOfEcho(Duration base) throws IOException {
        archive.load().times(base, NONE, NONE);
        try (Association association = Association.open(
                new Scu(archive).request().context(Uid.Verification, Uid.ImplicitVRLittleEndian).build())) {
            long start = System.nanoTime();
            assertThat(EchoScu.echo(association)).isEqualTo(Status.SUCCESS);
            return System.nanoTime() - start;
        }
    }
}
