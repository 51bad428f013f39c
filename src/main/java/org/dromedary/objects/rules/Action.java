package org.dromedary.objects.rules;

import java.io.IOException;
import org.dromedary.objects.rules.RuleResult.Verdict;

/** One of what {@code do} says. */
@FunctionalInterface
interface Action {

    /**
     * Changes the object, or decides.
     *
     * @return null if the rules go on
     * @throws RuleFailure if it can't be done without loss
     */
    Verdict apply(Subject subject) throws IOException;

    /** An action that only changes. */
    @FunctionalInterface
    interface Change {
        void apply(Subject subject) throws IOException;
    }

    static Action changing(Change change) {
        return subject -> {
            change.apply(subject);
            return null;
        };
    }
}
