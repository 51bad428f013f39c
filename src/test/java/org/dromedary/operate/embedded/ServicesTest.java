package org.dromedary.operate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.dromedary.operate.embedded.EmbeddedMariaDb.LedgerAccess;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServicesTest {

    private final Path dataDir = ServicesResource.newDataDir();
    private final Settings settings = ServicesResource.settings(dataDir);

    @AfterEach
    void removeData() {
        ServerProcess.find(dataDir.resolve("mariadb")).ifPresent(ProcessHandle::destroy);
        Waiting.until(Duration.ofSeconds(30), () -> ServerProcess.find(dataDir.resolve("mariadb")).isEmpty());
        ServicesResource.delete(dataDir);
    }

    @Test
    void rowsAndMessagesOutliveARestart() throws Exception {
        try (Services first = Services.prepare(settings, false)) {
            execute(first, "create table kept (id int)");
            execute(first, "insert into kept values (42)");
            send(first, "kept");
        }
        assertThat(ServerProcess.find(dataDir.resolve("mariadb"))).isEmpty();
        try (Services second = Services.prepare(settings, false)) {
            assertThat(number(second, "select id from kept")).isEqualTo(42);
            assertThat(receive(second)).isEqualTo("kept");
        }
    }

    @Test
    void serverOfAKilledRunIsStoppedAndItsRowsAreThere() throws Exception {
        long server = killAnotherRun();
        assertThat(ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow().pid()).isEqualTo(server);
        try (Services next = Services.prepare(settings, false)) {
            assertThat(number(next, "select id from kept")).isEqualTo(7);
            assertThat(ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow().pid()).isNotEqualTo(server);
        }
    }

    /** Starts services in a process of its own, writes a row, kills it; returns the server it leaves behind. */
    private long killAnotherRun() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process run = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp", classPath, KilledRun.class.getName(), dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = run.inputReader()) {
            assertThat(output.lines().anyMatch(KilledRun.READY::equals)).isTrue();
        } finally {
            run.destroyForcibly().waitFor();
        }
        return ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow().pid();
    }

    /** What the killed process does: it never gets to its end. */
    static final class KilledRun {

        static final String READY = "ready";

        public static void main(String[] args) throws Exception {
            Services services = Services.prepare(ServicesResource.settings(Path.of(args[0])), false);
            execute(services, "create table kept as select 7 as id");
            System.out.println(READY);
            new CountDownLatch(1).await();
        }
    }

    @Test
    void serverThatEndsByItselfIsBackOnItsPort() throws Exception {
        try (Services services = Services.prepare(settings, false)) {
            execute(services, "create table kept as select 7 as id");
            ProcessHandle server = ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow();
            server.destroyForcibly();
            Waiting.until(Duration.ofSeconds(30), () -> !server.isAlive());
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> number(services, "select id from kept") == 7);
        }
    }

    @Test
    void secondDaemonOnOneDataFolderIsToldWhoHasIt() {
        try (Services first = Services.prepare(settings, false)) {
            assertThat(first.properties()).isNotEmpty();
            assertThatThrownBy(() -> Services.prepare(settings, false))
                    .isInstanceOf(StartUpException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("dromedary.data-dir");
        }
    }

    @Test
    void ledgerIsReachedBesideARunningDaemonAndWithoutOne() throws Exception {
        try (Services running = Services.prepare(settings, false)) {
            execute(running, "create table kept as select 7 as id");
            try (LedgerAccess beside = Services.attach(settings)) {
                assertThat(number(beside, "select id from kept")).isEqualTo(7);
            }
            assertThat(number(running, "select id from kept")).isEqualTo(7);
        }
        try (LedgerAccess alone = Services.attach(settings)) {
            assertThat(number(alone, "select id from kept")).isEqualTo(7);
        }
        assertThat(ServerProcess.find(dataDir.resolve("mariadb"))).isEmpty();
    }

    @Test
    void ledgerThatNeverWasIsNotMadeByLookingForIt() {
        assertThatThrownBy(() -> Services.attach(settings)).isInstanceOf(StartUpException.class);
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void installationThatWasInterruptedIsMadeAnew() throws Exception {
        Files.createDirectories(dataDir.resolve("mariadb/data/mysql"));
        Files.writeString(dataDir.resolve("mariadb/data/ibdata1"), "half");
        try (Services services = Services.prepare(settings, false)) {
            assertThat(number(services, "select 1")).isEqualTo(1);
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        try (Services services = Services.prepare(settings, false)) {
            String url = services.properties().get("quarkus.datasource.jdbc.url");
            for (String user : new String[] {"root", "dromedary", ""}) {
                assertThatThrownBy(() -> DriverManager.getConnection(url, user, "")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> new ActiveMQConnectionFactory(services.properties().get("quarkus.artemis.url"))
                    .createConnection("dromedary", "guess")).isInstanceOf(JMSException.class);
        }
        for (String secret : new String[] {"mariadb/secrets.properties", "mariadb/init.sql",
                "broker/secrets.properties"}) {
            assertThat(Files.getPosixFilePermissions(dataDir.resolve(secret)))
                    .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Test
    void nothingListensBeyondTheLoopbackAddress() throws Exception {
        try (Services services = Services.prepare(settings, false)) {
            assertThat(number(services, "select if(@@bind_address = '127.0.0.1' and @@skip_networking = 0, 1, 0)"))
                    .isEqualTo(1);
            assertThat(services.properties().get("quarkus.artemis.url"))
                    .startsWith("tcp://" + InetAddress.getLoopbackAddress().getHostAddress() + ":");
        }
    }

    @Test
    void externalServersMeanThatNothingEmbeddedStarts() {
        Settings external = Settings.load(Map.of(
                "dromedary.data-dir", dataDir.toString(),
                "dromedary.database.url", "jdbc:mariadb://db.example:3306/ledger",
                "dromedary.database.username", "u", "dromedary.database.password", "p",
                "dromedary.broker.url", "tcp://broker.example:61616"));
        try (Services services = Services.prepare(external, true)) {
            assertThat(services.properties())
                    .containsEntry("quarkus.datasource.jdbc.url", "jdbc:mariadb://db.example:3306/ledger")
                    .containsEntry("quarkus.datasource.username", "u")
                    .containsEntry("quarkus.artemis.url", "tcp://broker.example:61616")
                    .doesNotContainKey("quarkus.artemis.username");
            assertThat(dataDir.resolve("mariadb")).doesNotExist();
            assertThat(dataDir.resolve("broker")).doesNotExist();
        }
    }

    private static void execute(Services services, String sql) throws SQLException {
        try (Connection connection = connect(services); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Services services, String sql) throws SQLException {
        try (Connection connection = connect(services)) {
            return number(connection, sql);
        }
    }

    private static int number(LedgerAccess access, String sql) throws SQLException {
        try (Connection connection = access.connect()) {
            return number(connection, sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(Services services) throws SQLException {
        Map<String, String> properties = services.properties();
        return DriverManager.getConnection(properties.get("quarkus.datasource.jdbc.url"),
                properties.get("quarkus.datasource.username"), properties.get("quarkus.datasource.password"));
    }

    private static void send(Services services, String text) throws Exception {
        try (ActiveMQConnectionFactory factory = factory(services);
                JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue("dromedary.retrieve"), text);
        }
    }

    private static String receive(Services services) throws Exception {
        try (ActiveMQConnectionFactory factory = factory(services);
                JMSContext context = factory.createContext()) {
            return context.createConsumer(context.createQueue("dromedary.retrieve")).receiveBody(String.class, 10_000);
        }
    }

    private static ActiveMQConnectionFactory factory(Services services) {
        Map<String, String> properties = services.properties();
        return new ActiveMQConnectionFactory(properties.get("quarkus.artemis.url"),
                properties.get("quarkus.artemis.username"), properties.get("quarkus.artemis.password"));
    }
}
