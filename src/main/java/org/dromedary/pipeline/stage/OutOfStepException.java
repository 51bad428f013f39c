package org.dromedary.pipeline.stage;

import org.dromedary.ledger.SeriesState;

/**
 * A message at a stage that the ledger does not have the series at: a duplicate after a crash, or the message of a
 * transition after which the process died before it could send the next one. The ledger is right.
 */
public class OutOfStepException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SeriesState state;

    public OutOfStepException(SeriesState state) {
        super("the ledger has the series at " + state);
        this.state = state;
    }

    public SeriesState state() {
        return state;
    }
}
