package org.dromedary.operate.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dromedary.ledger.LedgerView.DoubtfulWindow;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;

/** What may be said of a migration, in words that claim no more than its numbers prove. */
public final class Verdict {

    private Verdict() {
    }

    /** One sentence, for the last line of a run and the head of the report. */
    public static String sentence(Summary summary) {
        if (!summary.begun()) {
            return "Not begun: the source has not been asked yet.";
        }
        if (!summary.finished()) {
            return "Under way: " + number(summary.moving(), "series is", "series are") + " on their way, "
                    + number(summary.windows().get(QueryWindow.State.OPEN), "query window is", "query windows are")
                    + " still to be asked.";
        }
        if (!summary.complete()) {
            return "Finished with exceptions: what is not at the target, or not certain, is listed below.";
        }
        return "Complete: " + objects(summary) + leftOut(summary) + notSelected(summary);
    }

    private static String objects(Summary summary) {
        return summary.proof() == Summary.Proof.FOUND
                ? "every object that the source was found to have is at the target and verified"
                : "the target acknowledged every object that the source was found to have; it was not asked for all of"
                        + " them (dromedary.verify.method=STORE_STATUS or .fallback), so they are not verified";
    }

    private static String leftOut(Summary summary) {
        long skipped = summary.totals().skipped();
        return skipped == 0 ? "." : String.format(Locale.ROOT,
                ", except %d that a rule, the policy or a person left out.", skipped);
    }

    private static String notSelected(Summary summary) {
        long found = summary.count(SeriesState.FOUND);
        return found == 0 ? "" : " " + number(found, "series was", "series were")
                + " found but not selected, and stayed at the source.";
    }

    /** Why it is not complete, a line each; empty if it is, or while it is under way. */
    public static List<String> reasons(Summary summary) {
        List<String> reasons = new ArrayList<>();
        if (!summary.finished() || summary.complete()) {
            return reasons;
        }
        if (summary.totals().series() == 0) {
            reasons.add("nothing was found at the source: an empty answer proves nothing"
                    + " (dromedary.inventory.from, dromedary.source.*)");
        } else if (summary.count(SeriesState.FOUND) == summary.totals().series()) {
            reasons.add("no series was selected (dromedary.inventory.modalities): nothing was migrated");
        }
        exceptions(summary, reasons);
        if (summary.suspect() > 0) {
            reasons.add(suspect(summary));
        }
        add(reasons, summary.inventory().openExceptions(),
                "studies or answers that the source would not tell all about");
        add(reasons, summary.inventory().studiesShort(),
                "studies announced more objects than their series account for");
        summary.doubts().forEach(doubt -> reasons.add(doubt.toString()));
        windows(summary, reasons);
        if (!summary.imbalances().isEmpty()) {
            reasons.add(imbalances(summary));
        }
        return reasons;
    }

    private static void exceptions(Summary summary, List<String> reasons) {
        add(reasons, summary.totals().unavailable(), "objects did not come from the source");
        add(reasons, summary.totals().rejected(), "objects are refused by the target");
        add(reasons, summary.totals().quarantined(), "objects are in quarantine");
        add(reasons, summary.count(SeriesState.HELD), "series wait for a person's decision (HELD)");
        long dead = summary.count(SeriesState.UNAVAILABLE) + summary.count(SeriesState.REJECTED)
                + summary.count(SeriesState.QUARANTINED);
        add(reasons, dead, "series did not arrive at all ('dead-letters list')");
    }

    private static void windows(Summary summary, List<String> reasons) {
        long failed = summary.doubtful().stream().map(DoubtfulWindow::state).filter(QueryWindow.State.FAILED::equals)
                .count();
        add(reasons, failed, "query windows FAILED: studies may be missing from the inventory");
        add(reasons, summary.doubtful().size() - failed,
                "query windows are SUSPECT: studies may be missing from the inventory");
    }

    static String suspect(Summary summary) {
        return summary.suspect() + " series are SUSPECT: what came may not be all ('series show' has the claims,"
                + " 'dead-letters replay --suspect' asks again)";
    }

    /** Of those whose numbers do not add up only so many are looked for. */
    static String imbalances(Summary summary) {
        int number = summary.imbalances().size();
        return "the books do not balance for " + number + " series"
                + (number >= Summary.MAX_IMBALANCES ? " or more" : "") + "; for example series "
                + summary.imbalances().get(0).seriesId();
    }

    private static void add(List<String> reasons, long count, String what) {
        if (count > 0) {
            reasons.add(count + " " + what);
        }
    }

    private static String number(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
