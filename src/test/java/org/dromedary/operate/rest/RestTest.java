package org.dromedary.operate.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.operate.embedded.HttpFile;
import org.dromedary.operate.rest.Client.Answer;
import org.dromedary.testing.ServicesResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RestTest {

    private static final String WINDOW = "dromedary.pace.night.hours";

    @Inject
    Incidents incidents;

    @ConfigProperty(name = "dromedary.data-dir")
    Path dataDir;

    private final Client client = new Client();
    private final String kind = "TEST_" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void takeBackAllOrders() throws Exception {
        System.clearProperty(WINDOW);
        client.post("/api/resume", "{}");
        client.post("/api/resume", "{\"stage\":\"store\"}");
        client.post("/api/pace", "{\"window\":\"auto\"}");
    }

    private JsonNode incident() throws Exception {
        return StreamSupport.stream(client.get("/api/incidents?all=true").json().spliterator(), false)
                .filter(incident -> incident.path("kind").asText().equals(kind)).findFirst().orElseThrow();
    }

    @Test
    void statusHasNumbersOrdersIncidentsAndWhatTheProcessKnows() throws Exception {
        incidents.open(kind, "target", "It does not work.", "refused", "Look at it.");
        JsonNode status = client.get("/api/status").json();
        assertThat(status.path("series").has("VERIFIED")).isTrue();
        assertThat(status.path("orders").isArray()).isTrue();
        assertThat(status.path("incidents").findValuesAsText("kind")).contains(kind);
        assertThat(status.path("live").path("outages").isObject()).isTrue();
    }

    @Test
    void orderIsGivenListedTakenBackAndInTheAudit() throws Exception {
        Answer paused = client.post("/api/pause", "{\"stage\":\"store\",\"because\":\"" + kind + "\"}",
                "Dromedary-User", "kim");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().path("message").asText()).contains("the store stage");
        assertThat(client.get("/api/orders").json()).singleElement().satisfies(order -> {
            assertThat(order.path("scope").asText()).isEqualTo("stage:store");
            assertThat(order.path("by").asText()).isEqualTo("local for kim");
        });
        assertThat(client.post("/api/resume", "{\"stage\":\"store\"}").json().path("orders")).isEmpty();
        assertThat(client.get("/api/audit?since=1h").json().findValuesAsText("what"))
                .contains("PAUSE stage:store: " + kind, "END OF PAUSE stage:store");
    }

    @Test
    void paceNeedsAWindowOfTheSettings() throws Exception {
        Answer unknown = client.post("/api/pace", "{\"window\":\"night\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.error()).contains("no pace window 'night'");
        System.setProperty(WINDOW, "20:00-06:00");
        assertThat(client.post("/api/pace", "{\"window\":\"night\",\"archive\":\"source\"}").json().path("orders"))
                .singleElement().satisfies(order -> assertThat(order.path("value").asText()).isEqualTo("night"));
        assertThat(client.post("/api/pace", "{\"window\":\"auto\"}").json().path("orders")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"stag\":\"store\"}", "{\"stage\":\"stor\"}", "{\"archive\":\"old\"}",
        "{\"stage\":\"store\",\"archive\":\"source\"}", "", "[]", "{\"stage\":", "null"})
    void orderThatMakesNoSensePausesNothingAndSaysWhatToDo(String body) throws Exception {
        Answer refused = client.post("/api/pause", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isNotBlank();
        assertThat(client.get("/api/orders").json()).isEmpty();
    }

    @Test
    void incidentIsShownAcknowledgedAndClosed() throws Exception {
        incidents.open(kind, "target", "It does not work.", "refused", "Look at it.");
        String path = "/api/incidents/" + incident().path("id").asText();
        assertThat(client.get(path).json().path("advice").asText()).isEqualTo("Look at it.");
        assertThat(client.post(path + "/acknowledge", "").json().path("acknowledgedBy").asText()).isEqualTo("local");
        assertThat(client.post(path + "/close", "{\"because\":\"cable\"}").json().path("closeReason").asText())
                .isEqualTo("cable");
        assertThat(client.post(path + "/close", "{}").status()).isEqualTo(400);
        assertThat(client.get("/api/incidents").json().findValuesAsText("kind")).doesNotContain(kind);
    }

    @Test
    void whatIsNotThereIsSaidInJson() throws Exception {
        assertThat(client.get("/api/incidents/999999999").status()).isEqualTo(404);
        assertThat(client.get("/api/incidents/999999999").error()).contains("no incident 999999999");
        assertThat(client.get("/api/nothing").status()).isEqualTo(404);
        assertThat(client.get("/api/nothing").error()).contains("nothing at this address");
        assertThat(client.get("/api/audit?since=yesterday").error()).contains("is no time");
    }

    @Test
    void deadLettersAreListedAndNeedToBeSelectedAndExplained() throws Exception {
        assertThat(client.get("/api/dead-letters?reason=NO_SUCH_REASON").json()).isEmpty();
        assertThat(client.get("/api/dead-letters/999999999").status()).isEqualTo(404);
        assertThat(client.post("/api/dead-letters/replay", "{}").error()).contains("Say which");
        assertThat(client.post("/api/dead-letters/replay", "{\"series\":999999999}").json().path("replayed").asInt(-1))
                .isZero();
        assertThat(client.post("/api/dead-letters/discard", "{\"series\":999999999}").error()).contains("Say why");
        assertThat(client.post("/api/dead-letters/replay", "{\"suspect\":true,\"series\":999999999}").json()
                .path("series").asInt(-1)).isZero();
        assertThat(client.post("/api/dead-letters/discard", "{\"suspect\":true}").error()).contains("in doubt");
    }

    @Test
    void webPageCanNotGiveOrders() throws Exception {
        Answer refused = client.postForm("/api/pause", "{}");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.error()).contains("application/json");
        assertThat(client.get("/api/orders").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.org", "evil.example.org:8080", "127.0.0.1.evil.example.org", "10.0.0.7"})
    void nameThatOnlyPointsHereIsRefused(String host) throws Exception {
        assertThat(Client.statusLineFor(host)).contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080"})
    void namesOfThisMachineAreAnswered(String host) throws Exception {
        assertThat(Client.statusLineFor(host)).contains(" 200 ");
    }

    @Test
    void healthTellsThatItLivesAndWhetherItCanWork() throws Exception {
        assertThat(client.get("/api/health/live").json().path("status").asText()).isEqualTo("UP");
        assertThat(client.get("/api/health/ready").json().path("ledger").asBoolean()).isTrue();
        assertThat(client.get("/api/health/ready").json().path("broker").asBoolean()).isTrue();
    }

    @Test
    void portIsInAFileOfThisUserOnly() throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> HttpFile.port(dataDir).isPresent());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("http.properties"))))
                .isEqualTo("rw-------");
    }
}
