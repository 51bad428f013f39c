package org.dromedary.testing.site;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The accession number as the old PACS has it. */
final class AccessionErrors {
    private static final Comparator<Exam> BY_TIME = Comparator.comparing(exam -> exam.performed);

    private final SiteProfile profile;
    private final ErrorRates rates;
    private final Dice dice;
    private final List<Exam> exams;

    /** @param exams in the order of time */
    AccessionErrors(SiteProfile profile, Dice dice, List<Exam> exams) {
        this.profile = profile;
        this.rates = profile.rates();
        this.dice = dice;
        this.exams = exams;
    }

    /** @param only whether nothing else tells whose study it is, so that the number stays recognisable */
    void fill(Study study, boolean only) {
        Exam exam = study.numberOf == null ? study.exam() : study.numberOf;
        study.accession = exam.accession;
        if (exam.performed.getYear() < profile.noAccessions() && !only) {
            study.accession = "";
            study.errors.add("acc_missing_period");
        } else if (study.accession.endsWith(".1") && dice.hits(rates.of("acc_sub_lost"))) {
            study.accession = exam.accession.substring(0, exam.accession.length() - 2);
            study.errors.add("acc_sub_lost");
        } else if (!only && dice.hits(rates.of("acc_missing"))) {
            study.accession = "";
            study.errors.add("acc_missing");
        } else if (!only && dice.hits(rates.of("acc_in_study_id"))) {
            study.studyId = exam.accession;
            study.accession = "";
            study.errors.add("acc_in_study_id");
        } else if (!only && exam.inRis() && dice.hits(rates.of("acc_other_exam"))) {
            boolean known = !study.errors.contains("id_temporary") && !study.errors.contains("id_missing");
            Exam other = near(exam, known && dice.hits(rates.of("acc_of_neighbour")));
            if (other.person != exam.person) {
                study.accession = other.accession;
                study.errors.add("acc_other_exam");
            }
        } else {
            mistyped(study, exam.accession, only);
        }
    }

    private void mistyped(Study study, String accession, boolean only) {
        String bare = accession.replaceFirst("^([A-Z]{1,3}|\\d{4}-)(?=\\d)", "");
        if (accession.startsWith("0") && dice.hits(rates.of("acc_leading_zero_lost"))) {
            become(study, accession.replaceFirst("^0+(?=.)", ""), "acc_leading_zero_lost");
        } else if (!bare.equals(accession) && dice.hits(rates.of("acc_prefix_lost"))) {
            become(study, bare, "acc_prefix_lost");
        } else if (dice.hits(rates.of("acc_prefix_added"))) {
            become(study, "RAD" + accession, "acc_prefix_added");
        } else if (dice.hits(rates.of("acc_suffix"))) {
            become(study, accession + dice.of(List.of(".1", "-1", "A", "B", "_2")), "acc_suffix");
        } else if (!only && dice.hits(rates.of("acc_truncated"))) {
            become(study, accession.substring(0, accession.length() - 3), "acc_truncated");
        } else if (!only && dice.hits(rates.of("acc_retyped"))) {
            become(study, Typos.digit(dice, accession), "acc_retyped");
        }
    }

    private static void become(Study study, String accession, String error) {
        if (!accession.equals(study.accession)) {
            study.accession = accession;
            study.errors.add(error);
        }
    }

    /** Somebody else's exam in the RIS: of the same hours if it is a neighbour, else of the weeks around. */
    Exam near(Exam exam, boolean neighbour) {
        int at = Math.max(0, Collections.binarySearch(exams, exam, BY_TIME));
        int reach = neighbour ? 3 : 40;
        Exam other;
        int tries = 0;
        do {
            other = exams.get(Math.floorMod(at + dice.between(-reach, reach), exams.size()));
        } while ((other.person == exam.person || !other.inRis()) && tries++ < 50);
        return other;
    }
}
