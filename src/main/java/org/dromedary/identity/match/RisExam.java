package org.dromedary.identity.match;

/**
 * An exam as the RIS knows it, with the patient for whom it was done. Texts are never null.
 *
 * @param performed local time as yyyy-MM-dd HH:mm or ISO 8601, empty if unknown
 */
public record RisExam(String examId, String accession, String patientId, String issuer, String lastName,
        String firstName, String middleName, String birthDate, String sex, String performed, String modality,
        String procedureCode, String procedureText, String bodyPart, String status, String studyUid) {
}
