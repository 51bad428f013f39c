package org.dromedary.identity.match.csv;

import java.nio.file.Path;
import org.dromedary.identity.match.PacsStudy;

/** Studies of the old PACS, dates and times as DICOM DA and TM. */
public final class PacsCsv {

    private PacsCsv() {
    }

    /**
     * Studies, read anew for each iteration.
     *
     * @throws CsvFormatException while iterating
     */
    public static Iterable<PacsStudy> studies(Path file, CsvForm form) {
        return new CsvTable<>(file, form, row -> new PacsStudy(row.needed("study_uid"), row.text("patient_id"),
                row.text("issuer_of_patient_id"), row.text("patient_name"), row.text("patient_birth_date"),
                row.text("patient_sex"), row.text("study_date"), row.text("study_time"),
                row.text("accession_number"), row.text("study_id"), row.text("modalities"),
                row.text("study_description"), row.text("body_part"), row.text("institution_name"),
                row.text("station_name")), "study_uid", "patient_id", "patient_name", "study_date", "accession_number");
    }
}
