package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.Beside;

/** Weighs the candidates of a study against one another, and says what the rules make of the best. */
final class Judge {

    private static final int MAX_TOGETHER = 4;
    /** The number leads to the exam. */
    private static final Set<Accession> BY_NUMBER = EnumSet.of(Accession.SAME, Accession.VARIANT);

    private final Comparison comparison;
    private final Weights weights;
    private final MatchRules rules;

    Judge(Comparison comparison, Weights weights, MatchRules rules) {
        this.comparison = comparison;
        this.weights = weights;
        this.rules = rules;
    }

    /**
     * What is known of a study before the threshold.
     *
     * @param ranked  candidates with an exam, best first
     * @param patient the best patient, null if there is none
     * @param exams   those of the result: more than one if the study covers several
     * @param odds    log2 of the odds that the best is right and all others wrong
     * @param second  score of the best that contradicts: another exam or patient, or an exam that the RIS doesn't know
     * @param rule    the rule that holds, null if none
     */
    record Verdict(Header header, List<Candidate> ranked, Candidate patient, List<Exam> exams, double odds,
            double second, MatchRules.Rule rule, Map<String, String> facts) {

        Candidate best() {
            return ranked.isEmpty() ? null : ranked.get(0);
        }

        boolean byNumber() {
            return BY_NUMBER.contains(best().accession);
        }
    }

    /** @param claims null in the first pass, in which they are made: that finds the best, and asks no rule */
    Verdict verdict(Header header, Claims claims) {
        List<Candidate> all = comparison.candidates(header);
        List<Candidate> ranked = new ArrayList<>(all.size());
        List<Candidate> patients = new ArrayList<>();
        for (Candidate candidate : all) {
            weights.score(header, candidate);
            (candidate.exam == null ? patients : ranked).add(candidate);
        }
        ranked.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        Claims.View view = claims == null ? null : reweighed(header, ranked, patients, claims);
        Candidate patient = patients.stream().max(Comparator.comparingDouble(c -> c.score)).orElse(null);
        if (ranked.isEmpty()) {
            Map<String, String> facts = Map.of("test-object", header.testObject ? "yes" : "no");
            return new Verdict(header, ranked, patient, List.of(), Double.NEGATIVE_INFINITY,
                    Double.NEGATIVE_INFINITY, rule(facts), facts);
        }
        Candidate best = ranked.get(0);
        List<Exam> exams = new ArrayList<>(List.of(best.exam));
        if (view == null) {
            return new Verdict(header, ranked, patient, exams, odds(header, ranked, patients, exams),
                    Double.NEGATIVE_INFINITY, null, Map.of());
        }
        Beside beside = beside(header.side, best, view, exams);
        double odds = odds(header, ranked, patients, exams);
        double second = rivals(header, ranked, patients, exams).max().orElse(Double.NEGATIVE_INFINITY);
        Map<String, String> facts = new Facts(header, best, comparison, weights, view)
                .of(ranked, patients, exams, beside);
        return new Verdict(header, ranked, patient, exams, odds, second, rule(facts), facts);
    }

    /** Adds what the claims on each exam say. */
    private Claims.View reweighed(Header header, List<Candidate> ranked, List<Candidate> patients, Claims claims) {
        boolean own = !ranked.isEmpty() && claims.sure(odds(header, ranked, patients, List.of(ranked.get(0).exam)));
        Exam first = own ? ranked.get(0).exam : null;
        for (Candidate c : ranked) {
            c.claim = claims.bits(c.exam, c.exam == first);
            c.score += c.claim;
        }
        ranked.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        return new Claims.View(claims, first);
    }

    private double odds(Header header, List<Candidate> ranked, List<Candidate> patients, List<Exam> exams) {
        return ranked.get(0).score - Weights.log2(1 + rivals(header, ranked, patients, exams)
                .map(score -> Math.pow(2, Math.min(500, score))).sum());
    }

    /** Scores of all that contradict: other exams, other patients, and an exam that the RIS doesn't know. */
    private DoubleStream rivals(Header header, List<Candidate> ranked, List<Candidate> patients, List<Exam> exams) {
        Candidate best = ranked.get(0);
        DoubleStream others = Stream.concat(ranked.stream().filter(c -> !exams.contains(c.exam)),
                patients.stream().filter(c -> c.person != best.person)).mapToDouble(c -> c.score);
        return DoubleStream.concat(others,
                DoubleStream.of(best.score - best.claim - weights.againstNoExam(header, best)));
    }

    /** Adds to the exam those planned with it that no study has for itself, and says what stands beside it. */
    private static Beside beside(Side done, Candidate best, Claims.View claims, List<Exam> exams) {
        boolean taken = claims.byOthers(best.exam) > 0;
        Beside beside = Beside.NONE;
        for (Exam other : best.person.exams) {
            if (claims.byOthers(other) > 0) {
                continue;
            }
            if (Orders.repeated(best.exam, other, done)) {
                beside = Beside.REPEATED;
            } else if (Orders.plannedTogether(best.exam, other)) {
                if (!taken && exams.size() < MAX_TOGETHER) {
                    exams.add(other);
                }
                beside = beside == Beside.REPEATED ? beside : taken ? Beside.OPEN : Beside.ADDED;
            }
        }
        if (exams.stream().anyMatch(one -> exams.stream().anyMatch(other -> Orders.repeated(one, other, done)))) {
            return Beside.REPEATED;
        }
        return claims.all().shared(exams) ? Beside.SHARED : beside;
    }

    private MatchRules.Rule rule(Map<String, String> facts) {
        return rules.rules.stream().filter(rule -> rule.holds(facts)).findFirst().orElse(null);
    }

    /** What becomes of a study, and the name of what decided. */
    record Outcome(Decision.Kind kind, String rule) {
    }

    /** @param leastOdds for a match by score alone */
    Outcome outcome(Verdict verdict, double leastOdds) {
        MatchRules.Rule rule = verdict.rule();
        if (rule != null && rule.decide().equals("none")) {
            return new Outcome(Decision.Kind.NONE, rule.name());
        }
        if (verdict.ranked().isEmpty()) {
            return new Outcome(Decision.Kind.NONE, "no-candidate");
        }
        if (!likely(verdict)) {
            return new Outcome(Decision.Kind.NONE, "no-exam-likely");
        }
        if (rule != null && rule.decide().equals("review")) {
            return new Outcome(Decision.Kind.REVIEW, rule.name());
        }
        if (rule != null && rule.decide().equals("match") && verdict.odds() >= rule.leastOdds()) {
            return new Outcome(Decision.Kind.MATCH, rule.name());
        }
        return new Outcome(verdict.odds() >= leastOdds ? Decision.Kind.MATCH : Decision.Kind.REVIEW, "score");
    }

    /** Whether a person should look at the best, at least: a number leads to it, or it is not too unlikely. */
    boolean likely(Verdict verdict) {
        Candidate best = verdict.best();
        return best != null && (verdict.odds() >= rules.doubtful || BY_NUMBER.contains(best.accession)
                || best.accession == Accession.OTHER_FITS);
    }

    /** Whether only the odds may keep it from being a match. */
    static boolean mayMatch(Verdict verdict) {
        return verdict.rule() == null || !Set.of("none", "review").contains(verdict.rule().decide());
    }
}
