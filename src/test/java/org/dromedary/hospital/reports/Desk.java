package org.dromedary.hospital.reports;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7Settings;
import org.dromedary.hospital.hl7.Outbox;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.Plan;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;

/** A desk with settings of a test, the rows around it, and what came of a report. */
final class Desk {

    final ReportDesk desk;
    final Sql sql;

    Desk(DataSource dataSource, Outbox outbox, Ledger ledger, Plan plan, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of("dromedary.reports.enabled", "true"));
        properties.putAll(more);
        Settings settings = Settings.load(properties);
        sql = Sql.over(dataSource);
        desk = new ReportDesk(dataSource, plan, outbox, ledger, settings.map(ReportSettings.class),
                settings.map(CoercionSettings.class), settings.map(Hl7Settings.class));
    }

    /** Everything of an earlier test goes. */
    static void clear(Sql sql) {
        for (String table : List.of("report_order", "report", "hl7_outbound", "hl7_message", "plan_entry", "ris_exam",
                "ris_other_id")) {
            sql.update("delete from " + table);
        }
        sql.update("update ris_patient set merged_into = null");
        sql.update("delete from ris_patient");
        sql.update("delete from plan_version");
    }

    long study(String patientId, String accession) {
        return study("1.2.99." + (UUID.randomUUID().getMostSignificantBits() >>> 1), patientId, accession);
    }

    long study(String uid, String patientId, String accession) {
        long patient = sql.query("""
                insert into patient (patient_id) values (?) on duplicate key update id = id returning id""",
                row -> row.getLong(1), patientId).get(0);
        return sql.query("""
                insert into study (patient_id, study_instance_uid, accession_number, study_date, found_at)
                values (?, ?, ?, '2024-02-01', utc_timestamp(3))
                on duplicate key update accession_number = values(accession_number) returning id""",
                row -> row.getLong(1), patient, uid, accession).get(0);
    }

    int version() {
        return sql.query("""
                insert into plan_version (frozen_at, frozen_by, rules, studies, digest)
                values (utc_timestamp(3), 'kim', '', 0, repeat(char(0), 32)) returning version""",
                row -> row.getInt(1)).get(0);
    }

    /** What a version says of a study. */
    void plan(int version, long study, String decision, String patientId, String name, String born, String accession,
            String exam) {
        sql.update("""
                insert into plan_entry (study_id, version, decision, patient_id, patient_name, birth_date, accession,
                    exam_id, decided_by, decided_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, 'kim', utc_timestamp(3))""", study, version, decision, patientId, name,
                born, accession, exam);
    }

    void patient(String id) {
        sql.update("insert into ris_patient (patient_id, origin, updated_at) values (?, 'CSV', utc_timestamp(3))"
                + " on duplicate key update origin = origin", id);
    }

    void merge(String from, String to) {
        patient(from);
        patient(to);
        sql.update("""
                update ris_patient p join ris_patient t on t.patient_id = ? set p.merged_into = t.id
                where p.patient_id = ?""", to, from);
    }

    void exam(String examId, String accession, String patientId) {
        sql.update("""
                insert into ris_exam (exam_id, accession, ris_patient_id, origin, updated_at)
                select ?, ?, id, 'CSV', utc_timestamp(3) from ris_patient where patient_id = ?""", examId, accession,
                patientId);
    }

    /** Has a message come in; returns what became of its report. */
    ReportLedger.Line take(byte[] body) throws Exception {
        long message = sql.query("""
                insert into hl7_message (sender, control_id, digest, type, received_at, state, state_since, body)
                values ('RIS|HOSP', ?, ?, 'ORU^R01', utc_timestamp(3), 'NEW', utc_timestamp(3), ?) returning id""",
                row -> row.getLong(1), UUID.randomUUID().toString(), new byte[32], body).get(0);
        QuarkusTransaction.requiringNew().call(() -> {
            desk.take(message);
            return null;
        });
        return line(message);
    }

    ReportLedger.Line take(String text) throws Exception {
        return take(text, StandardCharsets.UTF_8);
    }

    ReportLedger.Line take(String text, Charset charset) throws Exception {
        return take(text.replace("\n", "\r").getBytes(charset));
    }

    ReportLedger.Line line(long message) {
        ReportLedger.Line[] found = new ReportLedger.Line[1];
        new ReportLedger(sql).forEach(null, line -> found[0] = line.messageId() == message ? line : found[0]);
        return found[0];
    }

    byte[] sent(ReportLedger.Line line) {
        return sql.query("select body from hl7_outbound where id = ?", row -> row.getBytes(1), line.outboundId())
                .get(0);
    }
}
