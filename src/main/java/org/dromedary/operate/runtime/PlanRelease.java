package org.dromedary.operate.runtime;

import java.util.List;
import org.dromedary.identity.plan.HeldStudies;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.deadletter.DeadLetters;

/** Sends on what the plan had kept back and, by the plan and the policies of now, may go. Repeating it does no harm. */
public final class PlanRelease {

    private final Sql sql;
    private final DeadLetters letters;
    private final PlanPolicy policy;

    public PlanRelease(Sql sql, DeadLetters letters, PlanPolicy policy) {
        this.sql = sql;
        this.letters = letters;
        this.policy = policy;
    }

    /** Returns the number of series sent back to the reconcile stage, which decides again. */
    public int run(String by) {
        List<String> studies = new HeldStudies(sql, policy).released();
        return studies.isEmpty() ? 0 : letters.replay(PlanPolicy.REASONS, studies, by);
    }
}
