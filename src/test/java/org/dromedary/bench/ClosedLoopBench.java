package org.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.dimse.EchoScu;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Migration;

/**
 * The whole program with several fixed numbers of retrieves, then under the closed loop, against a source that slows
 * down by load; a clinic's own probe (C-ECHO four times a second) says how much of the time the source is in its band.
 *
 * <p>{@code [seconds of each run] [operations of a clinic that comes for the second half]}
 */
public final class ClosedLoopBench {

    private static final Duration BASE = Duration.ofMillis(200);
    private static final double BAND = 2;
    private static final Duration SLACK = Duration.ofMillis(80);
    private static final double FREE = 3;
    private static final double SLOPE = 0.6;
    private static final int[] FIXED = {2, 3, 4, 6, 8};
    private static final int CEILING = 8;
    private static final int OBJECTS_PER_SERIES = 20;
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private record Result(String name, double share, double throughput) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-12s %5.1f %% of the probes in the band, %6.1f objects/s", name,
                    100 * share, throughput);
        }
    }

    private final Path folder;
    private final int seconds;
    private final double clinic;

    private ClosedLoopBench(Path folder, int seconds, double clinic) {
        this.folder = folder;
        this.seconds = seconds;
        this.clinic = clinic;
    }

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        double clinic = args.length > 1 ? Double.parseDouble(args[1]) : 0;
        new ClosedLoopBench(Files.createTempDirectory("dromedary-bench"), seconds, clinic).run();
    }

    private void run() throws Exception {
        // More than any run can move: an archive without load answers FREE operations at once.
        int series = (int) (2 * CEILING * 1000.0 * seconds / BASE.toMillis() / OBJECTS_PER_SERIES);
        new StudyGenerator(1).objectsPerSeries(OBJECTS_PER_SERIES).matrix(8).kinds(StudyKind.CT)
                .generate(series / 2, Files.createDirectories(folder.resolve("source")));
        List<Result> fixed = new ArrayList<>();
        for (int consumers : FIXED) {
            fixed.add(run(consumers + " at once", consumers, false));
            System.out.println(fixed.get(fixed.size() - 1));
        }
        Result loop = run("closed loop", CEILING, true);
        System.out.println(loop);
        ratio("best of all fixed settings", loop, fixed);
        ratio("best fixed setting with 95 % of its probes in the band", loop,
                fixed.stream().filter(result -> result.share() >= 0.95).toList());
    }

    private static void ratio(String what, Result loop, List<Result> fixed) {
        double best = fixed.stream().mapToDouble(Result::throughput).max().orElse(Double.NaN);
        System.out.printf(Locale.ROOT, "throughput of the loop over the %s: %.2f%n", what, loop.throughput() / best);
    }

    private Result run(String name, int consumers, boolean loop) throws Exception {
        try (ArchiveSimulator source = ArchiveSimulator.in(folder.resolve("source")).aeTitle("SOURCE").start();
                ArchiveSimulator target = ArchiveSimulator.in(folder.resolve(name)).aeTitle("TARGET").start();
                Migration migration = new Migration()) {
            // The inventory shall not be what limits.
            source.load().times(BASE, BASE.dividedBy(20), BASE).slowdown(FREE, SLOPE);
            source.destination("DROMEDARY", "127.0.0.1", migration.port());
            migration.source("SOURCE", source.port()).target("TARGET", target.port())
                    .set("dromedary.retrieve.consumers", Integer.toString(consumers))
                    .set("dromedary.closed-loop.enabled", Boolean.toString(loop))
                    .set("dromedary.closed-loop.probes", "true")
                    .set("dromedary.closed-loop.probe-interval", "2s")
                    .set("dromedary.closed-loop.band", Double.toString(BAND))
                    .set("dromedary.closed-loop.slack", SLACK.toMillis() + "ms");
            Process process = migration.start();
            awaitObjects(target, process, migration);
            return measure(name, source, target);
        }
    }

    private static void awaitObjects(ArchiveSimulator target, Process process, Migration migration)
            throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (target.size() < 2 * OBJECTS_PER_SERIES) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("nothing comes:\n" + migration.output());
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    private Result measure(String name, ArchiveSimulator source, ArchiveSimulator target) throws IOException {
        int before = target.size();
        long begin = System.nanoTime();
        long half = begin + seconds * 500_000_000L;
        long end = begin + seconds * 1_000_000_000L;
        double limit = BAND * BASE.toNanos() + SLACK.toNanos();
        int probes = 0;
        int inBand = 0;
        try (Association association = Association.open(AssociationRequest.to("127.0.0.1", source.port())
                .calling("CLINIC").called(source.aeTitle())
                .context(Uid.Verification, Uid.ImplicitVRLittleEndian).build())) {
            while (System.nanoTime() < end) {
                source.load().clinic(System.nanoTime() > half ? clinic : 0);
                long asked = System.nanoTime();
                EchoScu.echo(association);
                probes++;
                inBand += System.nanoTime() - asked <= limit ? 1 : 0;
                LockSupport.parkNanos(EVERY.toNanos());
            }
        }
        return new Result(name, (double) inBand / probes,
                (target.size() - before) / ((System.nanoTime() - begin) / 1e9));
    }
}
