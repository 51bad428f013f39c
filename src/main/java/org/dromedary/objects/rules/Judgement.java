package org.dromedary.objects.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * By what the objects of a series are judged and changed; the same one gives the same objects, whenever they are sent.
 *
 * @param at    whole milliseconds, as the ledger keeps them
 * @param facts known when it was judged
 */
public record Judgement(RuleSet rules, Instant at, SeriesFacts facts) {

    public Judgement {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * For one object.
     *
     * @param system our AE title
     * @param keys   of {@link RulesInForce#keys()}
     */
    public RuleContext context(String sourceAet, String transferSyntaxUid, String system, Map<String, String> keys) {
        return RuleContext.of(sourceAet, transferSyntaxUid, at, system).with(facts).withKeys(keys);
    }
}
