package org.dromedary.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.FrozenPlan;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;

/**
 * The migration in numbers, all from the ledger at one time.
 *
 * @param findings objects by what validation found in them
 * @param inventory what the inventory could not settle, and what it left out
 * @param suspect series of which what came may not be all
 */
public record Summary(Totals totals, Map<SeriesState, Long> series, Map<QueryWindow.State, Long> windows,
        List<DoubtfulWindow> doubtful, List<Imbalance> imbalances, Optional<FrozenPlan> plan,
        Map<String, Long> findings, long suspect, InventoryState inventory) {

    private static final int IMBALANCES = 100;
    private static final int MAX_SHORT = 20;

    public static Summary of(LedgerView ledger) {
        Summary summary = new Summary(ledger.totals(), ledger.seriesByState(), ledger.windowsByState(),
                ledger.doubtfulWindows(), ledger.imbalances(IMBALANCES), ledger.plan(), ledger.findings(),
                ledger.suspectSeries(), null);
        return summary.with(ledger.inventory(summary.finished(), MAX_SHORT));
    }

    private Summary with(InventoryState state) {
        return new Summary(totals, series, windows, doubtful, imbalances, plan, findings, suspect, state);
    }

    /** Series on their way: something will still happen to them by itself. */
    public long moving() {
        return count(SeriesState.QUEUED) + count(SeriesState.RETRIEVED) + count(SeriesState.RECONCILED)
                + count(SeriesState.TRANSCODED) + count(SeriesState.STORED) + count(SeriesState.RETRY_WAIT);
    }

    /** Whether the inventory has been asked for and has ended, and no series is on its way. */
    public boolean finished() {
        boolean begun = windows.values().stream().anyMatch(count -> count > 0);
        return begun && windows.get(QueryWindow.State.OPEN) == 0 && moving() == 0;
    }

    /** Whether every object found is verified at the target or left out by policy, and all was found for certain. */
    public boolean complete() {
        long closed = count(SeriesState.VERIFIED) + count(SeriesState.SKIPPED);
        return finished() && doubtful.isEmpty() && imbalances.isEmpty() && suspect == 0
                && inventory.openExceptions() + inventory.studiesShort() == 0
                && closed + count(SeriesState.FOUND) == totals.series()
                && totals.unavailable() + totals.rejected() + totals.quarantined() == 0;
    }

    /** Objects that are accounted for, but not at the target. */
    public long exceptions() {
        return totals.unavailable() + totals.rejected() + totals.quarantined();
    }

    public long count(SeriesState state) {
        return series.get(state);
    }
}
