package org.dromedary.identity.match;

import java.util.List;
import java.util.Locale;
import org.dromedary.identity.match.Judge.Verdict;

/** Says field by field what agreed and how much it counted. Names kinds of agreement, never a value. */
final class Explanation {

    private Explanation() {
    }

    static String of(Verdict verdict, Weights weights) {
        Candidate best = verdict.best();
        Header header = verdict.header();
        StringBuilder text = new StringBuilder();
        field(text, "identifier", Levels.word(best.identifier), weights.identifier(best));
        if (weights.severalIssuers()) {
            field(text, "issuer", verdict.facts().get("issuer"), weights.issuer(header, best));
        }
        field(text, "name", Levels.word(best.name), weights.name(best));
        field(text, "birth-date", Levels.word(best.birthDate), weights.birthDate(best));
        field(text, "sex", Levels.word(best.sex), weights.sex(best));
        field(text, "accession", Levels.word(best.accession), weights.accession(best));
        field(text, "time", Levels.word(best.time), weights.gap(header, best.gap));
        field(text, "modality", verdict.facts().get("modality"), weights.modality(header, best.exam));
        field(text, "procedure", verdict.facts().get("procedure"), weights.procedure(header, best.exam));
        text.append("exam ").append(verdict.facts().get("exam"));
        noted(text, verdict, "exam-status", "completed", "unknown", "missing");
        noted(text, verdict, "side", "neutral");
        noted(text, verdict, "exam-beside", "none");
        noted(text, verdict, "exam-elsewhere", "none");
        noted(text, verdict, "twin", "no");
        text.append(String.format(Locale.ROOT, "; odds 2^%.1f", verdict.odds()));
        return text.toString();
    }

    /** A fact that is mostly of no interest, where it is. */
    private static void noted(StringBuilder text, Verdict verdict, String fact, String... usual) {
        String level = verdict.facts().get(fact);
        if (!List.of(usual).contains(level)) {
            text.append("; ").append(fact).append(' ').append(level);
        }
    }

    private static void field(StringBuilder text, String name, String level, double bits) {
        text.append(name).append(' ').append(level).append(String.format(Locale.ROOT, " %+.1f; ", bits));
    }
}
