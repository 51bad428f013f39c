package org.dromedary.operate.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.Doubts.Doubt;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.record.Summary.Proof;
import org.dromedary.pipeline.verify.VerifySettings;
import org.junit.jupiter.api.Test;

/** What is said of a migration claims no more than its numbers prove. */
class VerdictTest {

    private final Map<SeriesState, Long> series = new EnumMap<>(SeriesState.class);
    private final Map<QueryWindow.State, Long> windows = new EnumMap<>(QueryWindow.State.class);
    private final List<DoubtfulWindow> doubtful = new ArrayList<>();
    private final List<Imbalance> imbalances = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private long skipped;
    private long unavailable;
    private long suspect;

    VerdictTest() {
        for (SeriesState state : SeriesState.values()) {
            series.put(state, 0L);
        }
        for (QueryWindow.State state : QueryWindow.State.values()) {
            windows.put(state, 0L);
        }
        windows.put(QueryWindow.State.DONE, 3L);
        series.put(SeriesState.VERIFIED, 10L);
    }

    private Summary summary() {
        long all = series.values().stream().mapToLong(Long::longValue).sum();
        Totals totals = new Totals(1, 2, all, 100, 100, 100, 100 - skipped - unavailable, skipped, 0,
                unavailable, 0, 0);
        return new Summary(totals, series, windows, doubtful, imbalances, Optional.empty(), Map.of(), suspect,
                doubts, Proof.FOUND, new InventoryState(0, 0, 0, 0, List.of()));
    }

    private void assertNotComplete(String reason) {
        assertThat(summary().complete()).isFalse();
        assertThat(SummaryText.verdict(summary())).contains(reason).doesNotContain("Complete");
    }

    @Test
    void whatAllProvesIsSaid() {
        assertThat(summary().complete()).isTrue();
        assertThat(Verdict.sentence(summary())).startsWith("Complete: every object").contains("verified.");
        assertThat(Verdict.reasons(summary())).isEmpty();
    }

    @Test
    void whatWasOnlyAcknowledgedIsNotCalledVerified() {
        assertThat(Verdict.sentence(summary().provenBy(Proof.ACKNOWLEDGED)))
                .contains("acknowledged", "was not asked", "not verified", "STORE_STATUS");
        assertThat(SummaryText.table(summary().provenBy(Proof.ACKNOWLEDGED))).contains("acknowledged")
                .doesNotContain("verified ");
        assertThat(Proof.of(VerifySettings.Method.STORE_STATUS)).isEqualTo(Proof.ACKNOWLEDGED);
        assertThat(Proof.of(VerifySettings.Method.FIND)).isEqualTo(Proof.FOUND);
    }

    @Test
    void whatWasLeftOutOrNotSelectedIsSaid() {
        skipped = 4;
        series.put(SeriesState.FOUND, 7L);
        assertThat(summary().complete()).isTrue();
        assertThat(Verdict.sentence(summary())).contains("except 4", "7 series were found but not selected");
    }

    @Test
    void nothingIsNeverComplete() {
        series.put(SeriesState.VERIFIED, 0L);
        assertNotComplete("nothing was found at the source");
        series.put(SeriesState.FOUND, 7L);
        assertNotComplete("no series was selected");
        windows.replaceAll((state, count) -> 0L);
        assertNotComplete("Not begun");
    }

    @Test
    void eachKindOfDoubtIsNamed() {
        doubtful.add(new DoubtfulWindow(QueryWindow.State.SUSPECT, null, null, "", "", 500, "cut"));
        assertNotComplete("1 query windows are SUSPECT");
        doubtful.clear();
        doubts.add(new Doubt(3, "series are VERIFIED without a single object", "series 5"));
        assertNotComplete("3 series are VERIFIED without a single object; for example series 5");
        doubts.clear();
        suspect = 4;
        assertNotComplete("4 series are SUSPECT");
        suspect = 0;
        unavailable = 2;
        assertNotComplete("2 objects did not come from the source");
        unavailable = 0;
        series.put(SeriesState.HELD, 1L);
        assertNotComplete("1 series wait for a person's decision");
        series.put(SeriesState.HELD, 0L);
        windows.put(QueryWindow.State.OPEN, 1L);
        assertNotComplete("Under way: 0 series are on their way, 1 query window is still to be asked.");
    }

    @Test
    void imbalancesBeyondWhatIsLookedForAreNotCounted() {
        for (int i = 0; i < Summary.MAX_IMBALANCES; i++) {
            imbalances.add(new Imbalance(i, SeriesState.VERIFIED, 3, 2));
        }
        assertNotComplete("the books do not balance for 100 series or more; for example series 0");
    }

    @Test
    void fiftyEqualObjectLinesAreOneWithACountAndAnExample() {
        List<ExceptionLine> lines = new ArrayList<>();
        for (int attempt = 1; attempt <= 2; attempt++) {
            for (int i = 0; i < 50; i++) {
                lines.add(new ExceptionLine("1.2", "1.2.3", "1.2.3." + i, "RETRIEVED", "MISSING", 0xA702,
                        "no object 1.2.3." + i, attempt, LocalDateTime.now()));
            }
        }
        lines.add(new ExceptionLine("1.2", "1.2.3", "1.2.3.7", "STORED", "REJECTED", null, null, 1,
                LocalDateTime.now()));
        List<FoldedObjects> folded = FoldedObjects.of(lines);
        assertThat(folded).extracting(FoldedObjects::number).containsExactly("50 objects", "1 object");
        assertThat(folded.get(0).text()).isEqualTo("RETRIEVED MISSING, status A702, \"no object 1.2.3.0\","
                + " attempts 1 to 2; for example 1.2.3.0");
        assertThat(folded.get(1).text()).isEqualTo("STORED REJECTED, attempt 1: 1.2.3.7");
    }
}
