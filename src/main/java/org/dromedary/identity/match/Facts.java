package org.dromedary.identity.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.Agreement;
import org.dromedary.identity.match.Levels.Beside;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Elsewhere;
import org.dromedary.identity.match.Levels.Name;
import org.dromedary.identity.match.Levels.NumberOwner;
import org.dromedary.identity.match.Levels.Owner;
import org.dromedary.identity.match.Levels.SideAgreement;
import org.dromedary.identity.match.Levels.Time;
import org.dromedary.identity.match.Levels.Twin;

/** What the rules may ask of a study's best candidate. */
final class Facts {

    /** Log2 of how much likelier one patient must be than another for the two to be told apart. */
    private static final double TOLD_APART = 5;
    /** Bits by which an exam without a study fits no less, and by which it fits better. */
    private static final double NO_LESS = 1;
    private static final double BETTER = 3;
    /** Bits that another exam of the same patient is likelier to be meant than somebody else's. */
    private static final double SAME_PATIENT = 2;

    private final Header header;
    private final Candidate best;
    private final Comparison comparison;
    private final Weights weights;
    private final Claims.View claims;

    Facts(Header header, Candidate best, Comparison comparison, Weights weights, Claims.View claims) {
        this.header = header;
        this.best = best;
        this.comparison = comparison;
        this.weights = weights;
        this.claims = claims;
    }

    /**
     * By the name of the field.
     *
     * @param ranked   candidates with an exam
     * @param patients candidates without
     * @param exams    of the result
     */
    Map<String, String> of(List<Candidate> ranked, List<Candidate> patients, List<Exam> exams, Beside beside) {
        Map<String, String> facts = new HashMap<>();
        facts.put("identifier", Levels.word(best.identifier));
        facts.put("issuer", agreement(weights.issuer(header, best)));
        facts.put("name", Levels.word(best.name));
        facts.put("birth-date", Levels.word(best.birthDate));
        facts.put("sex", Levels.word(best.sex));
        facts.put("accession", Levels.word(best.accession));
        facts.put("time", Levels.word(best.time));
        facts.put("modality", agreement(weights.modality(header, best.exam)));
        facts.put("procedure", agreement(exams.stream().mapToDouble(exam -> weights.procedure(header, exam)).max()
                .orElse(0)));
        facts.put("side", Levels.word(side(exams)));
        facts.put("owner-of-identifier", Levels.word(owner(patients)));
        facts.put("shared-identifier",
                yes(weights.severalIssuers() && patients.stream().anyMatch(this::sharesIdentifier)));
        facts.put("twin", Levels.word(twin(patients)));
        facts.put("exam", taken(best.exam) ? "taken" : claims.all().wantedByOthers(best.exam) ? "wanted"
                : "free");
        facts.put("exam-status", Levels.word(best.exam.outcome));
        facts.put("exam-beside", Levels.word(beside));
        facts.put("other-exams", yes(ranked.stream().anyMatch(c -> mayBeMeant(c, exams))));
        facts.put("owner-of-accession", Levels.word(ownerOfNumber()));
        facts.put("exam-elsewhere", Levels.word(elsewhere(exams)));
        facts.put("study-uid", best.exam.studyUid.isEmpty() ? "missing"
                : best.exam.studyUid.equals(header.study.studyUid()) ? "same" : "different");
        facts.put("test-object", yes(header.testObject));
        return facts;
    }

    private static String yes(boolean holds) {
        return holds ? "yes" : "no";
    }

    static String agreement(double bits) {
        return Levels.word(bits > 1 ? Agreement.AGREES : bits >= -1 ? Agreement.NEUTRAL
                : bits >= -2.5 ? Agreement.DOUBTFUL : Agreement.DIFFERS);
    }

    private boolean taken(Exam exam) {
        return claims.byOthers(exam) > 0;
    }

    private SideAgreement side(List<Exam> exams) {
        Side of = exams.stream().map(exam -> exam.side).reduce(Side.NONE, Side::and);
        if (header.side == Side.NONE || of == Side.NONE) {
            return SideAgreement.NEUTRAL;
        }
        boolean part = of == Side.BOTH ? exams.size() > 1 : header.side == Side.BOTH;
        return header.side == of ? SideAgreement.AGREES
                : header.side.opposite(of) ? SideAgreement.DIFFERS : part ? SideAgreement.PART : SideAgreement.NEUTRAL;
    }

