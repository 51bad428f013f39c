package org.dromedary.objects.rules;

import java.util.List;
import java.util.Set;

/**
 * A named rule.
 *
 * @param why   for the record
 * @param line  in the file
 * @param keys  names of the keys that its hashes use
 * @param reads what the condition looks at: attributes of the outermost level by keyword or tag, and names as aet
 */
record Rule(String name, String why, int line, Condition when, List<Action> actions, Set<String> reads,
        Set<String> keys) {

    Rule {
        actions = List.copyOf(actions);
        reads = Set.copyOf(reads);
        keys = Set.copyOf(keys);
    }
}
