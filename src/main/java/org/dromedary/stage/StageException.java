package org.dromedary.stage;

import java.util.List;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.stage.StageLedger.Outcome;

/** A stage's own judgement that a series can't pass it. */
public class StageException extends Exception {

    private final transient Failure failure;
    private final transient Outcome outcome;

    public StageException(Failure.Kind kind, String reason, String detail) {
        this(new Failure(kind, reason, detail), List.of());
    }

    /** @param objects the evidence for single objects; it is kept if the series ends by this failure */
    public StageException(Failure failure, List<ObjectReason> objects) {
        this(failure, new Outcome(Change.because(failure.reason(), failure.detail()), null, objects));
    }

    /** @param outcome what the ledger learns if the series ends by this failure; its change gives the same reason */
    public StageException(Failure failure, Outcome outcome) {
        super(failure.reason() + ": " + failure.detail());
        this.failure = failure;
        this.outcome = outcome;
    }

    public Failure failure() {
        return failure;
    }

    public Outcome outcome() {
        return outcome;
    }
}
