package org.dromedary.ledger;

import java.time.LocalDate;

/** A study as one answer of the source tells it, with its patient; null where the source said nothing. */
public record StudyFound(String patientId, String issuer, String patientName, LocalDate birthDate, String sex,
        String studyInstanceUid, LocalDate studyDate, String studyTime, String accessionNumber, String description,
        String modalities, String referringPhysician, Integer expectedSeries, Integer expectedInstances) {
}
