package org.dromedary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dromedary.testing.site.SiteGenerator;

/**
 * {@code MatchBench [studies] [profile]}: makes up a site, lets the packaged program match it in a process of its own
 * with 1.2 GB of heap, and prints wall time, peak memory and the rates by truth. Needs {@code target/quarkus-app}.
 */
public final class MatchBench {
    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final long LIMIT_MINUTES = 30;

    private MatchBench() {
    }

    public static void main(String[] args) throws Exception {
        int studies = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        String profile = args.length > 1 ? args[1] : "usual";
        Path folder = SiteGenerator.generate(profile, studies, 32).write(Path.of("target", "match-bench"));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(folder)).inheritIO().start();
        Peak peak = peak(process, start + TimeUnit.MINUTES.toNanos(LIMIT_MINUTES));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException("reconcile match ended with " + process.exitValue());
        }
        System.out.printf("%d studies x %d exams: %.1f s (%.1f s of processor time), at most %d MB resident%n", studies,
                lines(folder.resolve("exams.csv")) - 1, seconds, peak.cpu.toMillis() / 1e3, peak.kilobytes / 1024);
        System.out.print(MatchEvaluation.of(folder.resolve("decisions.csv"), folder.resolve("truth.csv")).report());
    }

    private static List<String> command(Path folder) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1200m", "-jar",
                PROGRAM.toString(), "reconcile", "match", "--studies", folder.resolve("studies.csv").toString(),
                "--exams", folder.resolve("exams.csv").toString(), "--patients",
                folder.resolve("patients.csv").toString(), "--out", folder.resolve("decisions.csv").toString());
    }

    /** The most memory that was resident at once, and the processor time, both as Linux counts them. */
    private record Peak(long kilobytes, Duration cpu) {
    }

    /** Waits for the end. */
    private static Peak peak(Process process, long deadline) throws Exception {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peak = 0;
        Duration cpu = Duration.ZERO;
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("Not done in " + LIMIT_MINUTES + " minutes");
            }
            peak = Math.max(peak, resident(status));
            cpu = process.info().totalCpuDuration().orElse(cpu);
        }
        return new Peak(peak, cpu);
    }

    private static long resident(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
