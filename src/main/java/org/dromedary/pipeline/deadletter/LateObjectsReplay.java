package org.dromedary.pipeline.deadletter;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.Handler;
import org.dromedary.ledger.Stage;

/** Asks again for a series of which objects came after its last attempt. Doing it twice does no harm. */
@Singleton
@Named("lateObjectsReplay")
public class LateObjectsReplay {

    private static final String BY = "late objects";

    private final DeadLetters deadLetters;
    private final Suspects suspects;

    LateObjectsReplay(DeadLetters deadLetters, Suspects suspects) {
        this.deadLetters = deadLetters;
        this.suspects = suspects;
    }

    /** A series that is still on its way is asked for again when it has ended: the clock calls again. */
    @Handler
    public void askAgain(long seriesId) {
        DeadLetterFilter series = new DeadLetterFilter(null, Stage.RETRIEVE.id(), null, seriesId);
        if (deadLetters.replay(series, BY) == 0) {
            suspects.askAgain(series, BY);
        }
    }
}
