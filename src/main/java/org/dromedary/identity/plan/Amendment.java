package org.dromedary.identity.plan;

import java.time.LocalDate;
import java.util.Map;
import org.dromedary.ledger.Sql;

/**
 * A version of the plan that follows the RIS: studies keep their decision and exam, and get the patient's values as the
 * RIS has them now.
 */
public final class Amendment {

    private final Sql sql;

    /** @param sql in a transaction of the caller's */
    public Amendment(Sql sql) {
        this.sql = sql;
    }

    /**
     * What the plan says of a patient.
     *
     * @param name      as a DICOM PN
     * @param birthDate null if there is none
     */
    public record PatientValues(String patientId, String issuer, String name, LocalDate birthDate, String sex) {
    }

    /** Until the transaction ends nobody else freezes; the version in force, 0 if there is none. */
    public int lock() {
        return sql.query("select version from plan_version order by version desc limit 1 for update",
                row -> row.getInt(1)).stream().findFirst().orElse(0);
    }

    /**
     * Amends; there must be a plan.
     *
     * @param patients by study (ledger id); each of them is in the plan
     * @param rule     what was followed, such as {@code adt-update} or {@code merge}
     * @param note     for the record; no patient data
     * @return the new version
     */
    public int amend(Map<Long, PatientValues> patients, String rule, String note) {
        int before = lock();
        int version = before + 1;
        sql.update("""
                insert into plan_version (version, frozen_at, frozen_by, note, rules, studies, digest)
                select ?, utc_timestamp(3), ?, left(?, 500), rules, ?, repeat(char(0), 32)
                from plan_version where version = ?""",
                version, WorkingDecisions.DROMEDARY, note, patients.size(), before);
        patients.forEach((studyId, patient) -> sql.update("""
                insert into plan_entry (study_id, version, decision, patient_id, issuer, patient_name, birth_date, sex,
                    accession, accession_issuer, exam_id, requested_procedure_id, procedure_code, procedure_text,
                    referring_physician, rule, decided_by, decided_at)
                select study_id, ?, decision, ?, ?, left(?, 400), ?, ?, accession, accession_issuer, exam_id,
                    requested_procedure_id, procedure_code, procedure_text, referring_physician, ?, ?,
                    utc_timestamp(3)
                from plan_entry where study_id = ? order by version desc limit 1""",
                version, patient.patientId(), patient.issuer(), patient.name(), patient.birthDate(), patient.sex(),
                rule, WorkingDecisions.DROMEDARY, studyId));
        sql.update("update plan_version set digest = ? where version = ?", PlanDigest.of(sql, version), version);
        return version;
    }
}
