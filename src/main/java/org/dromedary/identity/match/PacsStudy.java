package org.dromedary.identity.match;

/**
 * A study as the old PACS names it. Texts are as they came, never null, empty if the archive has none; dates and times
 * are DICOM DA and TM (PS3.5 §6.2), the name a DICOM PN, several modalities are separated by a backslash or a blank.
 */
public record PacsStudy(String studyUid, String patientId, String issuer, String patientName, String birthDate,
        String sex, String studyDate, String studyTime, String accession, String studyId, String modalities,
        String description, String bodyPart, String institution, String station) {
}
