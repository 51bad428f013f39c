package org.dromedary.ledger;

import java.time.LocalDate;

/**
 * A study as one answer of the source tells it, with its patient; null where the source said nothing.
 *
 * @param birthDateText (0010,0030) as it came, also if it is no date
 */
public record StudyFound(String patientId, String issuer, String patientName, LocalDate birthDate, String sex,
        String studyInstanceUid, LocalDate studyDate, String studyTime, String accessionNumber, String description,
        String modalities, String referringPhysician, Integer expectedSeries, Integer expectedInstances,
        String birthDateText, String studyId, String institution) {

    /** Without what few archives answer at this level. */
    public StudyFound(String patientId, String issuer, String patientName, LocalDate birthDate, String sex,
            String studyInstanceUid, LocalDate studyDate, String studyTime, String accessionNumber,
            String description, String modalities, String referringPhysician, Integer expectedSeries,
            Integer expectedInstances) {
        this(patientId, issuer, patientName, birthDate, sex, studyInstanceUid, studyDate, studyTime, accessionNumber,
                description, modalities, referringPhysician, expectedSeries, expectedInstances, null, null, null);
    }
}
