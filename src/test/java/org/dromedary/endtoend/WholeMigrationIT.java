package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

class WholeMigrationIT {

    private static final StudyGenerator SMALL = new StudyGenerator(7).matrix(32).objectsPerSeries(4);

    @Test
    void everyObjectArrivesByMoveByteForByteAndASecondRunDoesNothing() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 16)) {
            rehearsal.migration.asItsJar();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED);
            assertReportNamesEverySeries(rehearsal);

            long events = rehearsal.number("select count(*) from event");
            rehearsal.runsTo(0);
            assertThat(rehearsal.number("select count(*) from event")).isEqualTo(events);
            rehearsal.assertEverythingArrived();
        }
    }

    @Test
    void everyObjectArrivesByGetByteForByte() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 8)) {
            rehearsal.migration.set("dromedary.source.retrieve", "GET");
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    private static void assertReportNamesEverySeries(Rehearsal rehearsal) throws Exception {
        Path report = ServicesResource.newDataDir();
        try {
            int exit = rehearsal.migration.run(Duration.ofMinutes(1), "report", "--out", report.toString());
            assertThat(exit).as(rehearsal.migration.output()).isZero();
            Map<String, ?> series = rehearsal.series();
            assertThat(series).isNotEmpty();
            assertThat(Files.readString(report.resolve("series.csv"))).contains(series.keySet());
        } finally {
            ServicesResource.delete(report);
        }
    }
}
