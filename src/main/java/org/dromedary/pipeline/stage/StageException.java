package org.dromedary.pipeline.stage;

import java.time.Duration;
import java.util.List;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/** A stage's own judgement that a series can't pass it. */
public class StageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient Outcome outcome;
    private Duration pause;

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

    /** The same attempt is to go on after that pause; nothing has failed. */
    public static StageException settling(String detail, Duration pause) {
        StageException waiting = new StageException(Failure.Kind.SETTLING, "SETTLING", detail);
        waiting.pause = pause;
        return waiting;
    }

    /** After which pause the same attempt is to go on; null unless it is {@link Failure.Kind#SETTLING}. */
    public Duration pause() {
        return pause;
    }

    public Failure failure() {
        return failure;
    }

    public Outcome outcome() {
        return outcome;
    }
}
