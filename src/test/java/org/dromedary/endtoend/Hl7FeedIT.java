package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.dromedary.testing.Migration;
import org.dromedary.testing.MllpClient;
import org.junit.jupiter.api.Test;

/** HL7 feeds into the packaged program, which is killed while they send. */
class Hl7FeedIT {

    /** As many as fit well into a build; 100,000 are sent with {@code -Ddromedary.hl7.messages=100000}. */
    private static final int MESSAGES = Integer.getInteger("dromedary.hl7.messages", 6_000);
    private static final int CONNECTIONS = 32;
    private static final int KILLS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final String PADDING = "OBX|1|TX|GDT||" + "invented text ".repeat(40);

    private final int port = portThatNoClientGets();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void everyMessageAcknowledgedIsKeptOnceWhileTheProcessIsKilled() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
        try (Migration migration = new Migration()) {
            migration.source("OLDPACS", 1).target("NEWPACS", 1).set("dromedary.hl7.mllp-port", Integer.toString(port));
            Process process = migration.start("run");
            List<Future<?>> feeds = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                feeds.add(senders.submit(() -> feed(number)));
            }
            awaitAcknowledged(migration, process, 1);
            long begin = System.nanoTime();
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitAcknowledged(migration, process, MESSAGES / (KILLS + 1) * kill);
                process.destroyForcibly().waitFor();
                process = migration.start("run");
            }
            for (Future<?> feed : feeds) {
                feed.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Awaitility.await().atMost(LIMIT).until(() -> count(migration, "state = 'NEW'") == 0);
            System.getLogger(Hl7FeedIT.class.getName()).log(System.Logger.Level.INFO, String.format(
                    "%d HL7 messages kept in %.1f s with %d kills, all taken in after %.1f s", MESSAGES, seconds, KILLS,
                    (System.nanoTime() - begin) / 1e9));
            assertThat(acknowledged).hasSize(MESSAGES);
            List<String> kept = migration.sql(sql -> sql.query("select control_id from hl7_message",
                    row -> row.getString(1)));
            assertThat(Set.copyOf(kept)).isEqualTo(acknowledged);
            assertThat(count(migration, "true")).isEqualTo(MESSAGES);
            assertThat(count(migration, "state in ('DONE', 'IGNORED')")).isEqualTo(MESSAGES);
            assertThat(migration.output()).doesNotContain("INVENTED^NAME").doesNotContain("\tat ");
        } finally {
            senders.shutdownNow();
        }
    }

    private void awaitAcknowledged(Migration migration, Process process, int number) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(process.isAlive()).as(migration.output()).isTrue();
            return acknowledged.size() >= number;
        });
    }

    /**
     * Who calls a port of the ephemeral range while nobody listens there may be connected with himself, and keeps it.
     */
    private static int portThatNoClientGets() {
        for (int candidate = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); true; candidate++) {
            try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
    }

    private static long count(Migration migration, String where) throws Exception {
        return migration.sql(sql -> sql.query("select count(*) from hl7_message where " + where,
                row -> row.getLong(1)).get(0));
    }

    /** Sends its share of the messages; what is not acknowledged goes again over the next connection. */
    private Void feed(int number) {
        int next = number;
        while (next < MESSAGES) {
            try (MllpClient client = connect()) {
                while (next < MESSAGES) {
                    String controlId = "M" + next;
                    assertThat(client.ask(message(controlId))).contains("MSA|AA|" + controlId + "\r");
                    acknowledged.add(controlId);
                    next += CONNECTIONS;
                }
            } catch (IOException killed) {
                // The next connection begins with the same message.
            }
        }
        return null;
    }

    private MllpClient connect() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                .until(() -> new MllpClient(port), client -> true);
    }

    private static byte[] message(String controlId) {
        return ("MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|20240301101500||ZZT^A08|" + controlId + "|P|2.5.1\r"
                + "PID|1||" + controlId + "^^^HOSP^MR||INVENTED^NAME||19561203|F\r" + PADDING + "\r")
                .getBytes(StandardCharsets.UTF_8);
    }
}
