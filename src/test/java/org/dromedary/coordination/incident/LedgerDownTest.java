package org.dromedary.coordination.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerDownTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T10:15:00Z");

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer webhook;
    private LedgerDown down;

    @BeforeEach
    void start() throws Exception {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        webhook.start();
        IncidentSettings settings = Settings.load(Map.of("dromedary.incident.webhook",
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/")).map(IncidentSettings.class);
        down = new LedgerDown("The database does not answer.", "Look at it.", Duration.ofMinutes(1),
                new DirectNotice(settings));
    }

    @AfterEach
    void stop() {
        webhook.stop(0);
    }

    private void failsFor(Instant from, int seconds) {
        for (int i = 0; i <= seconds; i += 2) {
            down.failed("refused", from.plusSeconds(i));
        }
    }

    @Test
    void ledgerThatStaysAwayIsToldOnceAndItsReturnToo() {
        failsFor(BEGIN, 300);
        down.answered("it answers again", BEGIN.plusSeconds(302));
        down.answered("it answers again", BEGIN.plusSeconds(304));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> posted.size() >= 2);
        assertThat(posted).hasSize(2);
        assertThat(posted.get(0)).contains("\"what\":\"OPENED\"", "LEDGER_DOWN", "\"since\":\"2026-03-01T10:15:00Z\"",
                "refused");
        assertThat(posted.get(1)).contains("\"what\":\"CLOSED\"", "it answers again");
    }

    @Test
    void hiccupsAreNotTold() {
        failsFor(BEGIN, 50);
        down.answered("it answers again", BEGIN.plusSeconds(52));
        failsFor(BEGIN.plusSeconds(54), 50);
        down.answered("it answers again", BEGIN.plusSeconds(106));
        failsFor(BEGIN.plusSeconds(200), 60);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !posted.isEmpty());
        assertThat(posted).hasSize(1);
        assertThat(posted.get(0)).contains("2026-03-01T10:18:20Z");
    }
}
