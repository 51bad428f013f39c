package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/**
 * The whole process ended by SIGKILL again and again, while it starts and while it works: eight times, or
 * {@code -Dkills=30}.
 */
class KilledProcessIT {

    private static final int KILLS = Integer.getInteger("kills", 8);
    /** More than what is done in all of these runs. */
    private static final int STUDIES = 40 + 2 * KILLS;
    /** Each so many runs live until an object arrives, however slow the machine is. */
    private static final int SOME_ARRIVE = 4;
    private static final String STARTED = "Dromedary has started";

    @Test
    void migrationKilledAgainAndAgainCompletesWithEveryObject() throws Exception {
        Random random = new Random(20260101);
        StudyGenerator generator = new StudyGenerator(3).matrix(8).objectsPerSeries(3).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, STUDIES)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(150)));
            for (int kill = 1; kill <= KILLS; kill++) {
                int starts = starts(rehearsal);
                Process process = rehearsal.migration.start();
                boolean atWork = kill % 2 == 0;
                if (atWork) {
                    awaitStart(rehearsal, process, starts + 1);
                }
                if (kill % SOME_ARRIVE == 0) {
                    awaitArrival(rehearsal, process);
                }
                int delay = atWork ? random.nextInt(2500) : 500 + random.nextInt(4500);
                boolean ended = process.waitFor(delay, TimeUnit.MILLISECONDS);
                assertThat(ended).as("run %d ended by itself:%n%s", kill, rehearsal.migration.output()).isFalse();
                process.destroyForcibly().waitFor();
            }
            assertThat(rehearsal.target().size()).isPositive().isLessThan(rehearsal.source().size());
            rehearsal.sourceFaults.clear();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.states()).containsOnlyKeys(SeriesState.VERIFIED).containsValue(2L * STUDIES);
            assertThat(rehearsal.migration.databaseServers()).isEmpty();
        }
    }

    private static int starts(Rehearsal rehearsal) throws IOException {
        return rehearsal.migration.output().split(STARTED, -1).length - 1;
    }

    private static void awaitStart(Rehearsal rehearsal, Process process, int times) {
        await(rehearsal, process, () -> starts(rehearsal) == times);
    }

    private static void awaitArrival(Rehearsal rehearsal, Process process) {
        int before = rehearsal.target().size();
        await(rehearsal, process, () -> rehearsal.target().size() > before);
    }

    private static void await(Rehearsal rehearsal, Process process, Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as(rehearsal.migration.output()).isTrue();
            return condition.call();
        });
    }
}
