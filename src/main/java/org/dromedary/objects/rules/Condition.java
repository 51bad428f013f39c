package org.dromedary.objects.rules;

import java.io.IOException;

/** What {@code when} says. */
@FunctionalInterface
interface Condition {

    /** @throws RuleFailure if that can't be said of this object */
    boolean holds(Subject subject) throws IOException;
}
