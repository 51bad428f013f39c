package org.dromedary.identity.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dromedary.identity.match.RisExam;
import org.dromedary.ledger.Sql;

/** The studies with their candidates, for a person to look at. */
public final class Review {

    private static final int PAGE = 500;
    private static final String SELECT = "select " + InventoriedStudy.COLUMNS + """
            , m.decision, m.patient_id match_patient, m.issuer match_issuer, m.exam_id, m.rule, m.decided_by, m.note,
                m.score, m.second_score, m.explanation, m.candidates
            from study_match m straight_join study t on t.id = m.study_id
            straight_join patient p on p.id = t.patient_id where\s""";

    private final Sql sql;

    public Review(Sql sql) {
        this.sql = sql;
    }

    /** One study; empty if nothing is decided or proposed on it yet. */
    public Optional<ReviewStudy> study(long id) {
        return withExams(sql.query(SELECT + "m.study_id = ?", ReviewStudy::of, id)).stream().findFirst();
    }

    /**
     * Studies in the order of their ledger ids.
     *
     * @param only  of this decision, or null for all
     * @param after ledger id behind which to begin
     */
    public List<ReviewStudy> page(PlanDecision only, long after, int limit) {
        List<ReviewStudy> rows = only == null
                ? sql.query(SELECT + "m.study_id > ? order by m.study_id limit ?", ReviewStudy::of, after, limit)
                : sql.query(SELECT + "m.decision = ? and m.study_id > ? order by m.study_id limit ?", ReviewStudy::of,
                        only.name(), after, limit);
        return withExams(rows);
    }

    /** Every study of this decision, or of any if null; a page at a time. */
    public void forEach(PlanDecision only, Consumer<ReviewStudy> studies) {
        new Paged<>(after -> page(only, after, PAGE), ReviewStudy::id).forEach(studies);
    }

    /** So many of them, drawn by lot. */
    public void sample(PlanDecision only, int size, Consumer<ReviewStudy> studies) {
        List<Long> drawn = only == null
                ? sql.query("select study_id from study_match order by rand() limit ?", row -> row.getLong(1), size)
                : sql.query("select study_id from study_match where decision = ? order by rand() limit ?",
                        row -> row.getLong(1), only.name(), size);
        drawn.stream().sorted().forEach(id -> study(id).ifPresent(studies));
    }

    private List<ReviewStudy> withExams(List<ReviewStudy> studies) {
        List<String> ids = new ArrayList<>();
        studies.forEach(study -> study.candidates().forEach(candidate -> ids.add(candidate.examId())));
        Map<String, RisExam> exams = new Exams(sql).find(ids);
        return studies.stream().map(study -> study.with(exams)).toList();
    }
}
