package org.dromedary.hospital.ris;

import static org.dromedary.hospital.ris.PatientRecord.said;

import java.time.LocalDateTime;
import org.dromedary.identity.match.RisExam;

/**
 * What one source says of an exam. Of every text, null says nothing and an empty one takes the value away.
 *
 * @param examId             the RIS's own key
 * @param time               hospital's local time, or null
 * @param scheduled          whether the time is only when it was to be done: never in place of when it was done
 * @param referringPhysician as a DICOM PN
 */
public record ExamRecord(String examId, PatientRecord patient, String accession, String accessionIssuer,
        LocalDateTime time, boolean scheduled, String modality, String procedureCode, String procedureText,
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
                LocalTimes.read(row.performed()), false, said(row.modality()), said(row.procedureCode()),
                said(row.procedureText()), said(row.bodyPart()), said(row.status()), requestedProcedureId,
                referringPhysician, said(row.studyUid()));
    }

    /** The same exam of another patient. */
    ExamRecord of(PatientRecord other) {
        return new ExamRecord(examId, other, accession, accessionIssuer, time, scheduled, modality, procedureCode,
                procedureText, bodyPart, status, requestedProcedureId, referringPhysician, studyInstanceUid);
    }

    /** The same exam under another key. */
    ExamRecord withId(String id) {
        return new ExamRecord(id, patient, accession, accessionIssuer, time, scheduled, modality, procedureCode,
                procedureText, bodyPart, status, requestedProcedureId, referringPhysician, studyInstanceUid);
    }
}
