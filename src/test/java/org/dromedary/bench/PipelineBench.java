package org.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dromedary.ledger.LedgerView;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Migration;
import org.dromedary.testing.Orthanc;
import org.dromedary.testing.Peers;

/**
 * The whole program against what is done without it; prints ratios measured in one run.
 *
 * <p>{@code ceiling [series]}: series of one small object between two simulators, the pipeline's own limit.
 * {@code orthanc [studies]}: stock Orthanc to stock Orthanc, beside a loop of {@code movescu} over the same studies.
 */
public final class PipelineBench {

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int OBJECTS_PER_SERIES = 20;

    private PipelineBench() {
    }

    public static void main(String[] args) throws Exception {
        String what = args.length > 0 ? args[0] : "orthanc";
        int size = args.length > 1 ? Integer.parseInt(args[1]) : what.equals("ceiling") ? 1000 : 60;
        Path folder = Files.createTempDirectory("dromedary-bench");
        if (what.equals("ceiling")) {
            ceiling(folder, size);
        } else {
            orthanc(folder, size);
        }
    }

    private static void ceiling(Path folder, int series) throws Exception {
        try (ArchiveSimulator source = ArchiveSimulator.in(folder.resolve("source")).aeTitle("SOURCE").start();
                ArchiveSimulator target = ArchiveSimulator.in(folder.resolve("target")).aeTitle("TARGET").start();
                Migration migration = new Migration()) {
            new StudyGenerator(1).objectsPerSeries(1).matrix(16).kinds(StudyKind.CT).generate(series / 2, source);
            source.destination("DROMEDARY", "127.0.0.1", migration.port());
            migration.source("SOURCE", source.port()).target("TARGET", target.port());
            report("pipeline, one small object a series", run(migration), source.size(), migration);
        }
    }

    private static void orthanc(Path folder, int studies) throws Exception {
        List<GeneratedStudy> made = new StudyGenerator(1).objectsPerSeries(OBJECTS_PER_SERIES).matrix(512)
                .kinds(StudyKind.CT).generate(studies, folder.resolve("generated"));
        try (Migration migration = new Migration();
                Orthanc loopTarget = Orthanc.options(folder).aeTitle("LOOP").start();
                Orthanc target = Orthanc.options(folder).aeTitle("TARGET").start();
                Orthanc source = Orthanc.options(folder).aeTitle("SOURCE").destination("LOOP", loopTarget.dicomPort())
                        .destination("DROMEDARY", migration.port()).start()) {
            for (GeneratedStudy study : made) {
                for (Path file : study.files()) {
                    source.upload(file);
                }
            }
            int objects = studies * 2 * OBJECTS_PER_SERIES;
            double loop = movescuLoop(folder, source, made);
            System.out.printf(Locale.ROOT, "movescu loop: %d objects in %.1f s, %.1f objects/s%n", objects, loop,
                    objects / loop);
            migration.source("SOURCE", source.dicomPort()).target("TARGET", target.dicomPort());
            double ours = run(migration);
            report("Dromedary, with verification and start-up", ours, objects, migration);
            System.out.printf(Locale.ROOT, "ratio of wall times %.1f; at the targets %d and %d objects%n", loop / ours,
                    loopTarget.count(), target.count());
        }
    }

    private static double movescuLoop(Path folder, Orthanc source, List<GeneratedStudy> studies)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (GeneratedStudy study : studies) {
            Peers.run(folder, Map.of(), "movescu", "-S", "-aet", "LOOPSCU", "-aec", "SOURCE", "-aem", "LOOP",
                    "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + study.studyInstanceUid(),
                    "127.0.0.1", Integer.toString(source.dicomPort()));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double run(Migration migration) throws Exception {
        long begin = System.nanoTime();
        int exit = migration.run(LIMIT);
        if (exit != 0) {
            throw new IllegalStateException("exit code " + exit + ":\n" + migration.output());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void report(String what, double seconds, int objects, Migration migration) throws Exception {
        LedgerView.Totals totals = migration.ledger(LedgerView::totals);
        System.out.printf(Locale.ROOT, "%s: %d objects, %d series in %.1f s, %.1f objects/s, %.1f series/s%n", what,
                objects, totals.series(), seconds, objects / seconds, totals.series() / seconds);
        double working = migration.sql(sql -> sql.query("select timestampdiff(microsecond, min(at), max(at)) / 1e6"
                + " from event where kind = 'transition'", row -> row.getDouble(1)).get(0));
        System.out.printf(Locale.ROOT, "  of that from the first transition to the last: %.1f s, %.1f objects/s, "
                + "%.1f series/s%n", working, objects / working, totals.series() / working);
        timeInStates(migration);
    }

    /** How long a series is in each state on average and how many are at the same time: where the time goes. */
    private static void timeInStates(Migration migration) throws Exception {
        migration.sql(sql -> sql.query("select from_state, count(*), avg(ms), sum(ms) / span from ("
                + "select e.from_state, timestampdiff(microsecond, lag(e.at) over (partition by e.series_id order by"
                + " e.id), e.at) / 1000 as ms, (select timestampdiff(microsecond, min(at), max(at)) / 1000 from event"
                + " where kind = 'transition') as span from event e where e.kind = 'transition') t"
                + " where ms is not null group by from_state, span order by min(ms)", row -> "  %-14s %5d times, mean %.0f ms, %.1f at once"
                .formatted(row.getString(1), row.getInt(2), row.getDouble(3), row.getDouble(4))))
                .forEach(System.out::println);
    }
}
