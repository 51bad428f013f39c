package org.dromedary.hospital.ris;

import static org.dromedary.hospital.ris.PatientRows.marks;
import static org.dromedary.hospital.ris.PatientRows.newer;
import static org.dromedary.hospital.ris.PatientRows.tuples;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Texts;

/** The rows of some exams, read once, changed in memory and written back; as {@link PatientRows}. */
final class ExamRows {

    /** Of an exam that has begun: from then on its time is when it was done. */
    private static final Set<String> DONE = Set.of("IN_PROGRESS", "COMPLETED", "PERFORMED", "REPORTED", "FINAL",
            "VERIFIED", "DONE");

    private static final String UPSERT = """
            insert into ris_exam (exam_id, ris_patient_id, accession, accession_issuer, filler, performed, modality,
                procedure_code, procedure_text, body_part, status, requested_procedure_id, referring_physician,
                study_instance_uid, origin, updated_at) values %s
            on duplicate key update ris_patient_id = values(ris_patient_id), accession = values(accession),
                accession_issuer = values(accession_issuer), filler = values(filler), performed = values(performed),
                modality = values(modality), procedure_code = values(procedure_code),
                procedure_text = values(procedure_text), body_part = values(body_part), status = values(status),
                requested_procedure_id = values(requested_procedure_id),
                referring_physician = values(referring_physician), study_instance_uid = values(study_instance_uid),
                origin = values(origin), updated_at = values(updated_at)""";

    private final Sql sql;
    private final Map<String, Row> byExamId = new LinkedHashMap<>();

    ExamRows(Sql sql) {
        this.sql = sql;
    }

    /** One row as it is to be. */
    private static final class Row {
        private final String examId;
        private long patient;
        private String accession = "";
        private String accessionIssuer = "";
        private String filler = "";
        private LocalDateTime performed;
        private String modality = "";
        private String procedureCode = "";
        private String procedureText = "";
        private String bodyPart = "";
        private String status = "";
        private String requestedProcedureId = "";
        private String referringPhysician = "";
        private String studyInstanceUid = "";
        private Origin origin;
        private LocalDateTime updatedAt = LocalDateTime.MIN;

        private Row(String examId) {
            this.examId = examId;
        }

        private static Row of(ResultSet row) throws SQLException {
            Row exam = new Row(row.getString("exam_id"));
            exam.patient = row.getLong("ris_patient_id");
            exam.accession = row.getString("accession");
            exam.accessionIssuer = row.getString("accession_issuer");
            exam.filler = row.getString("filler");
            exam.performed = row.getObject("performed", LocalDateTime.class);
            exam.modality = row.getString("modality");
            exam.procedureCode = row.getString("procedure_code");
            exam.procedureText = row.getString("procedure_text");
            exam.bodyPart = row.getString("body_part");
            exam.status = row.getString("status");
            exam.requestedProcedureId = row.getString("requested_procedure_id");
            exam.referringPhysician = row.getString("referring_physician");
            exam.studyInstanceUid = row.getString("study_instance_uid");
            exam.updatedAt = row.getObject("updated_at", LocalDateTime.class);
            return exam;
        }

        private void say(ExamRecord record, long patientRow, Origin from, LocalDateTime asOf) {
            patient = patientRow;
            boolean done = DONE.contains(status.toUpperCase(Locale.ROOT));
            performed = record.time() == null || record.scheduled() && done ? performed : record.time();
            accession = newer(record.accession(), accession, 64);
            accessionIssuer = newer(record.accessionIssuer(), accessionIssuer, 128);
            filler = newer(record.filler(), filler, 128);
            modality = newer(record.modality(), modality, 64);
            procedureCode = newer(record.procedureCode(), procedureCode, 64);
            procedureText = newer(record.procedureText(), procedureText, 255);
            bodyPart = newer(record.bodyPart(), bodyPart, 64);
            status = newer(record.status(), status, 32);
            requestedProcedureId = newer(record.requestedProcedureId(), requestedProcedureId, 64);
            referringPhysician = newer(record.referringPhysician(), referringPhysician, 400);
            studyInstanceUid = newer(uid(record.studyInstanceUid()), studyInstanceUid, Texts.MAX_UID);
            origin = from;
            updatedAt = asOf;
        }

        private static String uid(String text) {
            return text == null || text.isEmpty() || text.matches("[0-9.]{1,128}") ? text : null;
        }

        private void addValues(List<Object> values) {
            Collections.addAll(values, examId, patient, accession, accessionIssuer, filler, performed, modality,
                    procedureCode, procedureText, bodyPart, status, requestedProcedureId, referringPhysician,
                    studyInstanceUid, origin.name(), updatedAt);
        }
    }

    void load(Collection<String> examIds) {
        List<String> distinct = examIds.stream().distinct().toList();
        sql.query("select * from ris_exam where exam_id in (" + marks(distinct.size()) + ")", Row::of,
                distinct.toArray()).forEach(row -> byExamId.put(row.examId, row));
    }

    /** Takes in what a record says, unless something newer is known; false if so. */
    boolean say(ExamRecord record, long patientRow, Origin origin, LocalDateTime asOf) {
        Row row = byExamId.computeIfAbsent(record.examId(), Row::new);
        if (asOf.isBefore(row.updatedAt)) {
            return false;
        }
        row.say(record, patientRow, origin, asOf);
        return true;
    }

    void write() {
        List<Row> changed = byExamId.values().stream().filter(row -> row.origin != null).toList();
        if (!changed.isEmpty()) {
            List<Object> values = new ArrayList<>();
            changed.forEach(row -> row.addValues(values));
            sql.update(UPSERT.formatted(tuples(changed.size(), 16)), values.toArray());
        }
    }
}
