package org.dromedary.identity.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dromedary.identity.match.Decision;
import org.dromedary.ledger.Sql;

/** What is decided on each study so far: by matching, unless a person decided. Nothing applies before a freeze. */
public final class WorkingDecisions {

    /** Who decides where no person did. */
    public static final String DROMEDARY = "dromedary";
    /** Rule of a decision by a person. */
    static final String PERSON = "person";
    /** Rule of a study that a person decided on and whose exam is gone. */
    static final String EXAM_GONE = "exam-gone";

    /** More exams than that for one study are for a person to judge. */
    private static final int MAX_EXAMS_LENGTH = 500;
    private static final String BY_MATCHING = "decided_by = '" + DROMEDARY + "'";

    private final Sql sql;

    public WorkingDecisions(Sql sql) {
        this.sql = sql;
    }

    /**
     * Writes what matching says, of up to some hundred studies. Where a person decided, that stays, and only what
     * explains the proposal is renewed.
     */
    void propose(List<Decision> decisions) {
        Map<String, Long> ids = ids(decisions);
        List<Object> values = new ArrayList<>();
        int rows = 0;
        for (Decision decision : decisions) {
            Long id = ids.get(decision.studyUid());
            if (id != null) {
                rows++;
                String exams = String.join(Exams.SEPARATOR, decision.exams());
                boolean fits = exams.length() <= MAX_EXAMS_LENGTH;
                values.addAll(Arrays.asList(id, fits ? decision.kind().name() : PlanDecision.REVIEW.name(),
                        cut(decision.patientId(), 128), cut(decision.issuer(), 128), fits ? exams : "",
                        cut(decision.rule(), 128), finite(decision.score()), finite(decision.secondScore()),
                        cut(decision.explanation(), 1000), lines(decision.candidates())));
            }
        }
        if (rows > 0) {
            // The assignments run from left to right and see each other's results (MariaDB): the order matters.
            sql.update("""
                    insert into study_match (study_id, decision, patient_id, issuer, exam_id, rule, score, second_score,
                        explanation, candidates, decided_by, decided_at) values %2$s
                    on duplicate key update
                        decided_at = if(%1$s and not (decision = values(decision) and exam_id = values(exam_id)
                            and patient_id = values(patient_id) and issuer = values(issuer)),
                            values(decided_at), decided_at),
                        decision = if(%1$s, values(decision), decision),
                        patient_id = if(%1$s, values(patient_id), patient_id),
                        issuer = if(%1$s, values(issuer), issuer),
                        exam_id = if(%1$s, values(exam_id), exam_id),
                        rule = if(%1$s, values(rule), rule),
                        score = values(score), second_score = values(second_score),
                        explanation = values(explanation), candidates = values(candidates)""".formatted(BY_MATCHING,
                    String.join(", ", Collections.nCopies(rows, "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '" + DROMEDARY
                            + "', utc_timestamp(3))"))), values.toArray());
        }
    }

    private Map<String, Long> ids(List<Decision> decisions) {
        Map<String, Long> ids = new HashMap<>();
        sql.query("select study_instance_uid, id from study where study_instance_uid in (%s)".formatted(
                String.join(", ", Collections.nCopies(decisions.size(), "?"))), row -> ids.put(row.getString(1),
                row.getLong(2)), decisions.stream().map(Decision::studyUid).toArray());
        return ids;
    }

    private static Double finite(double score) {
        return Double.isFinite(score) ? score : null;
    }

    private static String lines(List<Decision.Candidate> candidates) {
        return candidates.stream().map(candidate -> candidate.score() + " " + candidate.examId())
                .collect(Collectors.joining("\n"));
    }

