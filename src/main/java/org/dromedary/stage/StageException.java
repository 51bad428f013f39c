package org.dromedary.stage;

import java.util.List;
import org.dromedary.ledger.Ledger.ObjectReason;

/** A stage's own judgement that a series can't pass it. */
public class StageException extends Exception {

    private final transient Failure failure;
    private final transient List<ObjectReason> objects;

    public StageException(Failure.Kind kind, String reason, String detail) {
        this(new Failure(kind, reason, detail), List.of());
    }

    /** @param objects the evidence for single objects; it is kept if the series ends by this failure */
    public StageException(Failure failure, List<ObjectReason> objects) {
        super(failure.reason() + ": " + failure.detail());
        this.failure = failure;
        this.objects = List.copyOf(objects);
    }

    public Failure failure() {
        return failure;
    }

    public List<ObjectReason> objects() {
        return objects;
    }
}
