package org.dromedary.coordination.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Incidents that are told without ledger and queues. */
class DirectNoticeTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private HttpServer webhook;

    @BeforeEach
    void start() throws Exception {
        mail.start();
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused = refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
            exchange.close();
            if (!refused) {
                posted.add(body);
            }
        });
        webhook.start();
    }

    @AfterEach
    void stop() {
        webhook.stop(0);
        mail.stop();
    }

    private IncidentSettings settings() {
        return Settings.load(Map.of("dromedary.incident.webhook",
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/secret",
                "dromedary.incident.mail-to", "pacs@example.org,it@example.org",
                "dromedary.incident.mail-from", "dromedary@example.org",
                "dromedary.incident.mail-server", "127.0.0.1",
                "dromedary.incident.mail-port", Integer.toString(mail.getSmtp().getPort())))
                .map(IncidentSettings.class);
    }

    private static Incident incident(Instant closed) {
        Instant since = Instant.parse("2026-03-01T10:15:00Z");
        return new Incident(0, "LEDGER_DOWN", "ledger", "The database is down.", "exit code 137", "Look at its log.", 1,
                since, since, null, null, closed, closed == null ? null : Incident.ITSELF,
                closed == null ? null : "it runs again", 0);
    }

    @Test
    void beginningAndEndAreToldByBothChannelsInTheirOrderThoughTheFirstTryFails() throws Exception {
        refusals.set(1);
        DirectNotice notice = new DirectNotice(settings(), Duration.ofMillis(1));
        notice.tell(incident(null));
        notice.tell(incident(Instant.parse("2026-03-01T10:25:00Z")));
        Awaitility.await().atMost(LONG).until(() -> posted.size() == 2 && mail.getReceivedMessages().length == 4);
        assertThat(posted.get(0)).contains("\"what\":\"OPENED\"", "[Dromedary] Incident LEDGER_DOWN ledger");
        assertThat(posted.get(1)).contains("\"what\":\"CLOSED\"", "it runs again");
        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("[Dromedary] Incident LEDGER_DOWN ledger");
        assertThat(GreenMailUtil.getBody(mail.getReceivedMessages()[0])).contains("exit code 137", "What to do:");
        assertThat(mail.getReceivedMessages()[3].getSubject())
                .isEqualTo("[Dromedary] Over: incident LEDGER_DOWN ledger");
    }

    @Test
    void channelThatTakesNothingDoesNotKeepTheOtherFromBeingTold() {
        refusals.set(1000);
        new DirectNotice(settings(), Duration.ofMillis(1)).tell(incident(null));
        Awaitility.await().atMost(LONG).until(() -> mail.getReceivedMessages().length == 2);
        assertThat(posted).isEmpty();
    }

    @Test
    void nobodyIsToldWhereNoChannelIsSet() {
        new DirectNotice(Settings.load(Map.of()).map(IncidentSettings.class)).tell(incident(null));
        assertThat(posted).isEmpty();
        assertThat(mail.getReceivedMessages()).isEmpty();
    }
}
