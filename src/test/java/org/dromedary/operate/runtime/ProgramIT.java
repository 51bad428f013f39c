package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.operate.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged program in an empty folder, without routes: it starts, is told to stop, is killed. */
class ProgramIT {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Path SERVER = Path.of("target", "mariadb-server").toAbsolutePath();
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String STARTED = "Dromedary has started";

    private final Path folder = ServicesResource.newDataDir();
    private final Path log = folder.resolve("output.txt");
    private final int port = Peers.freePort();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void emptyRoutes() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
    }

    @AfterEach
    void stopAll() throws Exception {
        for (Process process : processes) {
            process.destroy();
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        ServicesResource.delete(folder);
    }

    @Test
    void wrongCommandIsExplainedAndExitsWithTwo() throws Exception {
        assertThat(exitCode(start("frob"))).isEqualTo(2);
        assertThat(Files.readString(log)).contains("frob").contains("Usage: dromedary").doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void helpNeedsNeitherDatabaseNorBroker() throws Exception {
        assertThat(exitCode(start("--help"))).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void wrongSettingIsOneLine() throws Exception {
        configure("dromedary.redelivery.delay=soon\n");
        assertThat(exitCode(start("run"))).isEqualTo(1);
        assertThat(Files.readAllLines(log)).singleElement().asString()
                .contains("dromedary.redelivery.delay").contains("soon");
    }

    @Test
    void configurationThatIsNoTextIsOneLine() throws Exception {
        configure("dromedary.local.port=104\n\0\1\2\n");
        assertThat(exitCode(start("run"))).isEqualTo(1);
        assertThat(Files.readAllLines(log)).singleElement().asString().contains("config/application.properties", "no text");
    }

    @Test
    void brokerThatIsNotThereIsOneLine() throws Exception {
        configure("dromedary.broker.url=tcp://127.0.0.1:%d\n".formatted(Peers.freePort()));
        assertThat(exitCode(start("run"))).isEqualTo(1);
        assertThat(Files.readString(log)).contains("does not answer", "dromedary.broker.url").doesNotContain("\tat ");
    }

    @Test
    void portOfOursThatIsTakenIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            configure("dromedary.local.bind=127.0.0.1\ndromedary.hl7.mllp-port=%d\n".formatted(taken.getLocalPort()));
            assertThat(exitCode(start("run"))).isEqualTo(1);
            assertThat(Files.readString(log)).contains("HL7 can not be taken on 127.0.0.1 port " + taken.getLocalPort(),
                    "dromedary.hl7.mllp-port").doesNotContain("\tat ");
        }
    }

    @Test
    void databaseThatNeverAnswersDoesNotKeepTheStartForEver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            configure("""
                    dromedary.run.start-up-timeout=4s
                    dromedary.database.url=jdbc:mariadb://127.0.0.1:%d/dromedary
                    dromedary.database.username=dromedary
                    dromedary.database.password=invented
                    """.formatted(silent.getLocalPort()));
            assertThat(exitCode(start("run"))).isEqualTo(1);
            assertThat(Files.readString(log)).contains("The start-up did not end within 4 s"
                    + " (dromedary.run.start-up-timeout)", "At work: 'main' in ");
        }
    }

    @Test
    void signalStopsEverythingAndTheNextStartFindsItAgain() throws Exception {
        Process first = start("run");
        awaitStarted();
        Process second = start("run");
        assertThat(exitCode(second)).isEqualTo(1);
        assertThat(Files.readString(log)).contains("is in use by another Dromedary (process " + first.pid() + ")");
        first.destroy();
        exitCode(first);
        assertThat(Files.readString(folder.resolve("data/mariadb/mariadbd.log"))).contains("Shutdown complete");

        Process third = start("run");
        awaitStarted();
        third.destroyForcibly();
        exitCode(third);
        start("run");
        awaitStarted();
        assertThat(Files.readString(log)).contains("of a run that was killed");
    }

    @Test
    void ledgerOfANewerVersionIsRefused() throws Exception {
        Process first = start("run");
        awaitStarted();
        first.destroy();
        exitCode(first);
        Settings settings = Settings.load(Map.of("dromedary.data-dir", folder.resolve("data").toString(),
                "dromedary.database.server-dir", SERVER.toString()));
        try (LedgerAccess access = Services.attach(settings); Connection ledger = access.connect();
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate("insert into flyway_schema_history (installed_rank, version, description, type, script,"
                    + " checksum, installed_by, execution_time, success) values (9999, '9999', 'from later', 'SQL',"
                    + " 'V9999__from_later.sql', 1, 'dromedary', 1, true)");
        }
        assertThat(exitCode(start("run"))).isEqualTo(1);
        assertThat(Files.readString(log)).contains("schema version 9999 by a newer version").doesNotContain("\tat ");
    }

    private void configure(String settings) throws IOException {
        try (Writer out = PrivateFiles.writer(PrivateFiles.createFolders(folder.resolve("config"))
                .resolve("application.properties"))) {
            out.write(settings);
        }
    }

    private Process start(String command) throws IOException {
        Files.writeString(log, "");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddromedary.database.server-dir=" + SERVER, "-Ddromedary.http.port=0",
                "-Ddromedary.local.port=" + port,
                "-Ddromedary.source.aet=OLDPACS",
                "-Ddromedary.source.host=127.0.0.1", "-Ddromedary.target.aet=NEWPACS",
                "-Ddromedary.target.host=127.0.0.1", "-jar", JAR.toString(), command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private void awaitStarted() {
        Awaitility.await().atMost(LONG).until(() -> Files.readString(log).contains(STARTED));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
