package org.dromedary.pipeline.stage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.dromedary.ledger.LedgerTrouble;
import org.jboss.logging.Logger;

/**
 * Work that the clock does on rows of the ledger, one after the other: a row that fails for a reason of its own is
 * tried once more, then it is failed; those behind it go on.
 */
public final class RowByRow {

    private static final Logger LOG = Logger.getLogger(RowByRow.class);

    private final String what;
    private final Set<Long> failedOnce = ConcurrentHashMap.newKeySet();

    /** @param what what a row is, in a word for the log */
    public RowByRow(String what) {
        this.what = what;
    }

    /** The work on one row. */
    @FunctionalInterface
    public interface Step {

        void run() throws Exception;
    }

    /**
     * Does the work on one row.
     *
     * @param failed writes that the row is given up, with that reason, which names no values
     * @throws RuntimeException if ledger or broker are out of reach, which is no failure of the row
     */
    public void work(long id, Step step, Consumer<String> failed) {
        try {
            step.run();
            failedOnce.remove(id);
        } catch (Exception thrown) {
            if (FailureClassifier.isServerTrouble(thrown)) {
                throw thrown instanceof RuntimeException away ? away : new IllegalStateException(thrown);
            }
            LOG.errorf(LedgerTrouble.withoutValues(thrown), "%s %d failed unexpectedly", what, id);
            if (!failedOnce.add(id)) {
                failed.accept("internal error: " + LedgerTrouble.describe(thrown) + "; the log has the stack");
                failedOnce.remove(id);
            }
        }
    }
}
