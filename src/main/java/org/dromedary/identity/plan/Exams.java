package org.dromedary.identity.plan;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.identity.match.RisExam;
import org.dromedary.ledger.Sql;

/** Single exams of the RIS inventory, and the patients that they belong to now. */
final class Exams {

    /** Several exams of one study are written in one text. */
    static final String SEPARATOR = "\\";

    private static final int BATCH_SIZE = 500;
    private static final int MAX_CHAIN = 100;

    private final Sql sql;

    Exams(Sql sql) {
        this.sql = sql;
    }

    /** The exam ids of a text. */
    static List<String> split(String examId) {
        return examId.isEmpty() ? List.of() : List.of(examId.split("\\\\"));
    }

    /** Those of these exams that there are. */
    Map<String, RisExam> find(Collection<String> examIds) {
        Map<String, RisExam> found = new LinkedHashMap<>();
        List<String> ids = examIds.stream().distinct().toList();
        for (int begin = 0; begin < ids.size(); begin += BATCH_SIZE) {
            List<String> part = ids.subList(begin, Math.min(ids.size(), begin + BATCH_SIZE));
            sql.query("""
                    select e.*, date_format(e.performed, '%%Y-%%m-%%d %%H:%%i') performed_text, p.patient_id risPatient,
                        p.issuer, p.last_name, p.first_name, p.middle_name, p.birth_date, p.sex
                    from ris_exam e join ris_patient p on p.id = e.ris_patient_id where e.exam_id in (%s)"""
                    .formatted(String.join(", ", Collections.nCopies(part.size(), "?"))), Exams::exam, part.toArray())
                    .forEach(exam -> found.put(exam.examId(), exam));
        }
        return found;
    }

    /** The patient that goes on for an exam's, Patient ID and issuer; empty if the merges go round in a circle. */
    Optional<Identity> survivor(String examId) {
        return sql.query("""
                with recursive goes (id, merged_into, steps) as (
                    select p.id, p.merged_into, 0 from ris_exam e join ris_patient p on p.id = e.ris_patient_id
                    where e.exam_id = ?
                    union all
                    select p.id, p.merged_into, g.steps + 1 from goes g join ris_patient p on p.id = g.merged_into
                    where g.steps < ?)
                select p.patient_id, p.issuer from goes g join ris_patient p on p.id = g.id
                where g.merged_into is null""", row -> new Identity(row.getString(1), row.getString(2)), examId,
                MAX_CHAIN).stream().findFirst();
    }

    /** A Patient ID and its issuer. */
    record Identity(String patientId, String issuer) {
    }

    private static RisExam exam(ResultSet row) throws SQLException {
        String born = row.getString("birth_date");
        String performed = row.getString("performed_text");
        return new RisExam(row.getString("exam_id"), row.getString("accession"), row.getString("risPatient"),
                row.getString("issuer"), row.getString("last_name"), row.getString("first_name"),
                row.getString("middle_name"), born == null ? "" : born, row.getString("sex"),
                performed == null ? "" : performed, row.getString("modality"), row.getString("procedure_code"),
                row.getString("procedure_text"), row.getString("body_part"), row.getString("status"),
                row.getString("study_instance_uid"));
    }
}
