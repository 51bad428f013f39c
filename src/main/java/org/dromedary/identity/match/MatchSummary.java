package org.dromedary.identity.match;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of matching came to.
 *
 * @param leastOdds         a study whose odds (log2) are below goes to review
 * @param expectedFalseRate by the model, among all that are MATCH
 * @param byRule            decisions by the rule's name
 * @param mergeCycles       merges that lead back to where they began; none of them was followed
 * @param weights           what was learned, one line a field
 */
public record MatchSummary(long studies, long exams, long patients, long matched, long review, long none,
        double leastOdds, double expectedFalseRate, Map<String, Long> byRule, int mergeCycles, List<String> weights) {

    /** For people, a line each. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(line("%d studies, %d exams, %d patients in the RIS", studies, exams, patients));
        text.append(line("match %d (%.1f %%), review %d, none %d", matched,
                studies == 0 ? 0 : 100.0 * matched / studies, review, none));
        text.append(line("least odds for a match 2^%.1f; expected false matches %.2g of all matches", leastOdds,
                expectedFalseRate));
        if (mergeCycles > 0) {
            text.append(line("%d merges of patients lead in a circle and were not followed: correct them in the RIS",
                    mergeCycles));
        }
        byRule.forEach((rule, count) -> text.append(line("  %-32s %d", rule, count)));
        weights.forEach(weight -> text.append(weight).append('\n'));
        return text.toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + '\n';
    }
}
