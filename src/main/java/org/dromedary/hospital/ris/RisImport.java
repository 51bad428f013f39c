package org.dromedary.hospital.ris;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.dromedary.hospital.ris.RisLedger.Merged;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;

/**
 * Takes an export in, a chunk a transaction: ended in the middle, it is done again from its beginning. Exams and
 * patients that are not in it stay; an export is no list of what there is not.
 */
public final class RisImport {

    private static final int BATCH_SIZE = 500;

    private final Sql sql;
    private final RisSettings settings;
    private final CoercionSettings coercion;
    private final Origin origin;
    private final LocalDateTime asOf;
    private final List<ExamRecord> exams = new ArrayList<>();
    private final List<PatientRecord> patients = new ArrayList<>();
    private final List<RisPatient> merges = new ArrayList<>();
    private int examsRead;
    private int examsNewer;
    private int patientsRead;
    private int merged;
    private int mergesRefused;
    private int unreadable;

    /**
     * @param sql  over connections in which no transaction is begun
     * @param asOf when the RIS wrote the export, UTC: what is known of later stays
     */
    public RisImport(Sql sql, RisSettings settings, CoercionSettings coercion, Origin origin, LocalDateTime asOf) {
        this.sql = sql;
        this.settings = settings;
        this.coercion = coercion;
        this.origin = origin;
        this.asOf = asOf;
    }

    /**
     * What was done.
     *
     * @param older         exams of which something newer is known
     * @param mergesRefused of an identity into itself, or into one that was merged into it
     * @param unreadable    rows without an exam id or Patient ID, or with one that is too long
     * @param notAsPlanned  studies whose patient the plan, or what was applied, has otherwise
     */
    public record Counts(int exams, int older, int patients, int merges, int mergesRefused, int unreadable,
            int notAsPlanned) {
    }

    /** Both, to the end. */
    public Counts run(Iterable<RisExam> examRows, Iterable<RisPatient> patientRows) {
        for (RisExam row : examRows) {
            exam(row, null, null, null);
        }
        for (RisPatient row : patientRows) {
            patient(row);
        }
        return finish();
    }

    /** One exam; the texts beside the row may be null. */
    void exam(RisExam row, String accessionIssuer, String requestedProcedureId, String referringPhysician) {
        if (row.examId().isBlank() || row.patientId().isBlank() || row.examId().length() > 128
                || row.patientId().length() > 128) {
            unreadable++;
            return;
        }
        ExamRecord record = ExamRecord.of(row, accessionIssuer, requestedProcedureId, referringPhysician);
        exams.add(record.of(issued(record.patient())));
        if (exams.size() == BATCH_SIZE) {
            writeExams();
        }
    }

    void patient(RisPatient row) {
        if (row.patientId().isBlank() || row.patientId().length() > 128) {
            unreadable++;
            return;
        }
        patients.add(issued(PatientRecord.of(row)));
        if (!row.mergedInto().isBlank()) {
            merges.add(row);
        }
        if (patients.size() == BATCH_SIZE) {
            writePatients();
        }
    }

    /** Writes what is left, and has the plan follow. */
    Counts finish() {
        writeExams();
        writePatients();
        return new Counts(examsRead, examsRead - examsNewer, patientsRead, merged, mergesRefused, unreadable, follow());
    }

    private PatientRecord issued(PatientRecord record) {
        return record.of(record.identity().issuedBy(settings));
    }

    private void writeExams() {
        examsRead += exams.size();
        examsNewer += sql.inTransaction(own -> new RisLedger(own).putExams(exams, origin, asOf));
        exams.clear();
    }

    private void writePatients() {
        patientsRead += patients.size();
        sql.inTransaction(own -> {
            RisLedger ledger = new RisLedger(own);
            ledger.putPatients(patients, origin, asOf);
            for (RisPatient row : merges) {
                Merged result = ledger.merge(new Identity(row.patientId(), row.issuer()).issuedBy(settings),
                        new Identity(row.mergedInto(), row.mergedIntoIssuer()).issuedBy(settings), origin, asOf);
                merged += result == Merged.DONE ? 1 : 0;
                mergesRefused += result == Merged.SELF || result == Merged.CYCLE ? 1 : 0;
            }
            return null;
        });
        patients.clear();
        merges.clear();
    }

    private int follow() {
        List<Identity> outdated = new ArrayList<>(sql.inTransaction(own -> new PlanFollowUp(own, settings, coercion)
                .outdated()));
        int different = 0;
        for (int from = 0; from < outdated.size(); from += BATCH_SIZE) {
            List<Identity> chunk = outdated.subList(from, Math.min(outdated.size(), from + BATCH_SIZE));
            different += sql.inTransaction(own -> new PlanFollowUp(own, settings, coercion)
                    .patients(new LinkedHashSet<>(chunk), "import", null));
        }
        return different;
    }
}
