package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

class KilledProcessIT {

    private static final int KILLS = 10;
    private static final String STARTED = "Dromedary has started";

    @Test
    void migrationKilledAgainAndAgainCompletesWithEveryObject() throws Exception {
        Random random = new Random(20260101);
        StudyGenerator generator = new StudyGenerator(3).matrix(8).objectsPerSeries(3).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 32)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(250)));
            for (int kill = 1; kill <= KILLS; kill++) {
                Process process = rehearsal.migration.start();
                awaitStart(rehearsal, process, kill);
                boolean ended = process.waitFor(500 + random.nextInt(3500), TimeUnit.MILLISECONDS);
                assertThat(ended).as("run %d ended by itself:%n%s", kill, rehearsal.migration.output()).isFalse();
                process.destroyForcibly().waitFor();
            }
            rehearsal.sourceFaults.clear();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED).containsValue(64L);
            assertThat(rehearsal.migration.databaseServers()).isEmpty();
        }
    }

    private static void awaitStart(Rehearsal rehearsal, Process process, int times) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50)).until(() -> {
            String output = rehearsal.migration.output();
            assertThat(process.isAlive()).as(output).isTrue();
            return output.split(STARTED, -1).length > times;
        });
    }
}
