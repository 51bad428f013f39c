package org.dromedary.operate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dromedary.ledger.ServiceFiles;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A real MariaDB server as a child process on the loopback address, its data kept in the data folder's {@code mariadb}.
 *
 * <p>Whoever starts it holds the folder's lock and closes it when nothing uses the ledger any more.
 */
public final class EmbeddedMariaDb implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EmbeddedMariaDb.class.getName());
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration ATTACH_PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 5;
    private static final ServerGuard.Pauses PAUSES = new ServerGuard.Pauses(Duration.ofSeconds(1),
            Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMinutes(5));
    private static final int CHECKS_OF_SILENCE = 10;
    private static final int TOO_MANY_CONNECTIONS = 1040;
    private static final long LOG_LIMIT = 4 << 20;
    private static final String SCHEMA = "dromedary";
    private static final String USER = "dromedary";

    private final Path folder;
    private final Path serverFolder;
    private final ServiceSettings.Database settings;
    private volatile Process process;
    private volatile boolean closing;
    private ServerGuard guard;
    private int port;
    private String password;

    private EmbeddedMariaDb(Path dataDir, Settings settings) {
        this.folder = dataDir.resolve("mariadb");
        this.settings = settings.map(ServiceSettings.Database.class);
        this.serverFolder = this.settings.serverDir().map(Path::toAbsolutePath).orElse(folder.resolve("server"));
    }

    /** Starts the server; the caller holds the data folder's lock. */
    static EmbeddedMariaDb start(Path dataDir, Settings settings) {
        return start(dataDir, settings, PAUSES, LedgerOutage.UNTOLD);
    }

    /** The same, and tells of a server that can't be started again later. */
    static EmbeddedMariaDb start(Path dataDir, Settings settings, LedgerOutage outage) {
        return start(dataDir, settings, PAUSES, outage);
    }

    static EmbeddedMariaDb start(Path dataDir, Settings settings, ServerGuard.Pauses pauses, LedgerOutage outage) {
        EmbeddedMariaDb server = new EmbeddedMariaDb(dataDir, settings);
        try {
            server.start(pauses, outage);
            return server;
        } catch (IOException e) {
            throw new StartUpException("The embedded MariaDB can not start: " + e.getMessage(), e);
        }
    }

    /**
     * The ledger for a process beside the daemon: that of the running daemon, or an own server until it is closed.
     */
    public static LedgerAccess attach(Path dataDir, Settings settings) {
        checkPresent(settings);
        DataFolder.Lock[] lock = new DataFolder.Lock[1];
        LedgerAccess[] access = new LedgerAccess[1];
        boolean found = Waiting.until(ATTACH_PATIENCE, () -> {
            access[0] = running(dataDir.resolve("mariadb"));
            lock[0] = access[0] == null ? DataFolder.tryLock(dataDir) : null;
            return access[0] != null || lock[0] != null;
        });
        if (!found) {
            throw new StartUpException("The ledger in " + dataDir + " is locked, but its server does not answer");
        }
        if (access[0] != null) {
            return access[0];
        }
        try {
            EmbeddedMariaDb own = start(dataDir, settings);
            return own.access(() -> {
                own.close();
                lock[0].close();
            });
        } catch (RuntimeException e) {
            lock[0].close();
            throw e;
        }
    }

    /** @throws StartUpException if a ledger is to be read that was never written */
    static void checkPresent(Settings settings) {
        Path dataDir = settings.dataDir();
        DataFolder.mustBeReadable(dataDir);
        if (settings.map(ServiceSettings.Database.class).url().isEmpty()
                && !Files.isDirectory(dataDir.resolve("mariadb"))) {
            throw new StartUpException("There is no ledger in " + dataDir + ": nothing was ever run with this folder");
        }
    }

    private static LedgerAccess running(Path folder) {
        try {
            Properties run = DataFolder.load(folder.resolve("run"));
            if (run.isEmpty() || ServerProcess.find(folder).isEmpty()) {
                return null;
            }
            LedgerAccess access = new LedgerAccess(url(Integer.parseInt(run.getProperty("port"))), USER,
                    DataFolder.secret(folder, "database"), () -> { });
            try (Connection connection = access.connect()) {
                return connection.isValid(5) ? access : null;
            }
        } catch (IOException | SQLException | NumberFormatException e) {
            return null;
        }
    }

    public LedgerAccess access() {
        return access(() -> { });
    }

    private LedgerAccess access(Runnable onClose) {
        return new LedgerAccess(url(port), USER, password, onClose);
    }

    private static String url(int port) {
        // The address never leaves this machine; TLS would cost seconds at each start to make its keys.
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + SCHEMA + "?sslMode=disable&useBulkStmts=true";
    }

    private void start(ServerGuard.Pauses pauses, LedgerOutage outage) throws IOException {
        DataFolder.create(folder);
        ServerProcess.stopStale(folder, STOP_PATIENCE);
        Files.deleteIfExists(folder.resolve("run"));
        ServerFiles files = ServerFiles.in(serverFolder);
        install(files);
        password = DataFolder.secret(folder, "database");
        writeInitFile();
        int wanted = settings.port();
        for (int attempt = 1; !startOn(files, wanted == 0 ? freePort() : wanted); attempt++) {
            if (wanted != 0 || attempt == PORT_ATTEMPTS) {
                throw new StartUpException("The embedded MariaDB stopped while starting; its reason is in "
                        + folder.resolve("mariadbd.log") + ". If it finds its files damaged, move the data folder"
                        + " aside, restore it from a backup and start again.");
            }
        }
        Properties run = new Properties();
        run.setProperty("port", Integer.toString(port));
        run.setProperty("server", Long.toString(process.pid()));
        run.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        DataFolder.store(folder.resolve("run"), run);
        guard = new ServerGuard(guarded(files, pauses.silence()), pauses, outage);
        guard.start();
    }

    /** The server as it is started again on its port if it ends by itself, or runs and no longer answers. */
    private ServerGuard.Server guarded(ServerFiles files, Duration silence) {
        return new ServerGuard.Server() {
            @Override
            public int awaitEnd() throws InterruptedException {
                long answered = System.nanoTime();
                while (!process.waitFor(silence.toMillis() / CHECKS_OF_SILENCE, TimeUnit.MILLISECONDS)) {
                    if (closing || isResponding(silence)) {
                        answered = System.nanoTime();
                    } else if (System.nanoTime() - answered >= silence.toNanos()) {
                        LOG.log(System.Logger.Level.ERROR, "MariaDB runs, but has not answered for {0}, and is ended",
                                silence);
                        process.destroyForcibly();
                        return process.waitFor();
                    }
                }
                return process.exitValue();
            }

            @Override
            public boolean startAgain() throws IOException {
                return startOn(files, port);
            }
        };
    }

    private void install(ServerFiles files) throws IOException {
        Path marker = folder.resolve("installed");
        if (Files.exists(marker)) {
            return;
        }
        if (!installs(files)) {
            LOG.log(System.Logger.Level.WARNING, "The embedded MariaDB could not be installed; trying once more: {0}",
                    endOf(folder.resolve("install.log")));
            if (!installs(files)) {
                throw new StartUpException("The embedded MariaDB could not be installed: "
                        + endOf(folder.resolve("install.log")) + "; all of it is in " + folder.resolve("install.log"));
            }
        }
        Files.writeString(marker, "");
    }

    private static String endOf(Path log) throws IOException {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
        return text.substring(Math.max(0, text.length() - 500));
    }

    private boolean installs(ServerFiles files) throws IOException {
        Path data = folder.resolve("data");
        // Without the marker there is at most half an installation, in which no ledger was ever opened.
        ServerProcess.deleteTree(data);
        DataFolder.create(data);
        List<String> command = command(files, List.of("--bootstrap", "--log-warnings=0", "--enforce-storage-engine=",
                "--net-buffer-length=16K"));
        Process bootstrap = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.log").toFile())
                .start();
        try (OutputStream sql = bootstrap.getOutputStream()) {
            sql.write("create database mysql;\nuse mysql;\nset @auth_root_socket=null;\n".getBytes());
            for (Path table : files.systemTables()) {
                Files.copy(table, sql);
            }
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.DEBUG, "It ended before it had all of its tables", broken);
        }
        if (!ServerProcess.ended(bootstrap, START_PATIENCE)) {
            bootstrap.destroyForcibly();
            ServerProcess.ended(bootstrap, STOP_PATIENCE);
            return false;
        }
        return bootstrap.exitValue() == 0;
    }

    /** Run by the server at each start before it listens: whoever can not read this file has no way in. */
    private void writeInitFile() throws IOException {
        String root = DataFolder.secret(folder, "root");
        ServiceFiles.write(folder.resolve("init.sql"), """
                ALTER USER root@localhost IDENTIFIED BY '%1$s';
                DELETE FROM mysql.global_priv WHERE User='' OR (User='root' AND Host<>'localhost');
                DELETE FROM mysql.proxies_priv WHERE Host<>'localhost';
                FLUSH PRIVILEGES;
                DROP DATABASE IF EXISTS test;
                CREATE DATABASE IF NOT EXISTS %3$s CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
                CREATE USER IF NOT EXISTS %4$s@'127.0.0.1' IDENTIFIED BY '%2$s';
                ALTER USER %4$s@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL ON %3$s.* TO %4$s@'127.0.0.1';
                """.formatted(root, password, SCHEMA, USER));
    }

    private synchronized boolean startOn(ServerFiles files, int candidate) throws IOException {
        if (closing) {
            return false;
        }
        port = candidate;
        Path log = folder.resolve("mariadbd.log");
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.delete(log);
        }
        Files.createDirectories(folder.resolve("tmp"));
        ProcessBuilder server = new ProcessBuilder(ServerProcess.inItsOwnSession(command(files, serverOptions())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        boolean answers = answersInTime(server);
        if (!answers && process.isAlive()) {
            process.destroy();
            ServerProcess.ended(process, STOP_PATIENCE);
            throw new StartUpException("The embedded MariaDB runs, but does not let us in; see "
                    + log + " and remove " + folder.resolve("secrets.properties") + " if it was changed");
        }
        return answers;
    }

    /**
     * Starts and waits; if this process is told to stop meanwhile, so is the server, which nobody else knows yet. One that
     * is started while this process stops is needed for that, and is stopped by {@link #close}.
     */
    private boolean answersInTime(ProcessBuilder server) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread guard = new Thread(() -> started.thenAccept(Process::destroy), "mariadb-start-guard");
        boolean stopping = !ServerProcess.addHook(guard);
        if (stopping && closing) {
            return false;
        }
        try {
            process = server.start();
            started.complete(process);
            process.getOutputStream().close();
            return Waiting.until(START_PATIENCE, () -> !process.isAlive() || answers()) && process.isAlive();
        } finally {
            if (!stopping && !ServerProcess.removeHook(guard)) {
                // This process is being stopped, and the guard has run or will.
                closing = true;
            }
        }
    }

    private List<String> serverOptions() {
        return List.of("--bind-address=127.0.0.1", "--port=" + port, "--skip-ssl", "--skip-name-resolve",
                // No socket file: its path would be too long for the system in a deep data folder.
                "--socket=",
                "--pid-file=" + folder.resolve("mariadbd.pid"),
                "--init-file=" + folder.resolve("init.sql"),
                "--tmpdir=" + folder.resolve("tmp"), "--secure-file-priv=" + folder.resolve("tmp"), "--local-infile=0",
                "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin",
                "--transaction-isolation=READ-COMMITTED",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=" + settings.bufferPool(),
                "--max-connections=" + settings.maxConnections(),
                "--log-warnings=1");
    }

    private List<String> command(ServerFiles files, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(files.program().toString(),
                // Must come first; else the machine's own my.cnf would have a say.
                "--no-defaults",
                "--basedir=" + files.folder(), "--datadir=" + folder.resolve("data"),
                "--plugin-dir=" + files.folder().resolve("plugin"),
                "--innodb-log-file-size=48M", "--max-allowed-packet=64M"));
        if (ServerProcess.runningAsRoot()) {
            command.add("--user=root");
        }
        command.addAll(options);
        return command;
    }

    private boolean answers() {
        try (Connection connection = access().connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether it says anything at all to a new connection, be it that it has too many. */
    private boolean isResponding(Duration silence) {
        String limit = "&connectTimeout=" + silence.toMillis() / 2 + "&socketTimeout=" + silence.toMillis() / 2;
        try (Connection connection = new MariaDbDataSource(url(port) + limit).getConnection(USER, password)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            boolean unreachable = e.getSQLState() == null || e.getSQLState().startsWith("08");
            return !unreachable || e.getErrorCode() == TOO_MANY_CONNECTIONS;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stops the server in order; returns when it has ended. */
    @Override
    public void close() {
        closing = true;
        if (guard != null) {
            guard.close();
        }
        try {
            Files.deleteIfExists(folder.resolve("run"));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The run file stays; it names a port nobody answers on", e);
        }
        process.destroy();
        if (!ServerProcess.ended(process, STOP_PATIENCE)) {
            LOG.log(System.Logger.Level.WARNING, "MariaDB did not stop in {0} and is ended", STOP_PATIENCE);
            process.destroyForcibly();
            ServerProcess.ended(process, STOP_PATIENCE);
        }
    }

    /** How to reach the ledger's database; closing it stops a server that was started only for this. */
    public record LedgerAccess(String url, String user, String password, Runnable onClose) implements AutoCloseable {

        public Connection connect() throws SQLException {
            // Not by the DriverManager, which does not see drivers in the packaged program's class loader.
            return new MariaDbDataSource(url).getConnection(user, password);
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
