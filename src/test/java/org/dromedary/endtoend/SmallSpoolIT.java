package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A spool on a disk much smaller than the source; the disk is a real one, in memory, and only the program sees it. */
class SmallSpoolIT {

    private static final StudyGenerator LARGE =
            new StudyGenerator(5).matrix(256).objectsPerSeries(8).kinds(StudyKind.CT);

    private final Path spool = ServicesResource.newDataDir();

    @AfterEach
    void removeSpool() {
        ServicesResource.delete(spool);
    }

    private Rehearsal onSmallDisk(String high, String low) throws Exception {
        Rehearsal rehearsal = Rehearsal.of(LARGE, 8);
        List<String> command = new ArrayList<>(List.of("unshare", "-m"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("-r");
        }
        command.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=6m,mode=0700 tmpfs \"$0\" && exec \"$@\"", spool.toString()));
        rehearsal.migration.wrappedBy(command).set("dromedary.spool.dir", spool.toString())
                .set("dromedary.spool.high-watermark", high).set("dromedary.spool.low-watermark", low);
        rehearsal.targetFaults.set(new StoreFault.FailWith(0xA700, "busy"));
        return rehearsal;
    }

    /** Lets the target take objects only when the spool has filled up. */
    private static void completes(Rehearsal rehearsal, String sign) throws Exception {
        Process process = rehearsal.migration.start();
        Awaitility.await(sign).atMost(Rehearsal.LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(process.isAlive()).as(rehearsal.migration.output()).isTrue();
            return rehearsal.migration.output().contains(sign);
        });
        rehearsal.targetFaults.clear();
        assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).as(rehearsal.migration.output())
                .isTrue();
        assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
        assertThat(rehearsal.migration.output()).doesNotContain("\tat ");
        rehearsal.assertEverythingArrived();
        rehearsal.assertBooksBalance();
        assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
        assertThat(rehearsal.migration.deadLetters()).isEmpty();
    }

    @Test
    void diskThatIsFullToTheLastByteCostsNoObject() throws Exception {
        try (Rehearsal rehearsal = onSmallDisk("100 %", "50 %")) {
            rehearsal.migration.set("dromedary.retrieve.attempts", "1");
            completes(rehearsal, "SPOOL_FULL: the disk of the spool");
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'SPOOL_FULL'")).isPositive();
            assertThat(rehearsal.number("select count(*) from incident where kind = 'SPOOL_FULL'")).isPositive();
            assertThat(rehearsal.number("select max(attempt) from series")).isLessThanOrEqualTo(1);
            assertThat(Files.list(spool)).as("the disk was the program's own").isEmpty();
        }
    }

    @Test
    void watermarksHoldRetrievesBackBeforeTheDiskIsFull() throws Exception {
        try (Rehearsal rehearsal = onSmallDisk("50 %", "30 %")) {
            completes(rehearsal, "Nothing more is fetched for the moment");
            assertThat(rehearsal.number("select count(*) from event where reason_code = 'SPOOL_FULL'")).isZero();
            assertThat(rehearsal.number("select count(*) from incident where kind = 'SPOOL_FULL'")).isPositive();
            assertThat(rehearsal.number("select count(*) from incident where closed_at is null")).isZero();
            assertThat(rehearsal.migration.output()).contains("Nothing more is fetched for the moment",
                    "There is room in the spool again");
        }
    }

    @Test
    void sizeOfTheSpoolIsALimitToo() throws Exception {
        try (Rehearsal rehearsal = onSmallDisk("2.5 MB", "1 MB")) {
            completes(rehearsal, "Nothing more is fetched for the moment");
            assertThat(rehearsal.number("select count(*) from incident where kind = 'SPOOL_FULL'")).isPositive();
        }
    }
}
