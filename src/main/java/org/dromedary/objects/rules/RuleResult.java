package org.dromedary.objects.rules;

import java.util.List;
import org.dromedary.dicom.data.DataSet;

/**
 * What the rules make of an object.
 *
 * @param head    the changed copy with the record of the change, or the very object that was given
 * @param applied the rules that changed something, or the one that decided, in their order
 * @param rule    the rule that decided against sending; null with {@link Verdict#SEND}
 * @param reason  why, in the rule's words, or what could not be done; never a value; null with {@link Verdict#SEND}
 */
public record RuleResult(DataSet head, List<Applied> applied, Verdict verdict, String rule, String reason) {

    /** What becomes of the object. */
    public enum Verdict {
        SEND,
        /** It is left out: skipped by policy. */
        DROP_OBJECT,
        /** Somebody has to look at it; also where a rule failed on it. */
        QUARANTINE,
        /** Its whole study is left out. */
        SKIP_STUDY
    }

    /**
     * A rule and what it changed.
     *
     * @param tags of the outermost level, ascending; none where it decided
     */
    public record Applied(String rule, List<Integer> tags) {
        public Applied {
            tags = List.copyOf(tags);
        }
    }

    public RuleResult {
        applied = List.copyOf(applied);
    }

    /** Whether {@link #head} differs from what was given. */
    public boolean isChanged() {
        return verdict == Verdict.SEND && !applied.isEmpty();
    }
}
