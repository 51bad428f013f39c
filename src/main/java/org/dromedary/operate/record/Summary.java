package org.dromedary.operate.record;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.Doubts.Doubt;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.LedgerView.FrozenPlan;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.LedgerView.InventoryState;
import org.dromedary.ledger.LedgerView.Totals;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.pipeline.verify.VerifySettings;

/**
 * The migration in numbers, all from the ledger at one time.
 *
 * @param findings objects by what validation found in them
 * @param suspect series of which what came may not be all
 * @param doubts what keeps it from being called complete beside exceptions; looked for when nothing moves any more
 * @param proof what VERIFIED means
 * @param inventory what the inventory could not settle, and what it left out
 */
public record Summary(Totals totals, Map<SeriesState, Long> series, Map<QueryWindow.State, Long> windows,
        List<DoubtfulWindow> doubtful, List<Imbalance> imbalances, Optional<FrozenPlan> plan,
        Map<String, Long> findings, long suspect, List<Doubt> doubts, Proof proof, InventoryState inventory) {

    private static final int MAX_SHORT = 20;

    /** So many series whose numbers do not add up are looked for. */
    static final int MAX_IMBALANCES = 100;

    /** What is known of an object that counts as verified. */
    public enum Proof {
        /** The target was asked for it and has it. */
        FOUND,
        /** Of some series the target acknowledged the objects when they were sent, and was not asked for each. */
        ACKNOWLEDGED;

        /** By the setting {@code dromedary.verify.method}. */
        public static Proof of(VerifySettings.Method method) {
            return method == VerifySettings.Method.STORE_STATUS ? ACKNOWLEDGED : FOUND;
        }
    }

    /** With objects that are looked for at the target, as is the default. */
    public static Summary of(LedgerView ledger) {
        Summary numbers = new Summary(ledger.totals(), ledger.seriesByState(), ledger.windowsByState(),
                ledger.doubtfulWindows(), ledger.imbalances(MAX_IMBALANCES), ledger.plan(), ledger.findings(),
                ledger.suspectSeries(), List.of(), Proof.FOUND, null);
        boolean finished = numbers.finished();
        Summary proven = finished && ledger.isProvenByWordAlone() ? numbers.provenBy(Proof.ACKNOWLEDGED) : numbers;
        return proven.with(finished ? ledger.doubts() : List.of(), ledger.inventory(finished, MAX_SHORT));
    }

    private Summary with(List<Doubt> found, InventoryState state) {
        return new Summary(totals, series, windows, doubtful, imbalances, plan, findings, suspect, found, proof,
                state);
    }

    /** Proven in that way, unless the ledger knows that less was proven. */
    public Summary provenBy(Proof other) {
        return new Summary(totals, series, windows, doubtful, imbalances, plan, findings, suspect, doubts,
                proof == Proof.ACKNOWLEDGED ? proof : other, inventory);
    }

    /** Series on their way: something will still happen to them by itself. */
    public long moving() {
        return Arrays.stream(SeriesState.values()).filter(SeriesState::isMoving).mapToLong(this::count).sum();
    }

    /** Whether the inventory has been asked for and has ended, and no series is on its way. */
    public boolean finished() {
        return begun() && windows.get(QueryWindow.State.OPEN) == 0 && moving() == 0;
    }

    boolean begun() {
        return windows.values().stream().anyMatch(count -> count > 0);
    }

    /**
     * Whether every object of every series that was selected is at the target or left out by policy, and all was found
     * for certain. Nothing at all is never complete.
     */
    public boolean complete() {
        long closed = count(SeriesState.VERIFIED) + count(SeriesState.SKIPPED);
        return finished() && closed > 0 && closed + count(SeriesState.FOUND) == totals.series()
                && doubtful.isEmpty() && imbalances.isEmpty() && doubts.isEmpty() && suspect == 0
                && inventory.openExceptions() + inventory.studiesShort() == 0 && exceptions() == 0;
    }

    /** Objects that are accounted for, but not at the target. */
    public long exceptions() {
        return totals.unavailable() + totals.rejected() + totals.quarantined();
    }

    public long count(QueryWindow.State state) {
        return windows.get(state);
    }

    public long count(SeriesState state) {
        return series.get(state);
    }
}
