package org.dromedary.testing;

import jakarta.jms.JMSException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.embedded.Attachment;
import org.dromedary.operate.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.security.LocalToken;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.stage.Queues;

/**
 * The packaged program: a process of its own, with a data folder of its own, on loopback. Needs
 * {@code target/quarkus-app} and {@code target/program.jsa}, so it serves integration tests only.
 */
public final class Migration implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target", "quarkus-app").toAbsolutePath();

    /** Half the processor time of a short run goes into compiling it well and into threads that collect garbage. */
    private static final List<String> SMALL = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The build has archived the classes for just this class path; the program's own loader could not use them. */
    private static final List<String> ARCHIVED = List.of(
            "-XX:SharedArchiveFile=" + PROGRAM.resolveSibling("program.jsa"),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp", Stream.of("quarkus", "app", "lib/boot", "lib/main").map(part -> PROGRAM.resolve(part) + "/*")
                    .collect(Collectors.joining(File.pathSeparator)),
            "org.dromedary.operate.Main");

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

    private final Path folder = ServicesResource.newDataDir();
    private final Path output = folder.resolve("output.txt");
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final int port = Peers.freePort();
    private List<String> wrapper = List.of();
    private List<String> program = ARCHIVED;
    private Process process;

    /** With retries that come quickly, so that a test sees them. */
    public Migration() {
        set("dromedary.data-dir", dataDir().toString());
        set("dromedary.database.server-dir", Path.of("target", "mariadb-server").toAbsolutePath().toString());
        set("dromedary.local.aet", "DROMEDARY");
        set("dromedary.local.bind", "127.0.0.1");
        set("dromedary.local.port", Integer.toString(port));
        set("dromedary.http.port", "0");
        set("dromedary.retry.delay", "1s");
        set("dromedary.retry.at-least", "1s");
        set("dromedary.retry.busy-delay", "1s");
        set("dromedary.retry.longest-busy-delay", "2s");
        set("dromedary.inventory.retry-delay", "1s");
        set("dromedary.retrieve.settle", "2s");
        set("dromedary.retrieve.settle-claimed", "3s");
        // Faults count associations and queries: those of the work alone.
        set("dromedary.closed-loop.probes", "false");
    }

    /** Where the program keeps its data. */
    public Path dataDir() {
        return folder.resolve("data");
    }

    /** The header by which the running program knows its own user. */
    public String authorization() {
        return "Bearer " + LocalToken.read(dataDir()).orElseThrow();
    }

    public Migration set(String property, String value) {
        settings.put(property, value);
        return this;
    }

    public Migration source(String aet, int sourcePort) {
        return set("dromedary.source.aet", aet).set("dromedary.source.host", "127.0.0.1")
                .set("dromedary.source.port", Integer.toString(sourcePort));
    }

    public Migration target(String aet, int targetPort) {
        return set("dromedary.target.aet", aet).set("dromedary.target.host", "127.0.0.1")
                .set("dromedary.target.port", Integer.toString(targetPort));
    }

    /** The port to which a source must send what we retrieve. */
    public int port() {
        return port;
    }

    /** Runs a command beside the process that was started, if there is one; returns what it printed. */
    public String beside(String... command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "beside-", ".txt");
        awaitEnd(launch(printed, command), COMMAND_LIMIT);
        return Files.readString(printed);
    }

    /** Has the program started by another one, which replaces itself by it. */
    public Migration wrappedBy(List<String> command) {
        wrapper = List.copyOf(command);
        return this;
    }

    /** Starts it by its own class loader, as users do, which takes longer. */
    public Migration asItsJar() {
        program = List.of("-jar", PROGRAM.resolve("quarkus-run.jar").toString());
        return this;
    }

    /** Starts {@code run --until-done}, or another command. */
    public Process start(String... command) throws IOException {
        process = launch(output, command);
        return process;
    }

    /** Runs a command to its end, beside a process that may be running; returns its exit code. */
    public int command(String... command) throws IOException, InterruptedException {
        Process beside = launch(output, command);
        awaitEnd(beside, COMMAND_LIMIT);
        return beside.exitValue();
    }

    private Process launch(Path printed, String... command) throws IOException {
        List<String> line = new ArrayList<>(wrapper);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(SMALL);
        settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(program);
        line.addAll(command.length == 0 ? List.of("run", "--until-done") : List.of(command));
        return new ProcessBuilder(line).directory(Path.of("").toAbsolutePath().toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile())).start();
    }

    /** Runs {@code run --until-done} or another command to its end; returns its exit code. */
    public int run(Duration limit, String... command) throws IOException, InterruptedException {
        awaitEnd(start(command), limit);
        return process.exitValue();
    }

    /** Waits for a process of ours to end by itself. */
    public void awaitEnd(Process running, Duration limit) throws IOException, InterruptedException {
        if (!running.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
            throw new AssertionError("not done within " + limit + ":\n" + output());
        }
    }

    /** What the processes of {@link #start} printed so far, for assertions and messages. */
    public String output() throws IOException {
        return Files.exists(output) ? Files.readString(output) : "";
    }

    /** Reads the ledger, of the running process or afterwards. */
    public <T> T ledger(Function<LedgerView, T> reading) throws SQLException {
        return sql(sql -> reading.apply(new LedgerView(sql)));
    }

    /** Reads the ledger's tables directly. */
    public <T> T sql(Function<Sql, T> reading) throws SQLException {
        try (LedgerAccess access = Services.attach(Settings.load(settings));
                Connection connection = DriverManager.getConnection(access.url(), access.user(), access.password())) {
            return reading.apply(Sql.over(connection));
        }
    }

    /** Ledger and broker of the running process or, if it has ended, as they were left. */
    public Attachment attach() {
        return Attachment.open(Settings.load(settings));
    }

    /** What lies in the queue of dead letters, each message as its properties; the process must have ended. */
    public List<Map<String, Object>> deadLetters() throws JMSException {
        Map<String, String> brokerOnly = new LinkedHashMap<>(settings);
        brokerOnly.put("dromedary.database.url", "jdbc:mariadb://127.0.0.1/unused");
        try (Services services = Services.prepare(Settings.load(brokerOnly), false)) {
            Map<String, String> broker = services.properties();
            return Messages.in(Queues.DEAD_LETTER, broker.get("quarkus.artemis.url"),
                    broker.get("quarkus.artemis.username"), broker.get("quarkus.artemis.password"));
        }
    }

    /** Processes that have this migration's ledger open; none should, once it has ended. */
    public List<ProcessHandle> databaseServers() {
        String data = "--datadir=" + folder.resolve("data");
        return ProcessHandle.allProcesses().filter(process -> commandLine(process).contains(data)).toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    /** Ends the process, should it still run, and removes its folder. */
    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        // A killed process leaves its database server behind for the next run, which will not come.
        databaseServers().forEach(ProcessHandle::destroyForcibly);
        ServicesResource.delete(folder);
    }
}
