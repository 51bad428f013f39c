package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** Runs that wait for what does not come: each ends, and says what it waited for. */
class GiveUpIT {

    private static final StudyGenerator SMALL =
            new StudyGenerator(7).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT);
    private static final String DONE = "is at the target and verified.";

    private static Rehearsal rehearsal(int studies) throws IOException {
        Rehearsal rehearsal = Rehearsal.of(SMALL, studies);
        rehearsal.migration.set("dromedary.run.give-up-after", "15s").set("dromedary.retrieve.consumers", "1");
        return rehearsal;
    }

    @Test
    void seriesThatIsBusyForEverDoesNotKeepTheOthersAndIsNamedInTheEnd() throws Exception {
        try (Rehearsal rehearsal = rehearsal(3)) {
            rehearsal.sourceFaults.after(5, Integer.MAX_VALUE, new RetrieveFault.FailWith(0xA700, "out of resources"));
            rehearsal.runsTo(3);
            assertThat(rehearsal.states()).containsEntry(SeriesState.VERIFIED, 5L).hasSize(2);
            assertThat(rehearsal.migration.output()).contains("Nothing has moved for", "It waits for:",
                    "Not finished: 1 of 6 series are still on their way", "last STATUS_A700",
                    "dromedary.run.give-up-after").doesNotContain(DONE);
            rehearsal.sourceFaults.clear();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void sourceThatDoesNotKnowUsEndsTheRunWithOneAndTheIncident() throws Exception {
        try (Rehearsal rehearsal = rehearsal(2)) {
            rehearsal.migration.set("dromedary.local.aet", "STRANGER");
            rehearsal.runsTo(1);
            assertThat(rehearsal.migration.output()).contains("Not finished: 4 of 4 series are still on their way",
                    "MISCONFIGURED", "STATUS_A801").doesNotContain(DONE);
        }
    }

    @Test
    void sourceThatGoesAwayForEverEndsTheRunWithThree() throws Exception {
        try (Rehearsal rehearsal = rehearsal(6)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(300)));
            Process process = rehearsal.migration.start();
            rehearsal.awaitArrived(process, 2);
            rehearsal.source().close();
            rehearsal.endsWith(3, process);
            assertThat(rehearsal.migration.output()).contains("Not finished: ", "the source archive, which is away")
                    .doesNotContain(DONE);
            rehearsal.sourceFaults.clear();
            rehearsal.restartSource();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
        }
    }

    @Test
    void orderToPauseEndsTheRunAndIsNamed() throws Exception {
        try (Rehearsal rehearsal = rehearsal(6)) {
            rehearsal.sourceFaults.set(new RetrieveFault.DelayPerObject(Duration.ofMillis(300)));
            Process process = rehearsal.migration.start();
            rehearsal.awaitArrived(process, 1);
            rehearsal.migration.beside("pause", "--stage", "retrieve", "--because", "tape robot");
            rehearsal.endsWith(3, process);
            assertThat(rehearsal.migration.output()).contains("an order by", "pauses stage:retrieve: tape robot")
                    .doesNotContain(DONE);
        }
    }

    @Test
    void hoursInWhichNothingIsAllowedAreWaitedForHoweverLong() throws Exception {
        try (Rehearsal rehearsal = rehearsal(2)) {
            rehearsal.migration.set("dromedary.run.give-up-after", "16s")
                    .set("dromedary.pace.clinic.order", "1").set("dromedary.pace.clinic.retrieve.stopped", "true")
                    .set("dromedary.pace.open.order", "2")
                    .set("dromedary.pace.open.retrieve.associations", "4");
            Process process = rehearsal.migration.start();
            Awaitility.await().atMost(Rehearsal.LIMIT).until(() -> {
                assertThat(process.isAlive()).as(rehearsal.migration.output()).isTrue();
                return rehearsal.migration.output()
                        .split("Nothing moves, for the calendar does not allow it").length > 4;
            });
            assertThat(rehearsal.migration.output()).contains("the calendar, which closes retrieve at the source");
            assertThat(rehearsal.migration.beside("pace", "open")).contains("open");
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(rehearsal.migration.output()).isZero();
            assertThat(rehearsal.migration.output()).contains(DONE);
        }
    }
}
