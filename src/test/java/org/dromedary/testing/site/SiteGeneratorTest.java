package org.dromedary.testing.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteGeneratorTest {
    private static final int STUDIES = 400;
    private static final List<String> FILES = List.of("studies.csv", "exams.csv", "patients.csv", "truth.csv");

    private static final Set<String> DONE = Set.of("COMPLETED", "abgeschlossen", "TERMINÉ", "Wykonane", "TAMAMLANDI",
            "CM", "Выполнено");

    @TempDir
    Path folder;

    static List<String> profiles() {
        return SiteGenerator.profiles();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void sameSeedGivesTheSameSite(String profile) throws IOException {
        Path first = SiteGenerator.generate(profile, STUDIES, 7).write(folder.resolve("first"));
        Path second = SiteGenerator.generate(profile, STUDIES, 7).write(folder.resolve("second"));
        Path other = SiteGenerator.generate(profile, STUDIES, 8).write(folder.resolve("other"));
        for (String file : FILES) {
            assertArrayEquals(Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
            assertFalse(Files.mismatch(first.resolve(file), other.resolve(file)) < 0, file);
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void truthSpeaksOfEachStudyOnceAndOfWhatTheRisHas(String profile) throws IOException {
        Path site = SiteGenerator.generate(profile, STUDIES, 7).write(folder.resolve("site"));
        Map<String, CSVRecord> exams = byFirst(site.resolve("exams.csv"));
        Map<String, CSVRecord> patients = byFirst(site.resolve("patients.csv"));
        Map<String, CSVRecord> truth = byFirst(site.resolve("truth.csv"));
        assertEquals(byFirst(site.resolve("studies.csv")).keySet(), truth.keySet());
        assertEquals(STUDIES, truth.size());
        Set<String> accessions = new HashSet<>();
        for (CSVRecord exam : exams.values()) {
            assertTrue(accessions.add(exam.get("accession")), "accession numbers are given once");
            assertTrue(patients.containsKey(exam.get("patient_id")));
        }
        for (CSVRecord row : truth.values()) {
            String patient = row.get("correct_patient_id");
            switch (row.get("match")) {
                case "matched" -> matched(row, exams, patients);
                case "patient_only" -> assertEquals("", row.get("exam_id") + patients.get(patient).get("merged_into"));
                default -> assertEquals("", row.get("exam_id") + patient);
            }
        }
    }

    private static void matched(CSVRecord truth, Map<String, CSVRecord> exams, Map<String, CSVRecord> patients) {
        String[] ids = truth.get("exam_id").split("\\\\");
        String[] accessions = truth.get("correct_accession").split("\\\\");
        assertEquals(ids.length, accessions.length);
        for (int i = 0; i < ids.length; i++) {
            CSVRecord exam = exams.get(ids[i]);
            assertEquals(accessions[i], exam.get("accession"));
            assertTrue(DONE.contains(exam.get("status")), exam.get("status"));
            String patient = exam.get("patient_id");
            while (!patients.get(patient).get("merged_into").isEmpty()) {
                patient = patients.get(patient).get("merged_into");
            }
            assertEquals(truth.get("correct_patient_id"), patient);
        }
    }

    @Test
    void mishapsOfOrdersAndEntriesOccur() throws IOException {
        Path site = SiteGenerator.generate("twin-clinic", 4000, 7).write(folder.resolve("site"));
        Set<String> errors = new HashSet<>();
        for (CSVRecord row : byFirst(site.resolve("truth.csv")).values()) {
            errors.addAll(List.of(row.get("error_types").split("\\|")));
        }
        assertTrue(errors.containsAll(List.of("reordered", "acc_of_cancelled", "left_and_right", "acc_of_other_side",
                "whole_entry", "whole_entry_alike", "identical_orders", "three_together", "twin_letter",
                "twin_initial")),
                errors::toString);
    }

    @Test
    void columnsAreThoseOfTheCorpus() throws IOException {
        Path corpus = Corpus.file("reconcile");
        Path site = SiteGenerator.generate("usual", STUDIES, 7).write(folder.resolve("site"));
        for (String file : FILES) {
            assertEquals(header(corpus.resolve(file)), header(site.resolve(file)));
        }
    }

    private static String header(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return reader.readLine();
        }
    }

    private static Map<String, CSVRecord> byFirst(Path file) throws IOException {
        Map<String, CSVRecord> rows = new HashMap<>();
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8,
                CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get())) {
            for (CSVRecord row : parser) {
                assertEquals(null, rows.put(row.get(0), row), "each name is given once");
            }
        }
        return rows;
    }
}
