package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Files that are damaged, shortened or gone between the source and the target. */
class SpoolFaultsIT {

    private static final StudyGenerator SMALL =
            new StudyGenerator(5).matrix(16).objectsPerSeries(4).kinds(StudyKind.CT);
    private static final StoreFault BUSY = new StoreFault.FailWith(0xA700, "no room");
    /** Counts what the target takes. */
    private static final StoreFault TAKEN = new StoreFault.WarnWith(0xB000, null);
    private static final String LOSSES = "select count(*) from event where reason_code = 'SPOOL_DAMAGED'"
            + " and to_state = 'QUEUED'";

    private static void await(Rehearsal rehearsal, String query, long number) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200))
                .until(() -> rehearsal.migration.output().contains("Dromedary has started"));
        Awaitility.await(query).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
                .until(() -> rehearsal.number(query) == number);
    }

    /** Every series waits in the spool for a target that is busy. */
    private static List<Path> seriesInSpool(Rehearsal rehearsal, int series) throws IOException {
        await(rehearsal, "select count(*) from series where state = 'TRANSCODED'", series);
        try (Stream<Path> files = Files.walk(rehearsal.migration.dataDir().resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".dcm")).map(Path::getParent).distinct().sorted()
                    .toList();
        }
    }

    private static Path oneFile(Path series) throws IOException {
        try (Stream<Path> files = Files.list(series)) {
            return files.sorted().skip(1).findFirst().orElseThrow();
        }
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endsWith(Rehearsal rehearsal, Process process, int exit) throws Exception {
        assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).as(rehearsal.migration.output())
                .isTrue();
        assertThat(process.exitValue()).as(rehearsal.migration.output()).isEqualTo(exit);
        assertThat(rehearsal.migration.output()).doesNotContain("\tat ");
    }

    @Test
    void whatTheSpoolLostIsFetchedAgainAndArrives() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 4)) {
            rehearsal.targetFaults.set(BUSY);
            Process process = rehearsal.migration.start();
            List<Path> series = seriesInSpool(rehearsal, 8);
            Files.delete(oneFile(series.get(0)));
            try (FileChannel file = FileChannel.open(oneFile(series.get(1)), StandardOpenOption.WRITE)) {
                file.truncate(file.size() - 100);
            }
            Path damaged = oneFile(series.get(2));
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[bytes.length - 1] ^= 1;
            Files.write(damaged, bytes);
            deleteAll(series.get(3));
            rehearsal.targetFaults.clear();
            endsWith(rehearsal, process, 0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            assertThat(rehearsal.number(LOSSES)).isEqualTo(4);
            assertThat(rehearsal.migration.deadLetters()).isEmpty();
        }
    }

    @Test
    void whatTheTargetHasIsNotSentAgain() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 1)) {
            String refused = rehearsal.source().objects().keySet().iterator().next();
            rehearsal.targetFaults.set(TAKEN).set(new StoreFault.FailObject(refused, 0xA700));
            Process process = rehearsal.migration.start();
            await(rehearsal, "select count(distinct series_id) from event where kind = 'retry'"
                    + " and reason_code = 'STATUS_A700'", 1);
            try (Stream<Path> files = Files.walk(rehearsal.migration.dataDir().resolve("spool"))) {
                Files.delete(files.filter(file -> file.endsWith(Spool.fileName(refused))).findFirst().orElseThrow());
            }
            await(rehearsal, LOSSES, 1);
            rehearsal.targetFaults.remove(StoreFault.FailObject.class);
            endsWith(rehearsal, process, 0);
            rehearsal.assertEverythingArrived();
            assertThat(rehearsal.targetFaults.fired(StoreFault.WarnWith.class)).isEqualTo(rehearsal.source().size());
        }
    }

    @Test
    void diskThatDamagesAgainAndAgainEndsInHeldWithAnIncident() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 1)) {
            rehearsal.targetFaults.set(BUSY);
            Process process = rehearsal.migration.start();
            for (int time = 0; time < 4; time++) {
                await(rehearsal, LOSSES, 2L * time);
                seriesInSpool(rehearsal, 2).forEach(SpoolFaultsIT::deleteAll);
            }
            endsWith(rehearsal, process, 3);
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.HELD);
            assertThat(rehearsal.number("select count(*) from incident where kind = 'SPOOL_DAMAGED'"
                    + " and closed_at is null")).isOne();
            RetrieveFaultsIT.assertDeadLetters(rehearsal, SeriesState.HELD, "store", "SPOOL_DAMAGED");
        }
    }
}
