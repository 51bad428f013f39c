package org.dromedary.testing.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A finished site. Written as {@code studies.csv}, {@code exams.csv}, {@code patients.csv} and {@code truth.csv} in
 * UTF-8; several exams of a study are separated by a backslash.
 */
public final class Site {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** Done, cancelled, not come: by language, or as codes of HL7 table 0038. */
    private static final Map<String, List<String>> STATUS_WORDS = Map.of("de",
            List.of("abgeschlossen", "storniert", "nicht erschienen"), "fr", List.of("TERMINÉ", "ANNULÉ", "ABSENT"),
            "pl", List.of("Wykonane", "Anulowane", "Nie stawił się"), "tr", List.of("TAMAMLANDI", "İPTAL", "GELMEDİ"),
            "sv", List.of("CM", "CA", "CA"), "ru", List.of("Выполнено", "Отменено", "Неявка"));

    private final String language;
    private final List<Person> people;
    private final List<Exam> exams;
    private final List<Study> studies;

    Site(String language, List<Person> people, List<Exam> exams, List<Study> studies) {
        this.language = language;
        this.people = people;
        this.exams = exams;
        this.studies = studies;
    }

    /** @param folder made if there is none */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        writeStudies(folder.resolve("studies.csv"));
        writeExams(folder.resolve("exams.csv"));
        writePatients(folder.resolve("patients.csv"));
        writeTruth(folder.resolve("truth.csv"));
        return folder;
    }

    private static CSVPrinter printer(Path file, String header) throws IOException {
        return new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8),
                CSVFormat.DEFAULT.builder().setHeader(header.split(",")).setRecordSeparator("\n").get());
    }

    private void writeStudies(Path file) throws IOException {
        try (CSVPrinter csv = printer(file, "study_uid,patient_id,issuer_of_patient_id,patient_name,patient_birth_date,"
                + "patient_sex,study_date,study_time,accession_number,study_id,modalities,study_description,body_part,"
                + "institution_name,station_name,number_of_series,number_of_instances")) {
            for (Study s : studies) {
                csv.printRecord(s.uid, s.patientId, s.issuer, s.name, s.birthDate, s.sex, s.date, s.time, s.accession,
                        s.studyId, s.modalities, s.description, s.bodyPart, s.institution, s.station,
                        s.series, s.instances);
            }
        }
    }

    private void writeExams(Path file) throws IOException {
        try (CSVPrinter csv = printer(file,
                "exam_id,accession,patient_id,last_name,first_name,middle_name,birth_date,sex,"
                + "performed,modality,procedure_code,procedure_text,body_part,status")) {
            for (Exam exam : exams) {
                Person p = exam.person;
                csv.printRecord(exam.id, exam.accession, exam.underOldId ? p.retiredId : p.id,
                        (exam.underOldId ? p.retiredLast : p.last).local(), p.first.local(),
                        p.middle.local(), p.bornInRis,
                        p.sex, exam.performedInRis.format(MINUTES), exam.procedure.modality(), exam.procedure.code(),
                        exam.procedure.text(language, exam.side), exam.procedure.bodyPart(),
                        statusWord(exam.status));
            }
        }
    }

    /** As this site's RIS writes it. */
    private String statusWord(String status) {
        List<String> words = STATUS_WORDS.getOrDefault(language, List.of("COMPLETED", "CANCELLED", "NO_SHOW"));
        return words.get(List.of("COMPLETED", "CANCELLED", "NO_SHOW").indexOf(status));
    }

    private void writePatients(Path file) throws IOException {
        try (CSVPrinter csv = printer(file,
                "patient_id,merged_into,last_name,first_name,middle_name,birth_date,sex")) {
            for (Person p : people) {
                if (p.retiredVia != null) {
                    csv.printRecord(p.retiredVia, p.id, p.last.local(), p.first.local(), p.middle.local(),
                            p.bornInRis, p.sex);
                }
                if (p.retiredId != null) {
                    csv.printRecord(p.retiredId, p.retiredVia == null ? p.id : p.retiredVia, p.retiredLast.local(),
                            p.first.local(), p.middle.local(), p.bornInRis, p.sex);
                }
                csv.printRecord(p.id, "", p.last.local(), p.first.local(), p.middle.local(), p.bornInRis, p.sex);
            }
        }
    }

    private void writeTruth(Path file) throws IOException {
        try (CSVPrinter csv = printer(file,
                "study_uid,match,correct_patient_id,correct_accession,exam_id,error_types,difficulty")) {
            for (Study s : studies) {
                boolean matched = s.match.equals("matched");
                csv.printRecord(s.uid, s.match, s.exams.isEmpty() ? "" : s.exam().person.id,
                        matched ? joined(s, exam -> exam.accession) : "", matched ? joined(s, exam -> exam.id) : "",
                        s.errors.isEmpty() ? "clean" : String.join("|", s.errors), s.difficulty());
            }
        }
    }

    private static String joined(Study study, Function<Exam, String> value) {
        return study.exams.stream().map(value).collect(Collectors.joining("\\"));
    }
}
