package org.dromedary.hospital.ris;

import static org.dromedary.hospital.ris.PatientRecord.said;

import java.time.LocalDateTime;
import org.dromedary.identity.match.RisExam;

/**
 * What one source says of an exam. Of every text, null says nothing and an empty one takes the value away.
 *
 * @param examId             the RIS's own key
 * @param filler             what the filler calls it (OBR-3, ORC-3), null if nobody says
 * @param time               hospital's local time, or null
 * @param scheduled          whether the time is only when it was to be done: never in place of when it was done
 * @param referringPhysician as a DICOM PN
 */
public record ExamRecord(String examId, PatientRecord patient, String accession, String accessionIssuer,
        String filler, LocalDateTime time, boolean scheduled, String modality, String procedureCode,
        String procedureText,
        String bodyPart, String status, String requestedProcedureId, String referringPhysician,
        String studyInstanceUid) {

    /** A row of an export, whose empty columns say nothing. */
    public static ExamRecord of(RisExam row) {
        return of(row, null, null, null);
    }

    /** The same with what an export may have beside what matching needs; each may be null. */
    public static ExamRecord of(RisExam row, String accessionIssuer, String requestedProcedureId,
            String referringPhysician) {
        return new ExamRecord(row.examId(), PatientRecord.of(row), said(row.accession()), accessionIssuer,
                null, LocalTimes.read(row.performed()), false, said(row.modality()), said(row.procedureCode()),
                said(row.procedureText()), said(row.bodyPart()), said(row.status()), requestedProcedureId,
                referringPhysician, said(row.studyUid()));
    }

    /** Whether it has an accession number that is not merely what the filler calls it. */
    boolean accessionIsItsOwn() {
        return accession != null && !accession.equals(filler);
    }

    /** The same exam of another patient. */
    ExamRecord of(PatientRecord other) {
        return new ExamRecord(examId, other, accession, accessionIssuer, filler, time, scheduled, modality,
                procedureCode, procedureText, bodyPart, status, requestedProcedureId, referringPhysician,
                studyInstanceUid);
    }

    /** The same exam under another key. */
    ExamRecord withId(String id) {
        return new ExamRecord(id, patient, accession, accessionIssuer, filler, time, scheduled, modality,
                procedureCode, procedureText, bodyPart, status, requestedProcedureId, referringPhysician,
                studyInstanceUid);
    }

    /** The same, of whose accession number nothing is said. */
    ExamRecord withoutAccession() {
        return new ExamRecord(examId, patient, null, null, filler, time, scheduled, modality, procedureCode,
                procedureText, bodyPart, status, requestedProcedureId, referringPhysician, studyInstanceUid);
    }
}
