package org.dromedary.identity.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.dromedary.identity.match.Decision;
import org.dromedary.identity.match.PacsStudy;
import org.dromedary.identity.match.RisExam;

/**
 * A study with what is decided on it so far and the exams that a person should look at.
 *
 * @param id          in the ledger
 * @param patientId   decided or proposed; empty if there is none
 * @param examId      decided or proposed, several separated by a backslash; empty if there is none
 * @param score       of the best candidate, null if there is none
 * @param secondScore of the best one that contradicts it, null if there is none
 * @param candidates  best first
 */
public record ReviewStudy(long id, PacsStudy pacs, PlanDecision decision, String patientId, String issuer,
        String examId, String rule, String decidedBy, String note, Double score, Double secondScore,
        String explanation, List<Candidate> candidates) {

    /**
     * An exam that the study could belong to.
     *
     * @param score null if matching did not name it: a person did
     * @param exam  as the RIS inventory has it; null if it is gone
     */
    public record Candidate(String examId, Double score, RisExam exam) {
    }

    /** Whether a person decided. */
    public boolean byPerson() {
        return !decidedBy.equals(WorkingDecisions.DROMEDARY);
    }

    /** What reads as the answer that a person gave, empty if none did. */
    public String answer() {
        if (!byPerson()) {
            return "";
        }
        return decision == PlanDecision.MATCH ? examId : decision.name().toLowerCase(Locale.ROOT);
    }

    /** Candidates without their exams. */
    static ReviewStudy of(ResultSet row) throws SQLException {
        String examId = row.getString("exam_id");
        List<Candidate> candidates = new ArrayList<>();
        for (Decision.Candidate candidate : WorkingDecisions.candidates(row.getString("candidates"))) {
            candidates.add(new Candidate(candidate.examId(), candidate.score(), null));
        }
        for (String id : Exams.split(examId)) {
            if (candidates.stream().noneMatch(candidate -> candidate.examId().equals(id))) {
                candidates.add(new Candidate(id, null, null));
            }
        }
        return new ReviewStudy(row.getLong("id"), InventoriedStudy.of(row).pacs(),
                PlanDecision.valueOf(row.getString("decision")), row.getString("match_patient"),
                row.getString("match_issuer"), examId, row.getString("rule"), row.getString("decided_by"),
                row.getString("note"), row.getObject("score", Double.class),
                row.getObject("second_score", Double.class), row.getString("explanation"), candidates);
    }

    ReviewStudy with(Map<String, RisExam> exams) {
        return new ReviewStudy(id, pacs, decision, patientId, issuer, examId, rule, decidedBy, note, score,
                secondScore, explanation, candidates.stream().map(candidate -> new Candidate(candidate.examId(),
                candidate.score(), exams.get(candidate.examId()))).toList());
    }

    /** The fields in which the study and an exam are not the same, letter case and punctuation aside. */
    public List<String> differs(RisExam exam) {
        List<String> fields = new ArrayList<>();
        addIf(fields, "patient_id", !Likeness.sameText(pacs.patientId(), exam.patientId()));
        addIf(fields, "name", !Likeness.sameName(pacs.patientName(), name(exam)));
        addIf(fields, "birth_date", !Likeness.digits(pacs.birthDate()).equals(Likeness.digits(exam.birthDate())));
        addIf(fields, "sex", !Likeness.sameText(pacs.sex(), exam.sex()));
        addIf(fields, "accession", !Likeness.sameText(pacs.accession(), exam.accession()));
        String day = Likeness.digits(exam.performed());
        addIf(fields, "date", !Objects.equals(pacs.studyDate(), day.length() >= 8 ? day.substring(0, 8) : day));
        addIf(fields, "modality", !List.of(pacs.modalities().split("\\\\")).contains(exam.modality()));
        return fields;
    }

    /** As a DICOM PN. */
    static String name(RisExam exam) {
        return (exam.lastName() + "^" + exam.firstName() + "^" + exam.middleName()).replaceAll("\\^+$", "");
    }

    private static void addIf(List<String> fields, String field, boolean differs) {
        if (differs) {
            fields.add(field);
        }
    }
}
