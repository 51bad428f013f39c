package org.dromedary.identity.match.csv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dromedary.identity.match.Decision;
import org.dromedary.identity.match.Decision.Kind;

/** Compares decisions with what is known to be right, where somebody has made such a list. */
public final class Truth {

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, int[]> byError = new TreeMap<>();
    private int withExam;
    private int right;
    private int matched;
    private int falsePatient;
    private int falseExam;
    private int withoutExam;

    private record Row(String patientId, Set<String> exams, String errors) {
    }

    private Truth() {
    }

    /** Reads study_uid, correct_patient_id, exam_id and, if there are any, error_types. */
    public static Truth read(Path file) {
        Truth truth = new Truth();
        new CsvTable<>(file, CsvForm.PLAIN, row -> {
            truth.rows.put(row.needed("study_uid"), new Row(row.text("correct_patient_id"), set(row.text("exam_id")),
                    row.text("error_types")));
            return row;
        }, "study_uid", "correct_patient_id", "exam_id").forEach(row -> { });
        return truth;
    }

    private static Set<String> set(String exams) {
        return exams.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(exams.split("\\\\")));
    }

    public void compare(Decision decision) {
        Row row = rows.get(decision.studyUid());
        if (row == null) {
            return;
        }
        boolean match = decision.kind() == Kind.MATCH;
        boolean patient = decision.patientId().equals(row.patientId());
        boolean exam = Set.copyOf(decision.exams()).equals(row.exams());
        withExam += row.exams().isEmpty() ? 0 : 1;
        if (match) {
            matched++;
            right += patient && exam ? 1 : 0;
            withoutExam += row.exams().isEmpty() ? 1 : 0;
            falsePatient += patient ? 0 : 1;
            falseExam += patient && !exam && !row.exams().isEmpty() ? 1 : 0;
        }
        for (String error : row.errors().isEmpty() ? new String[0] : row.errors().split("\\|")) {
            int[] counts = byError.computeIfAbsent(error, key -> new int[3]);
            counts[0]++;
            counts[1] += match && patient && exam ? 1 : 0;
            counts[2] += match && !(patient && exam) ? 1 : 0;
        }
    }

    /** False matches of all matches. */
    public double falseRate() {
        return matched == 0 ? 0 : (matched - right) / (double) matched;
    }

    public int falseMatches() {
        return matched - right;
    }

    /** Of the studies that have an exam, the share matched automatically and rightly. */
    public double automatic() {
        return withExam == 0 ? 0 : right / (double) withExam;
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                Measured against the truth: %d studies with an exam, %d of them matched rightly (%.2f %%)
                false patient %d, right patient but false exam %d, matched without having an exam %d; false rate %.2g
                """, withExam, right, 100 * automatic(), falsePatient, falseExam, withoutExam, falseRate()));
        text.append(String.format("%-26s %8s %8s %8s%n", "what is wrong in the PACS", "studies", "right", "false"));
        byError.forEach((error, counts) -> text.append(
                String.format("%-26s %8d %8d %8d%n", error, counts[0], counts[1], counts[2])));
        return text.toString();
    }
}
