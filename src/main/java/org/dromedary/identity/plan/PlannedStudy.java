package org.dromedary.identity.plan;

import java.time.LocalDate;

/**
 * What the frozen plan in force says of a study. Texts are never null; an empty one means that the plan has no value
 * and nothing is changed there.
 *
 * @param patientName        as a DICOM PN
 * @param accession          several exams of one study are one accession here: the first
 * @param examId             several are separated by a backslash
 * @param referringPhysician as a DICOM PN
 */
public record PlannedStudy(long studyId, int version, PlanDecision decision, String patientId, String issuer,
        String patientName, LocalDate birthDate, String sex, String accession, String accessionIssuer, String examId,
        String requestedProcedureId, String procedureCode, String procedureText, String referringPhysician,
        String rule, String decidedBy) {
}