    /** The study's identifier is both patients', under several issuers, and what else it says fits both. */
    private boolean sharesIdentifier(Candidate other) {
        return other.person != best.person && header.owners.contains(other.person)
                && header.owners.contains(best.person) && other.patientScore > best.patientScore - TOLD_APART;
    }

    private Owner owner(List<Candidate> patients) {
        Owner worst = Owner.NONE;
        for (Candidate c : patients) {
            if (c.person != best.person && header.owners.contains(c.person) && !header.owners.contains(best.person)) {
                boolean agrees = c.birthDate == BirthDate.SAME || c.name.ordinal() <= Name.CLOSE.ordinal();
                worst = agrees || worst == Owner.AGREES ? Owner.AGREES : Owner.DIFFERS;
            }
        }
        return worst;
    }

    /** Whoever the RIS knows as born with the patient, and whoever has the study's birth date and surname. */
    private Twin twin(List<Candidate> patients) {
        boolean found = false;
        for (Candidate c : patients) {
            if (c.person != best.person && c.birthDate == BirthDate.SAME
                    && c.name.ordinal() <= Name.SURNAME.ordinal()) {
                if (c.name.ordinal() <= best.name.ordinal()) {
                    return Twin.ALIKE;
                }
                found = true;
            }
        }
        for (Person person : comparison.twins(best.person)) {
            if (comparison.patient(header, person).name.ordinal() <= best.name.ordinal()) {
                return Twin.ALIKE;
            }
            found = true;
        }
        return found ? Twin.YES : Twin.NO;
    }

    /**
     * Another exam of the patient about then that the study could be of. That a study has its number, which may be
     * wrong as well, rules it out only where it fits less.
     */
    private boolean mayBeMeant(Candidate other, List<Exam> exams) {
        return other.person == best.person && !exams.contains(other.exam) && other.exam.outcome.live()
                && !(claims.byNumberOfOthers(other.exam)
                        && fit(other.exam, other.gap) < fit(best.exam, best.gap) - SAME_PATIENT)
                && other.time.ordinal() <= Time.NEXT_DAY.ordinal()
                && !agreement(weights.modality(header, other.exam)).equals("differs")
                && !agreement(weights.procedure(header, other.exam)).equals("differs");
    }

    private NumberOwner ownerOfNumber() {
        if (best.accession != Accession.OTHER && best.accession != Accession.OTHER_FITS) {
            return NumberOwner.NONE;
        }
        return header.accessionOwners.stream().allMatch(this::taken) ? NumberOwner.TAKEN : NumberOwner.FREE;
    }

    /** Looks only where something speaks against the best: mostly everything agrees. */
    private Elsewhere elsewhere(List<Exam> exams) {
        boolean agrees = !taken(best.exam) && best.time == Time.MINUTES
                && agreement(weights.modality(header, best.exam)).equals("agrees")
                && agreement(weights.procedure(header, best.exam)).equals("agrees");
        if (agrees || header.day == Dates.NONE) {
            return Elsewhere.NONE;
        }
        double own = fit(best.exam, best.gap);
        double[] most = {Double.NEGATIVE_INFINITY};
        comparison.each(header.day - 1, header.day + 1, exam -> {
            int gap = TimeGap.bucket(exam.day, exam.minute, header.day, header.minute);
            boolean then = TimeGap.level(gap).ordinal() <= Time.NEXT_DAY.ordinal();
            if (then && exam.outcome.live() && !taken(exam) && !exams.contains(exam)
                    && !agreement(weights.modality(header, exam)).equals("differs")) {
                double likelier = exam.person == best.person ? SAME_PATIENT : 0;
                most[0] = Math.max(most[0], fit(exam, gap) + likelier - own);
            }
        });
        return most[0] > BETTER ? Elsewhere.FITS_BETTER : most[0] >= -NO_LESS ? Elsewhere.FITS : Elsewhere.NONE;
    }

    private double fit(Exam exam, int gap) {
        return weights.fit(header, exam) + weights.gap(header, gap);
    }
}
