package org.dromedary.operate.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.record.SummaryText;
import org.dromedary.operate.runtime.MigrationWatch.End;

/** What a run that ends by itself says at its end, and its exit code. */
public final class RunEnding {

    private static final int DONE = 0;
    private static final int NOTHING_DONE = 1;
    private static final int EXCEPTIONS = 3;

    private RunEnding() {
    }

    /** 0: nothing is missing; 3: with exceptions, or given up with something done; 1: nothing came of it. */
    public static int exitCode(End end) {
        if (end.isFinished()) {
            return end.summary().complete() ? DONE : EXCEPTIONS;
        }
        return end.hasResults() ? EXCEPTIONS : NOTHING_DONE;
    }

    /** The last lines. */
    public static String text(End end, Duration giveUpAfter, Summary.Proof proof) {
        if (!end.isFinished()) {
            return "Not finished: " + left(end) + "; nothing has moved for " + WaitingText.words(giveUpAfter)
                    + " (dromedary.run.give-up-after). " + WaitingText.list(end.waitsFor()) + System.lineSeparator()
                    + "Nothing is lost: when that is mended, the next run goes on from here.";
        }
        String verdict = SummaryText.verdict(end.summary().provenBy(proof));
        return end.summary().complete() ? verdict : verdict + "'report --out DIR' lists every exception.";
    }

    private static String left(End end) {
        Summary summary = end.summary();
        if (summary == null) {
            return "the ledger never answered";
        }
        List<String> left = new ArrayList<>();
        if (summary.moving() > 0) {
            left.add(summary.moving() + " of " + summary.totals().series() + " series are still on their way");
        }
        if (summary.count(QueryWindow.State.OPEN) > 0) {
            left.add(summary.count(QueryWindow.State.OPEN) + " query windows of the inventory are open");
        }
        if (!end.reached()) {
            left.add("the ledger does not answer");
        }
        return left.isEmpty() ? "something is still to be done" : String.join(", ", left);
    }
}
