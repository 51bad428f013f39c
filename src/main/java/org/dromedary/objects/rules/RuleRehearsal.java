package org.dromedary.objects.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.objects.rules.Differences.Difference;
import org.dromedary.objects.rules.RuleResult.Applied;
import org.dromedary.objects.rules.RuleResult.Verdict;

/** Applies rules to heads and counts what they do; nothing is changed or sent. For one thread. */
public final class RuleRehearsal {

    /** A rule that could not be carried out, as outcome beside {@link RuleUse#CHANGED} and the verdicts. */
    public static final String FAILED = "FAILED";

    private final RuleSet rules;
    private final int examplesOfRule;
    private final Map<String, Map<String, Tally>> tallies = new LinkedHashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private long objects;
    private long changed;

    /** What a rule did in all. */
    private static final class Tally {
        private long objects;
        private int examples;
        private final Set<String> series = new HashSet<>();
        private final Set<String> studies = new HashSet<>();
    }

    /** Objects, series and studies on which a rule had an outcome. */
    public record Count(String rule, String outcome, long objects, long series, long studies) {
    }

    /**
     * What a rule did to an object: has patient data.
     *
     * @param source    the object's file
     * @param attribute by its path; empty where the rule decided
     * @param before    null: the attribute was absent
     * @param after     null: it is absent; the reason where the rule decided or failed
     */
    public record Example(String rule, String outcome, String source, String attribute, String before, String after) {
    }

    /** @param examplesOfRule objects of which examples are kept, of each rule and outcome */
    public RuleRehearsal(RuleSet rules, int examplesOfRule) {
        this.rules = rules;
        this.examplesOfRule = examplesOfRule;
        rules.names().forEach(name -> tallies.put(name, new TreeMap<>()));
    }

    /** @param source what names the object in examples */
    public void add(String source, DataSet head, RuleContext context) throws IOException {
        RuleResult result = rules.apply(head, context);
        objects++;
        if (result.verdict() != Verdict.SEND) {
            boolean failed = !rules.why(result.rule()).equals(result.reason());
            String outcome = failed ? FAILED : result.verdict().name();
            if (count(result.rule(), outcome, head)) {
                examples.add(new Example(result.rule(), outcome, source, "", null, result.reason()));
            }
            return;
        }
        changed += result.isChanged() ? 1 : 0;
        for (Applied applied : result.applied()) {
            if (count(applied.rule(), RuleUse.CHANGED, head)) {
                for (Difference one : Differences.of(head, result.head(), applied.tags())) {
                    examples.add(new Example(applied.rule(), RuleUse.CHANGED, source, one.attribute(), one.before(),
                            one.after()));
                }
            }
        }
    }

    /** Returns whether an example is wanted. */
    private boolean count(String rule, String outcome, DataSet head) {
        Tally tally = tallies.get(rule).computeIfAbsent(outcome, name -> new Tally());
        tally.objects++;
        tally.series.add(head.getString(Tag.SeriesInstanceUID, ""));
        tally.studies.add(head.getString(Tag.StudyInstanceUID, ""));
        return tally.examples++ < examplesOfRule;
    }

    public long objects() {
        return objects;
    }

    /** Objects that would be sent otherwise than they are. */
    public long changed() {
        return changed;
    }

    /** In the order of the rules; one with no objects for a rule that did nothing. */
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        tallies.forEach((rule, outcomes) -> {
            outcomes.forEach((outcome, tally) -> counts.add(new Count(rule, outcome, tally.objects,
                    tally.series.size(), tally.studies.size())));
            if (outcomes.isEmpty()) {
                counts.add(new Count(rule, "-", 0, 0, 0));
            }
        });
        return counts;
    }

    public List<Example> examples() {
        return List.copyOf(examples);
    }
}
