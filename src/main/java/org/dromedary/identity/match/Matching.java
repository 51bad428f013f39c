package org.dromedary.identity.match;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dromedary.identity.match.Judge.Outcome;
import org.dromedary.identity.match.Judge.Verdict;

/**
 * Finds the patient and the exam of each study. Goes over the studies four times: learns the weights from a sample,
 * finds which exam each study wants, finds from which odds on to match, and decides. Memory is taken for the exams and
 * patients (about half a kilobyte each), not for the studies.
 */
public final class Matching {

    private static final int SHOWN = 5;

    private final MatchRules rules;

    private Matching(MatchRules rules) {
        this.rules = rules;
    }

    /** A matching by the given rules; it may run more than once. */
    public static Matching with(MatchRules rules) {
        return new Matching(rules);
    }

    /**
     * Decides on every study, in their order. Each iterable is iterated several times and must give the same each time.
     *
     * @param out takes each decision as soon as it is made, in this thread
     */
    public MatchSummary run(Iterable<PacsStudy> studies, Iterable<RisExam> exams, Iterable<RisPatient> patients,
            Consumer<Decision> out) {
        Site site = Site.of(rules, exams, patients);
        Comparison comparison = new Comparison(site);
        Weights weights = new Learning(site, comparison).from(studies);
        Judge judge = new Judge(comparison, weights, rules);
        Unplaced unplaced = new Unplaced(site.words);
        Claims claims = new Claims(site.exams.size(), unplaced);
        for (PacsStudy study : studies) {
            Verdict verdict = judge.verdict(new Header(study, site), null);
            if (verdict.best() != null) {
                claims.claim(verdict.best().exam, verdict.odds(), verdict.byNumber());
            }
        }
        claims.close(site.exams, weights);
        Threshold threshold = new Threshold(rules.leastOdds);
        for (PacsStudy study : studies) {
            Verdict verdict = judge.verdict(new Header(study, site), claims);
            if (Judge.mayMatch(verdict)) {
                threshold.add(verdict.odds());
            }
            if (judge.likely(verdict)) {
                claims.result(verdict.exams());
            } else {
                unplaced.add(verdict.header());
            }
        }
        claims.settle();
        double leastOdds = threshold.at(rules.falseMatchRate);
        Tally tally = new Tally();
        for (PacsStudy study : studies) {
            Verdict verdict = judge.verdict(new Header(study, site), claims);
            Decision decision = decision(verdict, judge.outcome(verdict, leastOdds), weights);
            tally.add(decision, verdict.odds());
            out.accept(decision);
        }
        return tally.summary(site, leastOdds, weights);
    }

    private static Decision decision(Verdict verdict, Outcome outcome, Weights weights) {
        Header header = verdict.header();
        Candidate best = verdict.best();
        boolean nothing = outcome.kind() == Decision.Kind.NONE || best == null;
        Candidate patient = nothing ? verdict.patient() : best;
        if (patient != null && nothing && (patient.score < 0 || header.testObject)) {
            patient = null;
        }
        List<Exam> exams = nothing ? List.of() : verdict.exams();
        List<Decision.Candidate> candidates = verdict.ranked().stream().limit(SHOWN)
                .map(c -> new Decision.Candidate(c.exam.examId, c.score)).toList();
        String rule = outcome.rule() + (exams.size() > 1 && outcome.kind() == Decision.Kind.MATCH
                ? "+exams-planned-together" : "");
        return new Decision(header.study.studyUid(), outcome.kind(), patient == null ? "" : patient.person.patientId,
                patient == null ? "" : patient.person.issuer, exams.stream().map(exam -> exam.examId).toList(),
                exams.stream().map(exam -> exam.accession).toList(),
                best == null ? Double.NEGATIVE_INFINITY : best.score, verdict.second(), rule,
                best == null ? "" : Explanation.of(verdict, weights), candidates);
    }

    /** Counts what was decided. */
    private static final class Tally {

        private final long[] kinds = new long[Decision.Kind.values().length];
        private final Map<String, Long> byRule = new TreeMap<>();
        private double expectedFalse;

        void add(Decision decision, double odds) {
            kinds[decision.kind().ordinal()]++;
            byRule.merge(decision.kind().name().toLowerCase(java.util.Locale.ROOT) + " by " + decision.rule(), 1L,
                    Long::sum);
            if (decision.kind() == Decision.Kind.MATCH) {
                expectedFalse += Threshold.falsehood(odds);
            }
        }

        MatchSummary summary(Site site, double leastOdds, Weights weights) {
            long matched = kinds[Decision.Kind.MATCH.ordinal()];
            long review = kinds[Decision.Kind.REVIEW.ordinal()];
            long none = kinds[Decision.Kind.NONE.ordinal()];
            return new MatchSummary(matched + review + none, site.exams.size(), site.persons.size(), matched, review,
                    none, leastOdds, matched == 0 ? 0 : expectedFalse / matched, byRule, site.mergeCycles(),
                    weights.lines());
        }
    }
}
