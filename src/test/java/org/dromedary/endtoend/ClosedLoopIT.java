package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dromedary.simulator.LoadModel;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

class ClosedLoopIT {

    /** Long beside what a busy machine adds by itself. */
    private static final Duration BASE = Duration.ofMillis(200);
    private static final int CONSUMERS = 4;
    /** Limit over baseline: band 2 and a slack of one base time. */
    private static final double LIMIT = 3;

    @Test
    void paceFallsWhenTheClinicComesAndRisesWhenItLeaves() throws Exception {
        StudyGenerator generator = new StudyGenerator(11).matrix(8).objectsPerSeries(10).kinds(StudyKind.CT);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 40)) {
            LoadModel load = rehearsal.source().load().times(BASE, BASE, BASE).slowdown(CONSUMERS, 0.5);
            Process process = start(rehearsal);
            await("full pace").atMost(Duration.ofSeconds(60)).until(() -> load.underWay() >= CONSUMERS
                    && rehearsal.target().size() > 0);

            load.clinic(6);
            assertThat(load.slowdown()).isGreaterThan(LIMIT);
            await("response times within the band").during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50)).until(() -> load.slowdown() <= LIMIT);
            assertThat(rehearsal.migration.output()).contains("the source answers slowly");

            load.clinic(0);
            await("pace again").atMost(Duration.ofSeconds(60)).until(() -> load.underWay() >= CONSUMERS - 1);
            assertThat(rehearsal.target().size()).isLessThan(rehearsal.source().size());

            load.times(Duration.ZERO, Duration.ZERO, Duration.ZERO);
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
            rehearsal.assertEverythingArrived();
        }
    }

    private static Process start(Rehearsal rehearsal) throws Exception {
        return rehearsal.migration.set("dromedary.closed-loop.probes", "true")
                .set("dromedary.closed-loop.probe-interval", "1s")
                .set("dromedary.closed-loop.slack", BASE.toMillis() + "ms")
                .set("dromedary.retrieve.consumers", Integer.toString(CONSUMERS))
                .start();
    }
}
