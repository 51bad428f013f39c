package org.dromedary.operate.runtime;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;

/** The life of the process that does the work: services up, Quarkus and the routes up, work, all down in order. */
public final class Daemon {

    private static final Pattern UNKNOWN_MIGRATION = Pattern.compile("not resolved locally: ([0-9]+)");

    /** Set by the program for itself: the services of this process run. */
    static final String STARTED = "dromedary.services-started";
    /** As a shell sees a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;
    private static final Duration SERVICES_PATIENCE = Duration.ofSeconds(10);
    private static final AtomicReference<IntSupplier> WORK = new AtomicReference<>();
    private static volatile boolean stopping;
    private static volatile Deadline startUp;
    private static volatile Deadline shutdown;

    private Daemon() {
    }

    /**
     * Runs until the process is told to stop; returns the exit code.
     *
     * @param work runs on a thread of its own once all routes are started; its result ends the process with that exit
     *             code; null to run until a signal comes
     */
    public static int run(Settings settings, IntSupplier work) {
        // Dev mode calls main again, in a new class loader, for each reload; the services go on meanwhile.
        if (System.getProperty(STARTED) == null) {
            AllSettings.check(settings);
            String routes = routes(settings);
            Services services = Services.of(settings,
                    new DatabaseDownIncident(settings.map(IncidentSettings.class)));
            startUp = deadline("start-up", settings.map(RunSettings.class).startUpTimeout(), services);
            shutdown = deadline("shutdown", settings.map(RunSettings.class).shutdownTimeout(), services);
            startUp.begin(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(services), "dromedary-shutdown"));
            services.start();
            HttpAddress.of(settings).mustBeFree();
            ListeningPorts.mustBeFree(settings);
            System.setProperty(STARTED, "true");
            System.setProperty("camel.main.routes-include-pattern", routes);
        }
        WORK.set(work);
        int[] exit = {1};
        Quarkus.run(null, (code, failure) -> {
            exit[0] = code;
            stopping(code);
            if (failure != null) {
                System.err.println("Dromedary can not run: "
                        + newerLedger(failure).orElseGet(() -> reasons(failure) + portHint(failure)));
            }
        });
        return exit[0];
    }

    private static Deadline deadline(String phase, Duration limit, Services services) {
        return new Deadline(phase, "dromedary.run." + phase + "-timeout", limit,
                () -> services.closeWithin(SERVICES_PATIENCE), Runtime.getRuntime()::halt, System.err);
    }

    private static String routes(Settings settings) {
        Path folder = Path.of(settings.get(ProcessSettings.ROUTES_DIR, ProcessSettings.DEFAULT_ROUTES_DIR));
        if (Files.isDirectory(folder)) {
            return "file:" + folder + "/*.camel.yaml";
        }
        if (settings.get(ProcessSettings.ROUTES_DIR).isPresent()) {
            throw new StartUpException("dromedary.routes-dir is '" + folder + "', but there is no such folder");
        }
        return "classpath:routes/*.camel.yaml";
    }

    private static void stop(Services services) {
        stopping(TERMINATED);
        Application application = Application.currentApplication();
        if (application != null) {
            application.awaitShutdown();
        }
        services.close();
    }

    /** Whether the process is about to end: what fails from now on is no news. */
    public static boolean isStopping() {
        return stopping;
    }

    /** The same, where nobody knows why; the deadline is begun by whoever does. */
    static void stops() {
        stopping = true;
    }

    /** The shutdown has begun, and may last as long as the settings say; the first exit code counts. */
    static void stopping(int exitCode) {
        stopping = true;
        if (shutdown != null) {
            startUp.ended();
            shutdown.begin(exitCode);
        }
    }

    /** Called when the routes have started. */
    static void started() {
        if (startUp != null) {
            startUp.ended();
        }
        IntSupplier work = WORK.getAndSet(null);
        if (work != null) {
            Thread thread = new Thread(() -> {
                int exit = exitCode(work);
                stopping(exit);
                Quarkus.asyncExit(exit);
            }, "dromedary-work");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static int exitCode(IntSupplier work) {
        try {
            return work.getAsInt();
        } catch (RuntimeException e) {
            if (stopping) {
                return 1;
            }
            System.getLogger(Daemon.class.getName()).log(System.Logger.Level.ERROR, "The work ended early", e);
            return 1;
        }
    }

    /** Flyway has found steps of the schema that were taken by a version of this program that knows more. */
    private static Optional<String> newerLedger(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher unknown = UNKNOWN_MIGRATION.matcher(String.valueOf(cause.getMessage()));
            if (unknown.find()) {
                return Optional.of("the ledger was brought to schema version " + unknown.group(1) + " by a newer version"
                        + " of Dromedary: start that one; to go back, restore the backup from before the update");
            }
        }
        return Optional.empty();
    }

    /** The port was free when it was looked at, but not any more. */
    private static String portHint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException) {
                return ": set dromedary.http.port to a free port, or to 0 for any";
            }
        }
        return "";
    }

    /** The first line of what each failure in the chain says, without repetitions. */
    private static String reasons(Throwable failure) {
        Set<String> lines = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            String line = message.lines().findFirst().orElse("");
            if (lines.stream().noneMatch(known -> known.contains(line))) {
                lines.add(line);
            }
        }
        return String.join(": ", lines);
    }
}
