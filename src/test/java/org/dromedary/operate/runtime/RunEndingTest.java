package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.runtime.MigrationWatch.End;
import org.junit.jupiter.api.Test;

class RunEndingTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String DONE = "is at the target and verified.";
    private static final List<String> REASONS = List.of("the source archive, which is away: refused",
            "2 query windows");

    private static Summary summary(Map<SeriesState, Long> states, long received, long openWindows) {
        Map<SeriesState, Long> series = new EnumMap<>(SeriesState.class);
        for (SeriesState state : SeriesState.values()) {
            series.put(state, states.getOrDefault(state, 0L));
        }
        Map<QueryWindow.State, Long> windows = new EnumMap<>(QueryWindow.State.class);
        for (QueryWindow.State state : QueryWindow.State.values()) {
            windows.put(state, state == QueryWindow.State.OPEN ? openWindows : 1L);
        }
        long all = states.values().stream().mapToLong(Long::longValue).sum();
        return new Summary(new Totals(1, 1, all, 2 * all, received, 0, 0, 0, 0, 0, 0, 0), series, windows, List.of(),
                List.of(), Optional.empty(), Map.of(), 0, List.of(), Summary.Proof.FOUND,
                new InventoryState(0, 0, 0, 0, List.of()));
    }

    private static void assertEnding(End end, int exitCode, String... words) {
        assertThat(RunEnding.exitCode(end)).isEqualTo(exitCode);
        assertThat(RunEnding.text(end, HOUR, Summary.Proof.FOUND)).contains(words);
        if (exitCode != 0) {
            assertThat(RunEnding.text(end, HOUR, Summary.Proof.FOUND)).doesNotContain(DONE);
        }
    }

    @Test
    void whatIsVerifiedIsDone() {
        assertEnding(new End(summary(Map.of(SeriesState.VERIFIED, 2L), 4, 0), List.of(), true), 0, DONE);
    }

    @Test
    void whatIsHeldIsAnException() {
        assertEnding(new End(summary(Map.of(SeriesState.VERIFIED, 2L, SeriesState.HELD, 1L), 4, 0), List.of(), true), 3,
                "Finished with exceptions");
    }

    @Test
    void seriesThatStillWaitsIsNotFinishedThoughAllOthersAreVerified() {
        Summary summary = summary(Map.of(SeriesState.VERIFIED, 2L, SeriesState.RETRY_WAIT, 1L), 4, 0);
        assertThat(summary.complete()).isFalse();
        assertEnding(new End(summary, REASONS, true), 3, "Not finished: 1 of 3 series are still on their way",
                "the source archive, which is away: refused", "dromedary.run.give-up-after");
    }

    @Test
    void setUpFromWhichNothingCameIsAFailure() {
        assertEnding(new End(summary(Map.of(SeriesState.RETRY_WAIT, 3L), 0, 0), REASONS, true), 1,
                "Not finished: 3 of 3 series");
        assertEnding(new End(summary(Map.of(), 0, 2), REASONS, true), 1,
                "Not finished: 2 query windows of the inventory are open");
    }

    @Test
    void ledgerThatIsOutOfReachIsAFailureWhateverWasDone() {
        assertEnding(new End(summary(Map.of(SeriesState.VERIFIED, 2L), 4, 0), REASONS, false), 1,
                "the ledger does not answer");
        assertEnding(new End(null, REASONS, false), 1, "Not finished: the ledger never answered");
    }
}
