package org.dromedary.hospital.reports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.ledger.Sql;

/** Which studies an order number may belong to: first by the plan, then by the RIS, last by what the old PACS says. */
final class ExamSearch {

    private static final String IN_FORCE = " and e.version = (select max(l.version) from plan_entry l"
            + " where l.study_id = e.study_id)";

    private final Sql sql;

    ExamSearch(Sql sql) {
        this.sql = sql;
    }

    /**
     * An exam of the RIS.
     *
     * @param patientId of the patient for whom it was done, as the RIS has it
     */
    record Exam(String examId, String accession, String studyUid, String patientId, String issuer) {
    }

    /** Studies in sets, the surest set first; none is empty. */
    List<Set<Long>> studies(ReportMessage.Order order, String patientId) {
        List<Set<Long>> found = new ArrayList<>();
        add(found, byUid(order.studyUid()));
        for (String number : order.numbers()) {
            add(found, planned(number, patientId));
        }
        for (String number : order.numbers()) {
            for (Exam exam : exams(number)) {
                add(found, byUid(exam.studyUid()));
                add(found, planned(exam.examId(), patientId));
                add(found, planned(exam.accession(), patientId));
            }
        }
        for (String number : order.numbers()) {
            add(found, ids("select id from study where accession_number = ? order by id limit 50", number));
        }
        return found;
    }

    /** The RIS's exams that have this number. */
    List<Exam> exams(String number) {
        return sql.query("""
                select x.exam_id, x.accession, x.study_instance_uid, p.patient_id, p.issuer
                from (select id from ris_exam where exam_id = ? union select id from ris_exam where accession = ?
                    limit 20) found join ris_exam x on x.id = found.id join ris_patient p on p.id = x.ris_patient_id
                order by x.id""", row -> new Exam(row.getString(1), row.getString(2), row.getString(3),
                row.getString(4), row.getString(5)), number, number);
    }

    private Set<Long> byUid(String uid) {
        return uid.isEmpty() ? Set.of() : ids("select id from study where study_instance_uid = ?", uid);
    }

    /** By accession or exam in the plan in force; a study that covers several exams is found among the patient's. */
    private Set<Long> planned(String number, String patientId) {
        if (number.isEmpty()) {
            return Set.of();
        }
        Set<Long> studies = ids("select e.study_id from plan_entry e where e.accession = ?" + IN_FORCE
                + " order by 1 limit 50", number);
        studies.addAll(ids("select e.study_id from plan_entry e where e.exam_id = ?" + IN_FORCE
                + " order by 1 limit 50", number));
        if (!patientId.isEmpty()) {
            studies.addAll(ids("select e.study_id from plan_entry e where e.patient_id = ? and e.exam_id <> ? and"
                    + " find_in_set(?, replace(e.exam_id, char(92 using utf8mb4), ',')) > 0" + IN_FORCE
                    + " order by 1 limit 50", patientId, number, number));
        }
        return studies;
    }

    private Set<Long> ids(String query, Object... parameters) {
        return new LinkedHashSet<>(sql.query(query, row -> row.getLong(1), parameters));
    }

    private static void add(List<Set<Long>> found, Set<Long> studies) {
        if (!studies.isEmpty() && !found.contains(studies)) {
            found.add(studies);
        }
    }
}
