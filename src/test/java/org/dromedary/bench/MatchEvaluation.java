package org.dromedary.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Judges decisions by the truth, and shares no code with the matcher: {@code MatchEvaluation <folder> [decisions.csv]}
 * with {@code truth.csv} in the folder. What is wrong is listed by UID with the errors of that study.
 */
public final class MatchEvaluation {

    /**
     * A decision, of whatever made it.
     *
     * @param because rule and score, for people
     */
    public record Decided(String studyUid, boolean matched, String patientId, Set<String> exams, Set<String> accessions,
            String because) {
    }

    /** How a decision turned out. */
    public enum Verdict {
        /** Matched, patient and all exams right. */
        RIGHT("right"),
        FALSE_PATIENT("false patient"),
        /** The patient is right, an exam is wrong. */
        FALSE_EXAM("false exam"),
        /** One study of several exams, matched to some of them and to no other. */
        INCOMPLETE("incomplete"),
        /** Matched though the RIS has no such exam. */
        WITHOUT_EXAM("matched without exam"),
        /**
         * Not to be told by anybody: the next patient of the same modality and body part, under the whole worklist
         * entry of the one before.
         */
        NOT_TO_BE_TOLD("false, and nobody could tell"),
        /** Left to a person though there is an exam. */
        LEFT("left to a person"),
        /** There is no exam, and none was matched. */
        RIGHTLY_LEFT("rightly not matched");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        boolean wrong() {
            return ordinal() >= FALSE_PATIENT.ordinal() && ordinal() <= WITHOUT_EXAM.ordinal();
        }
    }

    private record Wrong(Verdict verdict, CSVRecord truth, Decided decision) {
    }

    /** Errors of which a person has to decide: the entry, or the orders, are not those of the study alone. */
    private static final Set<String> FOR_A_PERSON = Set.of("id_wrong_patient", "whole_entry", "whole_entry_alike",
            "identical_orders", "three_together", "acc_of_other_side");

    private final Map<Verdict, Integer> counts = new HashMap<>();
    private final Map<String, int[]> byRule = new TreeMap<>();
    private int forAPerson;
    private final Map<String, Map<Verdict, Integer>> byError = new TreeMap<>();
    private final List<Wrong> wrong = new ArrayList<>();

    private MatchEvaluation() {
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path decisions = args.length > 1 ? Path.of(args[1]) : folder.resolve("decisions.csv");
        System.out.print(of(decisions, folder.resolve("truth.csv")).report());
    }

    /** @param decisions as {@code reconcile match} writes them */
    public static MatchEvaluation of(Path decisions, Path truth) throws IOException {
        return of(read(decisions).stream().map(row -> new Decided(row.get("study_uid"),
                row.get("decision").equalsIgnoreCase("match"), row.get("patient_id"), parts(row.get("exam_id")),
                parts(row.get("accession")), "%s, score %s over %s".formatted(row.get("rule"), row.get("score"),
                        row.get("second_score")))).toList(), truth);
    }

    /** @throws IllegalArgumentException if the decisions do not name the studies of the truth, each once */
    public static MatchEvaluation of(List<Decided> decisions, Path truth) throws IOException {
        MatchEvaluation evaluation = new MatchEvaluation();
        Map<String, Decided> decided = new HashMap<>();
        for (Decided decision : decisions) {
            if (decided.put(decision.studyUid(), decision) != null) {
                throw new IllegalArgumentException("Decided twice: " + decision.studyUid());
            }
        }
        for (CSVRecord row : read(truth)) {
            Decided decision = decided.remove(row.get("study_uid"));
            if (decision == null) {
                throw new IllegalArgumentException("Not decided: " + row.get("study_uid"));
            }
            evaluation.count(row, decision);
        }
        if (!decided.isEmpty()) {
            throw new IllegalArgumentException(decided.size() + " decisions for studies that do not exist");
        }
        return evaluation;
    }

