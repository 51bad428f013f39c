package org.dromedary.operate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dromedary.operate.embedded.ServerGuard.Pauses;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

class ServerGuardTest {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private final LedgerOutage outage = new LedgerOutage() {
        @Override
        public void begun(String reason, int tries) {
            told.add("begun: " + reason);
        }

        @Override
        public void over(int tries) {
            told.add("over");
        }
    };

    /** A server that ends when a test says so, and starts as a test says. */
    private static final class Scripted implements ServerGuard.Server {
        final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        final AtomicInteger awaited = new AtomicInteger();
        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public int awaitEnd() throws InterruptedException {
            awaited.incrementAndGet();
            return ends.take();
        }

        @Override
        public boolean startAgain() throws IOException {
            starts.incrementAndGet();
            int left = failures.getAndUpdate(n -> Math.max(0, n - 1));
            if (left % 2 == 1) {
                throw new IOException("no memory");
            }
            return left == 0;
        }
    }

    private static Pauses pauses(Duration tellAfter) {
        return new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), NEVER, tellAfter, NEVER);
    }

    @Test
    void pausesGrowToTheLongestAndBeginAnewAfterHealth() {
        Pauses pauses = new Pauses(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(10), NEVER, NEVER);
        List<Duration> waited = new ArrayList<>();
        Duration pause = Duration.ZERO;
        for (int i = 0; i < 9; i++) {
            waited.add(pause);
            pause = pauses.after(pause);
        }
        assertThat(waited).extracting(Duration::toSeconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(pauses.afterRun(pause, Duration.ofMinutes(9))).isEqualTo(Duration.ofMinutes(1));
        assertThat(pauses.afterRun(pause, Duration.ofMinutes(10))).isZero();
    }

    @Test
    void serverIsStartedAgainHoweverOftenItEnds() {
        Scripted server = new Scripted();
        new ServerGuard(server, pauses(NEVER), outage).start();
        for (int i = 0; i < 50; i++) {
            server.ends.add(1);
        }
        Awaitility.await().atMost(LONG).until(() -> server.starts.get() == 50);
        assertThat(told).isEmpty();
    }

    @Test
    void serverThatDoesNotStartIsTriedUntilItDoesAndToldOnce() {
        Scripted server = new Scripted();
        server.failures.set(30);
        new ServerGuard(server, pauses(Duration.ZERO), outage).start();
        server.ends.add(137);
        Awaitility.await().atMost(LONG).until(() -> told.contains("over"));
        assertThat(server.starts.get()).isEqualTo(31);
        assertThat(told).containsExactly("begun: it ended by itself with code 137", "over");
    }

    @Test
    void endThatIsMeantIsNoReasonToStart() {
        Scripted server = new Scripted();
        ServerGuard guard = new ServerGuard(server, pauses(Duration.ZERO), outage);
        guard.start();
        Awaitility.await().atMost(LONG).until(() -> server.awaited.get() == 1);
        guard.close();
        server.ends.add(0);
        Awaitility.await().atMost(LONG).until(server.ends::isEmpty);
        assertThat(server.starts).hasValue(0);
    }

    @Test
    void databaseThatIsKilledAgainAndAgainAndCanNotStartForATimeIsBackWithItsRows() throws Exception {
        Path dataDir = ServicesResource.newDataDir();
        try (DataFolder.Lock lock = DataFolder.lock(dataDir);
                EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir, ServicesResource.settings(dataDir),
                        pauses(Duration.ZERO), outage)) {
            execute(database, "create table kept as select 7 as id");
            for (int i = 0; i < 11; i++) {
                kill(dataDir);
                awaitRow(database);
            }
            Path data = dataDir.resolve("mariadb/data");
            Path aside = dataDir.resolve("mariadb/aside");
            Files.move(data, aside);
            kill(dataDir);
            Awaitility.await().atMost(LONG).until(() -> !told.isEmpty()
                    && told.get(told.size() - 1).startsWith("begun"));
            Files.move(aside, data);
            awaitRow(database);
            Awaitility.await().atMost(LONG).until(() -> told.get(told.size() - 1).equals("over"));
        } finally {
            ServerProcess.find(dataDir.resolve("mariadb")).ifPresent(ProcessHandle::destroyForcibly);
            ServicesResource.delete(dataDir);
        }
    }

    @Test
    void databaseThatRunsAndNoLongerAnswersIsEndedAndStartedAgain() throws Exception {
        Path dataDir = ServicesResource.newDataDir();
        Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), NEVER, NEVER, Duration.ofSeconds(2));
        try (DataFolder.Lock lock = DataFolder.lock(dataDir);
                EmbeddedMariaDb database = EmbeddedMariaDb.start(dataDir, ServicesResource.settings(dataDir), pauses,
                        outage)) {
            execute(database, "create table kept as select 7 as id");
            ProcessHandle server = ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(server.pid())).start().waitFor()).isZero();
            Awaitility.await().atMost(LONG).until(() -> !server.isAlive());
            awaitRow(database);
        } finally {
            ServerProcess.find(dataDir.resolve("mariadb")).ifPresent(ProcessHandle::destroyForcibly);
            ServicesResource.delete(dataDir);
        }
    }

    private static void kill(Path dataDir) {
        ProcessHandle server = ServerProcess.find(dataDir.resolve("mariadb")).orElseThrow();
        server.destroyForcibly();
        Awaitility.await().atMost(LONG).until(() -> !server.isAlive());
    }

    private static void execute(EmbeddedMariaDb database, String sql) throws Exception {
        try (Connection connection = database.access().connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void awaitRow(EmbeddedMariaDb database) {
        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
            try (Connection connection = database.access().connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select id from kept")) {
                return rows.next() && rows.getInt(1) == 7;
            }
        });
    }
}
