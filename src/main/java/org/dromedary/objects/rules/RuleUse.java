package org.dromedary.objects.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many objects of a series a rule changed or decided on.
 *
 * @param outcome {@code CHANGED}, or the verdict
 */
public record RuleUse(String rule, String outcome, int objects) {

    public static final String CHANGED = "CHANGED";

    /** Counts over the objects of a series. For one thread. */
    public static final class Counter {

        private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

        public void add(RuleResult result) {
            String outcome = result.verdict() == RuleResult.Verdict.SEND ? CHANGED : result.verdict().name();
            if (result.rule() != null) {
                add(result.rule(), outcome);
            } else {
                result.applied().forEach(applied -> add(applied.rule(), outcome));
            }
        }

        private void add(String rule, String outcome) {
            counts.computeIfAbsent(rule, name -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
        }

        public List<RuleUse> uses() {
            List<RuleUse> uses = new ArrayList<>();
            counts.forEach((rule, outcomes) ->
                    outcomes.forEach((outcome, objects) -> uses.add(new RuleUse(rule, outcome, objects))));
            return uses;
        }
    }
}
