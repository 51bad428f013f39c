package org.dromedary.identity.match.csv;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;

/** Exams and patients of a RIS export; columns as in docs/matching.md, unknown ones are left alone. */
public final class RisCsv {

    private RisCsv() {
    }

    /**
     * Exams, read anew for each iteration.
     *
     * @throws CsvFormatException while iterating
     */
    public static Iterable<RisExam> exams(Path file, CsvForm form) {
        return new CsvTable<>(file, form, row -> new RisExam(row.needed("exam_id"), row.text("accession"),
                row.text("patient_id"), row.text("issuer"), row.text("last_name"), row.text("first_name"),
                row.text("middle_name"), row.date("birth_date"), row.text("sex"), row.dateTime("performed"),
                row.text("modality"), row.text("procedure_code"), row.text("procedure_text"), row.text("body_part"),
                row.text("status"), row.text("study_uid")), "exam_id", "accession", "patient_id", "performed");
    }

    /** Patients, read anew for each iteration; several other ids are separated by a backslash. */
    public static Iterable<RisPatient> patients(Path file, CsvForm form) {
        return new CsvTable<>(file, form, row -> new RisPatient(row.needed("patient_id"), row.text("issuer"),
                row.text("merged_into"),
                row.text(row.text("merged_into_issuer").isEmpty() ? "issuer" : "merged_into_issuer"),
                Stream.of(row.text("other_ids").split("\\\\")).filter(id -> !id.isBlank()).toList(),
                row.text("last_name"), row.text("first_name"), row.text("middle_name"), row.date("birth_date"),
                row.text("sex")), "patient_id");
    }

    /** No patients: those of the exams are all there are. */
    public static Iterable<RisPatient> noPatients() {
        return List.of();
    }
}