    static List<Decision.Candidate> candidates(String lines) {
        return lines.lines().map(line -> line.split(" ", 2))
                .map(parts -> new Decision.Candidate(parts[1], Double.parseDouble(parts[0]))).toList();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Puts back to review what a person matched with an exam that is gone; returns the studies' ledger ids. */
    List<Long> reopenGone() {
        List<Long> gone = new ArrayList<>(sql.query("""
                select m.study_id from study_match m
                left join ris_exam e on e.exam_id = substring_index(m.exam_id, char(92 using utf8mb4), 1)
                where m.decision = 'MATCH' and m.decided_by <> ? and e.id is null""", row -> row.getLong(1),
                DROMEDARY));
        Exams exams = new Exams(sql);
        sql.query("""
                select study_id, exam_id from study_match
                where decision = 'MATCH' and decided_by <> ? and instr(exam_id, char(92 using utf8mb4)) > 0""",
                row -> Map.entry(row.getLong(1), Exams.split(row.getString(2))), DROMEDARY).stream()
                .filter(study -> !exams.find(study.getValue()).keySet().containsAll(study.getValue()))
                .map(Map.Entry::getKey).filter(id -> !gone.contains(id)).forEach(gone::add);
        gone.forEach(id -> sql.update("""
                update study_match set decision = 'REVIEW', rule = ?, decided_by = ?, decided_at = utc_timestamp(3)
                where study_id = ?""", EXAM_GONE, DROMEDARY, id));
        return gone;
    }

    /**
     * What a person answers on a study.
     *
     * @param exams with MATCH: the exams that the study shows, all of one patient
     */
    public record Answer(PlanDecision decision, List<String> exams) {

        /** Reads {@code none}, {@code hold}, {@code review} or exam ids separated by a backslash. */
        public static Answer of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "none" -> new Answer(PlanDecision.NONE, List.of());
                case "hold" -> new Answer(PlanDecision.HOLD, List.of());
                case "review" -> new Answer(PlanDecision.REVIEW, List.of());
                default -> new Answer(PlanDecision.MATCH, Exams.split(text));
            };
        }

        String examId() {
            return String.join(Exams.SEPARATOR, exams);
        }
    }

    /**
     * Writes a person's decision; REVIEW gives the study back to matching. The same answer again changes nothing.
     *
     * @return whether anything changed
     * @throws PlanException if there is no such study or exam, or the exams are of several patients
     */
    public boolean decide(long studyId, Answer answer, String by, String note) {
        if (sql.query("select id from study where id = ?", row -> 1, studyId).isEmpty()) {
            throw new PlanException("There is no study " + studyId);
        }
        boolean back = answer.decision() == PlanDecision.REVIEW;
        Optional<Current> current = current(studyId);
        if (current.map(now -> now.decision() == answer.decision() && now.examId().equals(answer.examId())
                && now.byPerson() != back).orElse(false)) {
            return false;
        }
        Exams.Identity patient = answer.exams().isEmpty() ? new Exams.Identity("", "") : patientOf(answer.exams());
        sql.update("""
                insert into study_match (study_id, decision, patient_id, issuer, exam_id, rule, decided_by, decided_at,
                    note) values (?, ?, ?, ?, ?, ?, left(?, 64), utc_timestamp(3), left(?, 500))
                on duplicate key update decision = values(decision), patient_id = values(patient_id),
                    issuer = values(issuer), exam_id = values(exam_id), rule = values(rule),
                    decided_by = values(decided_by), decided_at = values(decided_at), note = values(note)""",
                studyId, answer.decision().name(), patient.patientId(), patient.issuer(), answer.examId(), PERSON,
                back ? DROMEDARY : by, note == null ? "" : note);
        return true;
    }

    private Exams.Identity patientOf(List<String> examIds) {
        Exams exams = new Exams(sql);
        Exams.Identity patient = null;
        for (String id : examIds) {
            if (exams.find(List.of(id)).isEmpty()) {
                throw new PlanException("The RIS inventory has no exam with the id that was answered");
            }
            Exams.Identity its = exams.survivor(id).orElseThrow(() -> new PlanException(
                    "The patient of the exam is merged in a circle: mend that in the RIS first"));
            if (patient != null && !patient.equals(its)) {
                throw new PlanException("The exams are of several patients");
            }
            patient = its;
        }
        return patient;
    }

    private record Current(PlanDecision decision, String examId, boolean byPerson) {
        static Current of(ResultSet row) throws SQLException {
            return new Current(PlanDecision.valueOf(row.getString(1)), row.getString(2),
                    !DROMEDARY.equals(row.getString(3)));
        }
    }

    private Optional<Current> current(long studyId) {
        return sql.query("select decision, exam_id, decided_by from study_match where study_id = ? for update",
                Current::of, studyId).stream().findFirst();
    }

    /** The number of studies by decision, and those by a person among them. */
    public Map<PlanDecision, Long> counts() {
        Map<PlanDecision, Long> counts = new EnumMap<>(PlanDecision.class);
        sql.forEach("select decision, count(*) from study_match group by decision",
                row -> counts.put(PlanDecision.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }
}
