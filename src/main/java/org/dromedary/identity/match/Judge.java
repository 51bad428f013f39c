package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.Agreement;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.Levels.Owner;

/** Weighs the candidates of a study against one another, and says what the rules make of the best. */
final class Judge {

    /** Minutes between exams that were planned as one. */
    private static final int TOGETHER = 5;
    private static final int MAX_TOGETHER = 4;
    /** Log2 of how much likelier one patient must be than another to be told from him. */
    private static final double TOLD_APART = 5;

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
    }

    /** @param claims null in the first pass, in which they are made */
    Verdict verdict(Header header, Claims claims) {
        List<Candidate> all = comparison.candidates(header);
        List<Candidate> ranked = new ArrayList<>(all.size());
        List<Candidate> patients = new ArrayList<>();
        for (Candidate candidate : all) {
            weights.score(header, candidate);
            (candidate.exam == null ? patients : ranked).add(candidate);
        }
        ranked.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        if (claims != null) {
            boolean own = !ranked.isEmpty() && claims.sure(odds(header, ranked, patients, List.of(ranked.get(0).exam)));
            Exam first = ranked.isEmpty() ? null : ranked.get(0).exam;
            for (Candidate c : ranked) {
                c.claim = claims.bits(c.exam, own && c.exam == first);
                c.score += c.claim;
            }
            ranked.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        }
        Candidate patient = patients.stream().max(Comparator.comparingDouble(c -> c.score)).orElse(null);
        Map<String, String> facts = new HashMap<>();
        facts.put("test-object", header.testObject ? "yes" : "no");
        if (ranked.isEmpty()) {
            return new Verdict(header, ranked, patient, List.of(), Double.NEGATIVE_INFINITY,
                    Double.NEGATIVE_INFINITY, rule(facts), facts);
        }
        Candidate best = ranked.get(0);
        List<Exam> exams = together(best, claims);
        double odds = odds(header, ranked, patients, exams);
        double second = rivals(header, ranked, patients, exams).max().orElse(Double.NEGATIVE_INFINITY);
        facts(header, best, patients, claims, facts);
        return new Verdict(header, ranked, patient, exams, odds, second, rule(facts), facts);
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

    /** The exam, and those planned with it that no study has for itself. */
    private List<Exam> together(Candidate best, Claims claims) {
        List<Exam> exams = new ArrayList<>(List.of(best.exam));
        if (claims == null || claims.others(best.exam, true) > 0) {
            return exams;
        }
        for (Exam other : best.person.exams) {
            if (plannedTogether(best.exam, other) && claims.others(other, false) == 0 && exams.size() < MAX_TOGETHER) {
                exams.add(other);
            }
        }
        return exams;
    }

    static boolean plannedTogether(Exam one, Exam other) {
        return one != other && one.day == other.day && one.minute != Dates.NONE && other.minute != Dates.NONE
                && Math.abs(one.minute - other.minute) <= TOGETHER && one.modality == other.modality
                && one.status == other.status && one.procedure != other.procedure;
    }

    private void facts(Header header, Candidate best, List<Candidate> patients, Claims claims,
            Map<String, String> facts) {
        facts.put("identifier", Levels.word(best.identifier));
        facts.put("issuer", agreement(weights.issuer(header, best)));
        facts.put("name", Levels.word(best.name));
        facts.put("birth-date", Levels.word(best.birthDate));
        facts.put("sex", Levels.word(best.sex));
        facts.put("accession", Levels.word(best.accession));
        facts.put("time", Levels.word(best.time));
        facts.put("modality", agreement(weights.modality(header, best.exam)));
        facts.put("procedure", agreement(weights.procedure(header, best.exam)));
        facts.put("owner-of-identifier", Levels.word(owner(header, best, patients)));
        facts.put("shared-identifier", weights.severalIssuers() && patients.stream()
                .anyMatch(c -> sharesIdentifier(header, c, best)) ? "yes" : "no");
        facts.put("twin", patients.stream().anyMatch(c -> isTwin(c, best)) ? "yes" : "no");
        facts.put("exam", claims != null && claims.others(best.exam, true) > 0 ? "taken" : "free");
        facts.put("study-uid", best.exam.studyUid.isEmpty() ? "missing"
                : best.exam.studyUid.equals(header.study.studyUid()) ? "same" : "different");
    }

    /** The study's identifier is both patients', under several issuers, and what else it says fits both. */
    private static boolean sharesIdentifier(Header header, Candidate other, Candidate best) {
        return other.person != best.person && header.owners.contains(other.person)
                && header.owners.contains(best.person) && other.patientScore > best.patientScore - TOLD_APART;
    }

    private static boolean isTwin(Candidate other, Candidate best) {
        return other.person != best.person && other.birthDate == BirthDate.SAME
                && other.name.ordinal() <= Name.SURNAME.ordinal();
    }

    private static Owner owner(Header header, Candidate best, List<Candidate> patients) {
        Owner worst = Owner.NONE;
        for (Candidate c : patients) {
            if (c.person != best.person && header.owners.contains(c.person)
                    && !header.owners.contains(best.person)) {
                boolean agrees = c.birthDate == BirthDate.SAME || c.name.ordinal() <= Name.CLOSE.ordinal();
                worst = agrees || worst == Owner.AGREES ? Owner.AGREES : Owner.DIFFERS;
            }
        }
        return worst;
    }

    static String agreement(double bits) {
        return Levels.word(bits > 1 ? Agreement.AGREES : bits < -2.5 ? Agreement.DIFFERS : Agreement.NEUTRAL);
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
        Candidate best = verdict.best();
        boolean byAccession = Set.of(Accession.SAME, Accession.VARIANT, Accession.OTHER_FITS).contains(best.accession);
        if (verdict.odds() < rules.doubtful && !byAccession) {
            return new Outcome(Decision.Kind.NONE, "no-exam-likely");
        }
        if (rule != null && rule.decide().equals("review")) {
            return new Outcome(Decision.Kind.REVIEW, rule.name());
        }
        if (rule != null && rule.decide().equals("match") && verdict.odds() >= rules.leastRuleOdds) {
            return new Outcome(Decision.Kind.MATCH, rule.name());
        }
        return new Outcome(verdict.odds() >= leastOdds ? Decision.Kind.MATCH : Decision.Kind.REVIEW, "score");
    }

    /** Whether only the odds may keep it from being a match. */
    static boolean mayMatch(Verdict verdict) {
        return verdict.rule() == null || !Set.of("none", "review").contains(verdict.rule().decide());
    }
}