    private static List<CSVRecord> read(Path file) throws IOException {
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8,
                CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get())) {
            return parser.getRecords();
        }
    }

    private void count(CSVRecord truth, Decided decision) {
        Verdict verdict = verdict(truth, decision);
        List<String> errors = List.of(truth.get("error_types").split("\\|"));
        if (verdict == Verdict.FALSE_PATIENT && errors.contains("whole_entry_alike")) {
            verdict = Verdict.NOT_TO_BE_TOLD;
        }
        if (verdict == Verdict.LEFT && errors.stream().anyMatch(FOR_A_PERSON::contains)) {
            forAPerson++;
        }
        byRule.merge(decision.because().split(",")[0], new int[] {verdict == Verdict.LEFT ? 1 : 0},
                (sum, one) -> new int[] {sum[0] + one[0]});
        counts.merge(verdict, 1, Integer::sum);
        for (String error : errors) {
            byError.computeIfAbsent(error, name -> new HashMap<>()).merge(verdict, 1, Integer::sum);
        }
        if (verdict.wrong()) {
            wrong.add(new Wrong(verdict, truth, decision));
        }
    }

    private static Verdict verdict(CSVRecord truth, Decided decision) {
        boolean exists = truth.get("match").equals("matched");
        if (!decision.matched()) {
            return exists ? Verdict.LEFT : Verdict.RIGHTLY_LEFT;
        }
        if (!exists) {
            return Verdict.WITHOUT_EXAM;
        }
        if (!decision.patientId().equals(truth.get("correct_patient_id"))) {
            return Verdict.FALSE_PATIENT;
        }
        Set<String> exams = decision.exams();
        Set<String> accessions = decision.accessions();
        Set<String> trueExams = parts(truth.get("exam_id"));
        Set<String> trueAccessions = parts(truth.get("correct_accession"));
        if (exams.equals(trueExams) && accessions.equals(trueAccessions)) {
            return Verdict.RIGHT;
        }
        return !exams.isEmpty() && trueExams.containsAll(exams) && trueAccessions.containsAll(accessions)
                ? Verdict.INCOMPLETE : Verdict.FALSE_EXAM;
    }

    private static Set<String> parts(String value) {
        return value.isEmpty() ? Set.of() : Set.copyOf(List.of(value.split("\\\\")));
    }

    public int of(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** Studies that have an exam. */
    public int withExam() {
        return of(Verdict.RIGHT) + of(Verdict.FALSE_PATIENT) + of(Verdict.FALSE_EXAM) + of(Verdict.INCOMPLETE)
                + of(Verdict.NOT_TO_BE_TOLD) + of(Verdict.LEFT);
    }

    public int falseMatches() {
        return wrong.size();
    }

    /** How many of a hundred studies that have an exam were matched, and rightly. */
    public double automaticPercent() {
        return withExam() == 0 ? 100 : 100.0 * of(Verdict.RIGHT) / withExam();
    }

    /** The same without those left to a person whose entry or orders need one. */
    public double automaticOfTheRestPercent() {
        int rest = withExam() - forAPerson;
        return rest == 0 ? 100 : 100.0 * of(Verdict.RIGHT) / rest;
    }

    /** One line. */
    public String summary() {
        return ("%d with exam, %.2f %% matched and right (%.2f %% without those that need a person), %d false patient, "
                + "%d false exam, %d incomplete, %d matched without exam, %d that nobody could tell")
                .formatted(withExam(), automaticPercent(), automaticOfTheRestPercent(), of(Verdict.FALSE_PATIENT),
                        of(Verdict.FALSE_EXAM), of(Verdict.INCOMPLETE), of(Verdict.WITHOUT_EXAM),
                        of(Verdict.NOT_TO_BE_TOLD));
    }

    public String report() {
        StringBuilder text = new StringBuilder(summary()).append("%n%n".formatted());
        text.append("%-24s %7s %7s %7s %7s%n".formatted("error", "studies", "right", "left", "false"));
        byError.forEach((error, verdicts) -> text.append("%-24s %7d %7d %7d %7d%n".formatted(error,
                verdicts.values().stream().mapToInt(Integer::intValue).sum(),
                verdicts.getOrDefault(Verdict.RIGHT, 0) + verdicts.getOrDefault(Verdict.RIGHTLY_LEFT, 0),
                verdicts.getOrDefault(Verdict.LEFT, 0),
                verdicts.entrySet().stream().filter(entry -> entry.getKey().wrong())
                .mapToInt(Map.Entry::getValue).sum())));
        text.append("%nleft to a person by%n".formatted());
        byRule.forEach((rule, left) -> text.append(left[0] == 0 ? "" : "%-60s %7d%n".formatted(rule, left[0])));
        for (Wrong one : wrong) {
            text.append("%n%s %s%n  true %s, decided %s by %s; errors %s%n".formatted(one.verdict.words,
                    one.truth.get("study_uid"), one.truth.get("exam_id"), one.decision.exams(), one.decision.because(),
                    one.truth.get("error_types")));
        }
        return text.toString();
    }
}
