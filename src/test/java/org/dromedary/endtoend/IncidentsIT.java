package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.ledger.SeriesState;
import org.dromedary.operate.embedded.HttpFile;
import org.dromedary.simulator.RetrieveFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.junit.jupiter.api.Test;

/** What operators are told when something is wrong, and what they can do about it. */
class IncidentsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final StudyGenerator CT = new StudyGenerator(11).matrix(16).objectsPerSeries(3).kinds(StudyKind.CT);

    private static final int RECIPIENTS = 2;

    private final List<JsonNode> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    @Test
    void absentTargetIsToldShownAcknowledgedAndOverWhenItIsBack() throws Exception {
        GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
        mail.setUser("dromedary@example.org", "dromedary", "secret");
        mail.start();
        HttpServer webhook = webhook();
        try (Rehearsal rehearsal = Rehearsal.of(CT, 4)) {
            tell(rehearsal, webhook, mail);
            rehearsal.target().close();
            rehearsal.migration.start("run");

            awaitTold(rehearsal, mail, 1);
            assertThat(posted.get(0).path("what").asText()).isEqualTo("OPENED");
            assertThat(posted.get(0).path("kind").asText()).isEqualTo("ARCHIVE_UNAVAILABLE");
            assertThat(posted.get(0).path("statement").asText()).contains("target", "has not answered since");
            assertMail(mail.getReceivedMessages()[0], "Incident 1, ARCHIVE_UNAVAILABLE target", "What to do:");

            assertThat(rehearsal.migration.beside("incidents", "list")).contains("ARCHIVE_UNAVAILABLE target", "open");
            assertThat(rehearsal.migration.beside("status")).contains("archives away", "open incidents: 1");
            acknowledge(rehearsal);
            assertThat(rehearsal.migration.beside("incidents", "show", "1")).contains("Seen by:    local for kim at ");

            rehearsal.restartTarget();
            awaitTold(rehearsal, mail, 2);
            assertThat(posted.get(1).path("what").asText()).isEqualTo("CLOSED");
            assertThat(posted.get(1).path("closedBy").asText()).isEqualTo("dromedary");
            assertMail(mail.getReceivedMessages()[2 * RECIPIENTS - 1], "Over: incident 1", "the archive answers again");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(
                    () -> rehearsal.states().keySet().equals(java.util.Set.of(SeriesState.VERIFIED)));
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.migration.beside("incidents", "list")).contains("No incident is open.");
            assertThat(requests).as("the first was refused and came again").hasValue(3);
            assertThat(rehearsal.number("select count(*) from incident_notice where state <> 'TOLD'")).isZero();
            assertThat(rehearsal.migration.output()).doesNotContain("\tat ", "secret");
        } finally {
            webhook.stop(0);
            mail.stop();
        }
    }

    @Test
    void sourceThatSendsUnderAnotherTitleIsRefusedWithAnIncidentWhereThatIsWanted() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 2)) {
            rehearsal.migration.set("dromedary.local.callers-strict", "true")
                    .set("dromedary.retrieve.settle", "200ms").set("dromedary.retrieve.settle-claimed", "500ms")
                    .set("dromedary.retrieve.get-missing", "false")
                    .set("dromedary.retry.busy-delay", "500ms");
            rehearsal.sourceFaults.set(new RetrieveFault.CallAs("SENDER"));
            Process process = rehearsal.migration.start("run");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() ->
                    assertThat(rehearsal.migration.output()).contains("REFUSED_HERE"));
            assertThat(rehearsal.migration.beside("incidents", "show", "1")).contains("CALLER_REFUSED",
                    "under the AE title SENDER", "dromedary.source.callers");
            assertThat(rehearsal.number("select count(*) from series where attempt > 1 or state = 'UNAVAILABLE'"))
                    .as("attempts consumed by what we refused").isZero();
            assertThat(rehearsal.target().size()).isZero();
            rehearsal.sourceFaults.clear();
            rehearsal.awaitArrived(process, rehearsal.source().size());
            rehearsal.assertEverythingArrived();
        }
    }

    private void awaitTold(Rehearsal rehearsal, GreenMail mail, int times) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(posted).as(rehearsal.migration.output()).hasSize(times);
            assertThat(mail.getReceivedMessages()).as(rehearsal.migration.output()).hasSize(times * RECIPIENTS);
        });
    }

    private static void tell(Rehearsal rehearsal, HttpServer webhook, GreenMail mail) {
        rehearsal.migration.set("dromedary.incident.unavailable-after", "2s")
                .set("dromedary.redelivery.delay", "200ms")
                .set("dromedary.incident.webhook", "http://127.0.0.1:" + webhook.getAddress().getPort() + "/secret")
                .set("dromedary.incident.mail-to", "pacs@example.org,it@example.org")
                .set("dromedary.incident.mail-from", "dromedary@example.org")
                .set("dromedary.incident.mail-server", "127.0.0.1")
                .set("dromedary.incident.mail-port", Integer.toString(mail.getSmtp().getPort()))
                .set("dromedary.incident.mail-username", "dromedary")
                .set("dromedary.incident.mail-password", "secret");
    }

    /** Refuses the first request. */
    private HttpServer webhook() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode json = MAPPER.readTree(exchange.getRequestBody());
            boolean refused = requests.incrementAndGet() == 1;
            exchange.sendResponseHeaders(refused ? 500 : 204, -1);
            exchange.close();
            if (!refused) {
                posted.add(json);
            }
        });
        server.start();
        return server;
    }

    private static void assertMail(MimeMessage message, String subject, String text) throws Exception {
        assertThat(message.getSubject()).contains(subject);
        assertThat(message.getFrom()[0]).hasToString("dromedary@example.org");
        assertThat(GreenMailUtil.getBody(message)).contains(text, "Since:", "Evidence:");
        assertThat(GreenMailUtil.getHeaders(message)).doesNotContain("DromedaryNotice", "DromedaryChannel", "JMS");
    }

    private static void acknowledge(Rehearsal rehearsal) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(rehearsal, "/api/incidents/1/acknowledge"))
                .header("Authorization", rehearsal.migration.authorization())
                .header("Content-Type", "application/json").header("Dromedary-User", "kim")
                .POST(HttpRequest.BodyPublishers.noBody()).build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static URI uri(Rehearsal rehearsal, String path) {
        return URI.create("http://127.0.0.1:" + HttpFile.port(rehearsal.migration.dataDir()).orElseThrow() + path);
    }

    @Test
    void orderFromTheCommandLineOutlivesTheProcessAndIsInTheAudit() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            Process first = rehearsal.migration.start("run");
            awaitRest(rehearsal);
            assertThat(rehearsal.migration.beside("pause", "--stage", "store", "--because", "too slow"))
                    .isEqualTo("Paused: the store stage. Nothing new is begun there; what is under way is finished."
                            + System.lineSeparator());
            assertThat(orders(rehearsal)).contains("\"scope\":\"stage:store\"");
            first.destroy();
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(rehearsal.migration.dataDir().resolve("http.properties")).doesNotExist();

            rehearsal.migration.start("run");
            awaitRest(rehearsal);
            assertThat(orders(rehearsal)).contains("\"scope\":\"stage:store\"", "too slow");
            assertThat(rehearsal.migration.beside("status")).contains("orders in force", "stage:store", "too slow");
            assertThat(rehearsal.migration.beside("resume", "--stage", "store")).startsWith("Resumed: the store stage");
            assertThat(orders(rehearsal)).isEqualTo("[]");
            assertThat(rehearsal.migration.beside("audit")).contains(System.getProperty("user.name"),
                    "PAUSE stage:store: too slow", "END OF PAUSE stage:store");
        }
    }

    private static void awaitRest(Rehearsal rehearsal) {
        await().atMost(PATIENCE).until(() -> HttpFile.port(rehearsal.migration.dataDir()).isPresent()
                && rehearsal.number("select count(*) from series") > 0);
    }

    private static String orders(Rehearsal rehearsal) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri(rehearsal, "/api/orders"))
                .header("Authorization", rehearsal.migration.authorization()).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void orderWithoutARunningProcessIsKeptForTheNextRunAndStartsNoServerOfRequests() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            rehearsal.runsTo(0);
            assertThat(rehearsal.migration.beside("pause")).startsWith("Paused: everything.").hasLineCount(1);
            assertThat(rehearsal.migration.dataDir().resolve("http.properties")).doesNotExist();
            assertThat(rehearsal.number("select count(*) from control where scope = 'all'")).isOne();
            assertThat(rehearsal.migration.beside("pace", "night")).contains("There is no pace window 'night'")
                    .hasLineCount(1);
            assertThat(rehearsal.migration.beside("incidents", "ack", "7")).contains("There is no incident 7")
                    .hasLineCount(1);
        }
    }

    @Test
    void takenPortIsOneClearLine() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(CT, 1)) {
            HttpServer other = webhook();
            try {
                rehearsal.migration.set("dromedary.http.port", Integer.toString(other.getAddress().getPort()));
                assertThat(rehearsal.migration.beside("run")).contains("dromedary.http.port").doesNotContain("\tat ");
            } finally {
                other.stop(0);
            }
        }
    }
}
