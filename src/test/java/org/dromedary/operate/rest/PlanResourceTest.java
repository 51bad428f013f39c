package org.dromedary.operate.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.dromedary.identity.plan.TestPlan;
import org.dromedary.ledger.Ledger;
import org.dromedary.operate.rest.Client.Answer;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class PlanResourceTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final Client client = new Client();
    private TestPlan plan;
    private long study;
    private long second;

    @BeforeEach
    void twoStudies() {
        plan = new TestPlan(dataSource, ledger);
        String uid = TestPlan.uid();
        String other = TestPlan.uid();
        study = plan.study(uid, "1", "NORDAHL^ASE", "A1");
        second = plan.study(other, "2", "BERG^LARS", "A2");
        plan.exam("E1", "P1", "Nordahl", "RIS-1");
        plan.propose(plan.review(uid, "E1"), plan.none(other));
    }

    private Answer decide(String body) throws Exception {
        return client.post("/api/plan/studies/" + study + "/decision", body, "Dromedary-User", "kim");
    }

    @Test
    void studiesAreListedAPageAtATime() throws Exception {
        JsonNode page = client.get("/api/plan/studies?limit=1").json();
        assertThat(page.path("studies")).singleElement().satisfies(one -> {
            assertThat(one.path("id").asLong()).isEqualTo(study);
            assertThat(one.path("pacs").path("patientName").asText()).isEqualTo("NORDAHL^ASE");
            assertThat(one.path("candidates").get(0).path("exam").path("lastName").asText()).isEqualTo("Nordahl");
        });
        JsonNode next = client.get("/api/plan/studies?limit=1&after=" + page.path("next").asLong()).json();
        assertThat(next.path("studies").get(0).path("id").asLong()).isEqualTo(second);
        assertThat(client.get("/api/plan/studies?only=none").json().path("studies")).hasSize(1);
        assertThat(client.get("/api/plan/studies?only=maybe").status()).isEqualTo(400);
    }

    @Test
    void studyIsShownWithWhatDiffers() throws Exception {
        assertThat(client.get("/api/plan/studies/" + study).json().path("differs").get(0).toString())
                .contains("accession").doesNotContain("birth_date");
        assertThat(client.get("/api/plan/studies/999999999").status()).isEqualTo(404);
    }

    @Test
    void decisionIsThePersonsAndInTheAuditWithoutPatientData() throws Exception {
        JsonNode decided = decide("{\"answer\":\"" + plan.own + "E1\",\"note\":\"seen\"}").json();
        assertThat(decided.path("decision").asText()).isEqualTo("MATCH");
        assertThat(decided.path("decidedBy").asText()).isEqualTo("local for kim");
        assertThat(client.get("/api/audit?since=1h").json().findValuesAsText("what"))
                .contains("study " + study + ": MATCH").noneMatch(what -> what.contains(plan.own));
    }

    @Test
    void answerThatMakesNoSenseChangesNothing() throws Exception {
        for (String body : List.of("{}", "{\"answer\":\"\"}", "{\"answer\":\"no such exam\"}",
                "{\"answr\":\"none\"}")) {
            assertThat(decide(body).status()).isEqualTo(400);
        }
        assertThat(client.get("/api/plan/studies/" + study).json().path("decision").asText()).isEqualTo("REVIEW");
    }

    @Test
    void freezingMakesAVersionOnce() throws Exception {
        decide("{\"answer\":\"" + plan.own + "E1\"}");
        JsonNode frozen = client.post("/api/plan/freeze", "{\"note\":\"first\"}", "Dromedary-User", "kim").json();
        assertThat(frozen.path("changed").asBoolean()).isTrue();
        assertThat(frozen.path("studies").asInt()).isEqualTo(2);
        assertThat(frozen.path("inForce").path("MATCH").asInt()).isEqualTo(1);
        assertThat(client.post("/api/plan/freeze", "{}").json().path("changed").asBoolean(true)).isFalse();
        assertThat(client.get("/api/plan/versions").json()).singleElement().satisfies(version -> {
            assertThat(version.path("frozenBy").asText()).isEqualTo("local for kim");
            assertThat(version.path("note").asText()).isEqualTo("first");
        });
        assertThat(client.get("/api/status").json().path("plan").path("match").asInt()).isEqualTo(1);
    }
}
