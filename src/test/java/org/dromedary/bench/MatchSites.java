package org.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dromedary.bench.MatchEvaluation.Decided;
import org.dromedary.bench.MatchEvaluation.Verdict;
import org.dromedary.identity.match.Decision;
import org.dromedary.identity.match.MatchRules;
import org.dromedary.identity.match.Matching;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.PacsCsv;
import org.dromedary.identity.match.csv.RisCsv;

/**
 * {@code MatchSites <folder> [part of the sites' names]}: matches every site below the folder in this process and
 * prints a line for each; what is wrong stands in {@code target/match-sites/<site>.txt}.
 */
public final class MatchSites {

    private MatchSites() {
    }

    public static void main(String[] args) throws IOException {
        System.out.printf("%-26s %7s %8s %8s %7s %7s %7s %7s %9s %6s%n", "site", "exams", "right %", "the rest",
                "patient", "exam", "partly", "no exam", "untold", "s");
        try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
            for (Path truth : files.filter(file -> file.endsWith("truth.csv")).sorted().toList()) {
                if (args.length < 2 || truth.toString().contains(args[1])) {
                    row(truth.getParent());
                }
            }
        }
    }

    private static void row(Path site) throws IOException {
        long start = System.nanoTime();
        MatchEvaluation evaluation = MatchEvaluation.of(decisions(site), site.resolve("truth.csv"));
        System.out.printf(Locale.ROOT, "%-26s %7d %8.2f %8.2f %7d %7d %7d %7d %9d %6.1f%n", site.getFileName(),
                evaluation.withExam(), evaluation.automaticPercent(), evaluation.automaticOfTheRestPercent(),
                evaluation.of(Verdict.FALSE_PATIENT), evaluation.of(Verdict.FALSE_EXAM),
                evaluation.of(Verdict.INCOMPLETE),
                evaluation.of(Verdict.WITHOUT_EXAM), evaluation.of(Verdict.NOT_TO_BE_TOLD),
                (System.nanoTime() - start) / 1e9);
        Path reports = Files.createDirectories(Path.of("target", "match-sites"));
        Files.writeString(reports.resolve(site.getFileName() + ".txt"), evaluation.report());
    }

    /** What the matcher makes of a site's files, by its own rules. */
    public static List<Decided> decisions(Path site) {
        List<Decided> decisions = new ArrayList<>();
        Matching.with(MatchRules.load(null)).run(PacsCsv.studies(site.resolve("studies.csv"), CsvForm.PLAIN),
                RisCsv.exams(site.resolve("exams.csv"), CsvForm.PLAIN),
                RisCsv.patients(site.resolve("patients.csv"), CsvForm.PLAIN),
                decision -> decisions.add(decided(decision)));
        return decisions;
    }

    private static Decided decided(Decision decision) {
        return new Decided(decision.studyUid(), decision.kind() == Decision.Kind.MATCH, decision.patientId(),
                new HashSet<>(decision.exams()), new HashSet<>(decision.accessions()),
                "%s, score %.1f over %.1f (%s)".formatted(decision.rule(), decision.score(), decision.secondScore(),
                        decision.explanation()));
    }
}
