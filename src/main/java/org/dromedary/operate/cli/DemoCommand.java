package org.dromedary.operate.cli;

import io.quarkus.arc.Arc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.ledger.Ledger;
import org.dromedary.operate.record.MigrationReport;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.record.SummaryText;
import org.dromedary.operate.runtime.Daemon;
import org.dromedary.operate.runtime.MigrationWatch;
import org.dromedary.operate.runtime.RunEnding;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.StudyGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A whole migration between two simulated archives on this machine. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = {
    "Migrates generated studies between two simulated archives on loopback, through all stages.",
    "Exit code 0 only if every object is verified at the target."})
final class DemoCommand implements Callable<Integer> {

    private static final long SEED = 20040229;
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

    @Option(names = "--studies", paramLabel = "N", defaultValue = "12",
            description = "Studies to generate (default: ${DEFAULT-VALUE}).")
    int studies;

    @Option(names = "--keep", description = "Leave archives, database and queues running until Ctrl-C.")
    boolean keep;

    private ArchiveSimulator source;
    private ArchiveSimulator target;

    @Override
    public Integer call() throws IOException {
        Path folder = Settings.load().dataDir().resolve("demo");
        clear(folder);
        source = ArchiveSimulator.in(folder.resolve("source")).aeTitle("OLDPACS").start();
        target = ArchiveSimulator.in(folder.resolve("target")).aeTitle("NEWPACS").start();
        int port = freePort();
        source.destination("DROMEDARY", "127.0.0.1", port);
        new StudyGenerator(SEED).generate(studies, source);
        System.out.printf("Source OLDPACS on 127.0.0.1:%d has %d studies with %d objects; "
                + "target NEWPACS on 127.0.0.1:%d is empty.%n", source.port(), studies, source.size(), target.port());
        Map<String, String> overrides = settings(folder, port);
        overrides.forEach(System::setProperty);
        try {
            return Daemon.run(Settings.load(overrides), () -> migrate(folder));
        } finally {
            source.close();
            target.close();
        }
    }

    private Map<String, String> settings(Path folder, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ProcessSettings.DATA_DIR, folder.resolve("data").toString());
        settings.put("dromedary.local.aet", "DROMEDARY");
        settings.put("dromedary.local.bind", "127.0.0.1");
        settings.put("dromedary.local.port", Integer.toString(port));
        settings.put("dromedary.http.port", "0");
        settings.put("dromedary.retry.at-least", "2s");
        settings.put("dromedary.source.aet", source.aeTitle());
        settings.put("dromedary.source.host", "127.0.0.1");
        settings.put("dromedary.source.port", Integer.toString(source.port()));
        settings.put("dromedary.target.aet", target.aeTitle());
        settings.put("dromedary.target.host", "127.0.0.1");
        settings.put("dromedary.target.port", Integer.toString(target.port()));
        settings.put("quarkus.log.category.\"org.dromedary\".level", "WARN");
        return settings;
    }

    private int migrate(Path folder) {
        MigrationWatch.End end = new MigrationWatch(System.out, GIVE_UP_AFTER).untilFinished();
        System.out.println();
        if (!end.isFinished()) {
            System.out.println(RunEnding.text(end, GIVE_UP_AFTER, Summary.Proof.FOUND));
            return RunEnding.exitCode(end);
        }
        Summary summary = end.summary();
        System.out.print(SummaryText.table(summary));
        System.out.print("\n" + SummaryText.verdict(summary));
        boolean all = summary.complete() && target.objects().keySet().equals(source.objects().keySet());
        try {
            Path report = new MigrationReport(Arc.container().instance(Ledger.class).get().view())
                    .write(folder.resolve("report"));
            System.out.println("\nReport: " + report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(all ? "Every object of the source is at the target and verified."
                : "NOT every object of the source is at the target.");
        if (keep) {
            System.out.println("Everything goes on running; Ctrl-C ends it.");
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        }
        return all ? 0 : RunCommand.EXCEPTIONS;
    }

    /** Each demo begins anew. */
    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw new StartUpException("The last demo's folder " + folder + " can not be cleared: " + e.getMessage());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
