package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.archives.archive.ArchiveLink;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.Links;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.MoveScu;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.pipeline.stage.StageRollback;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real association with a simulated archive whose pace stops. */
class PacedArchiveTest {

    @TempDir
    private Path folder;
    private final Faults faults = new Faults();
    private final TestPace test = new TestPace("pace.night.hours", "20:00-06:00", "calendar.park-after", "300ms");
    private ArchiveSimulator archive;
    private GeneratedStudy study;
    private ArchiveLink link;

    @BeforeEach
    void start() throws IOException {
        archive = ArchiveSimulator.in(folder).aeTitle("OLDPACS").faults(faults).start();
        study = new StudyGenerator(3).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT).generate(1, archive).get(0);
        archive.destination("OLDPACS", "127.0.0.1", archive.port());
        link = Links.source("OLDPACS", archive.port(), test.pace);
        test.at("2026-11-23T05:00:00Z");
    }

    @AfterEach
    void stop() {
        link.close();
        archive.close();
        test.close();
    }

    private CompletableFuture<Integer> move() {
        var identifier = ArchiveQuery.identifier("STUDY");
        identifier.set(Tag.StudyInstanceUID, study.studyInstanceUid());
        return CompletableFuture.supplyAsync(() -> {
            try {
                return link.use(Operation.RETRIEVE, Purpose.QUERY_RETRIEVE, Links.request(link), a -> true,
                        association -> MoveScu.move(association, Uid.StudyRootQueryRetrieveInformationModelMove,
                                identifier, "OLDPACS", counts -> { }).status());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private PaceStatus status() {
        return test.pace.status("source", Operation.RETRIEVE);
    }

    @Test
    void operationThatOutlivesItsWindowGoesBackWithoutAnAttempt() throws Exception {
        faults.set(new RetrieveFault.NoAnswer());
        CompletableFuture<Integer> move = move();
        await().atMost(Duration.ofSeconds(10)).until(() -> faults.fired(RetrieveFault.NoAnswer.class) == 1);
        test.at("2026-11-23T06:00:00Z");
        assertThatThrownBy(() -> move.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GivenBackException.class);
        assertThat(status().running()).isZero();

        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        assertThat(StageRollback.of(exchange, new GivenBackException("parked"))).isTrue();
        assertThat(exchange.isRollbackOnly()).isTrue();

        faults.clear();
        CompletableFuture<Integer> again = move();
        await().during(Duration.ofMillis(400)).atMost(Duration.ofSeconds(10)).until(() -> !again.isDone());
        test.at("2026-11-23T20:00:00Z");
        assertThat(again.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void operationThatFailsInItsWindowFails() {
        faults.next(1, new RetrieveFault.AbortAfter(0));
        assertThatThrownBy(() -> move().get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(AssociationAbortedException.class);
        assertThat(status().running()).isZero();
    }
}
