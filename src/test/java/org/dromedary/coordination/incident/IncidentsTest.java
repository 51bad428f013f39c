package org.dromedary.coordination.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class IncidentsTest {

    @Inject
    Incidents incidents;

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final String kind = "TEST_" + UUID.randomUUID().toString().substring(0, 8);

    private IncidentLedger rows() {
        return new IncidentLedger(Sql.over(dataSource));
    }

    private List<Incident> ofThisTest() {
        return rows().latest(1000).stream().filter(incident -> incident.kind().equals(kind)).toList();
    }

    private void open(String evidence) {
        incidents.open(kind, "source", "It does not work.", evidence, "Look at it.");
    }

    @Test
    void sameTroubleTwiceIsOneIncidentWithTheLastEvidence() {
        open("first");
        open("second");
        assertThat(ofThisTest()).singleElement().satisfies(incident -> {
            assertThat(incident.times()).isEqualTo(2);
            assertThat(incident.evidence()).isEqualTo("second");
            assertThat(incident.isOpen()).isTrue();
        });
    }

    @Test
    void manyWhoNoticeAtOnceOpenOneIncident() throws Exception {
        int threads = 8;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.submit(() -> {
                together.await();
                open("all at once");
                return null;
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        incidents.flush();
        assertThat(ofThisTest()).hasSize(1);
    }

    @Test
    void troubleThatComesBackSoonIsTheSameIncident() {
        open("first");
        incidents.close(kind, "source", Incident.ITSELF, "it works again");
        open("second");
        assertThat(ofThisTest()).singleElement().satisfies(incident -> {
            assertThat(incident.isOpen()).isTrue();
            assertThat(incident.closeReason()).isNull();
            assertThat(incident.times()).isEqualTo(2);
        });
    }

    @Test
    void troubleThatComesBackLaterOrAfterAPersonClosedItIsAnotherIncident() {
        open("first");
        incidents.close(kind, "source", Incident.ITSELF, "it works again");
        rows().open(kind, "source", "It does not work.", "an hour later", "Look at it.", Duration.ZERO);
        assertThat(ofThisTest()).hasSize(2);
        assertThat(rows().close(ofThisTest().get(0).id(), "kim", "not ours")).isTrue();
        open("third");
        assertThat(ofThisTest()).extracting(Incident::isOpen).containsExactly(true, false, false);
    }

    @Test
    void acknowledgingAndClosingByHandIsInTheAudit() {
        open("first");
        long id = ofThisTest().get(0).id();
        assertThat(rows().acknowledge(id, "kim")).isTrue();
        assertThat(rows().acknowledge(id, "lee")).as("somebody sees to it already").isFalse();
        assertThat(rows().close(id, "lee", "cable found")).isTrue();
        assertThat(rows().close(id, "lee", "again")).isFalse();
        assertThat(rows().find(id)).hasValueSatisfying(incident -> {
            assertThat(incident.acknowledgedBy()).isEqualTo("kim");
            assertThat(incident.closedBy()).isEqualTo("lee");
            assertThat(incident.closeReason()).isEqualTo("cable found");
        });
        assertThat(Sql.over(dataSource).query("select concat(worker, ' ', detail) from event where kind = 'operator'"
                + " and detail like concat('% incident ', ?, '%') order by id", row -> row.getString(1), id))
                .containsExactly("kim ACKNOWLEDGE incident " + id, "lee CLOSE incident " + id + ": cable found");
    }

    @Test
    void incidentStaysThoughTheWorkThatMetItIsRolledBack() {
        QuarkusTransaction.begin();
        open("first");
        QuarkusTransaction.rollback();
        assertThat(ofThisTest()).hasSize(1);
    }

    @Test
    void seriesThatWaitDependOnWhatIsAffected() {
        String uid = "1.2.99." + System.nanoTime();
        long study = ledger.upsertStudy(new StudyFound("P" + uid, null, "Doe^Jane", null, "F", uid, null, "", "", "",
                "CT", null, 1, 4));
        ledger.upsertSeries(study, List.of(new SeriesFound(uid + ".1", "CT", "", "", "", 4)));
        long source = waiting("source");
        long target = waiting("target");
        long all = waiting("ledger");
        Sql.over(dataSource).update("update series set state = 'TRANSCODED' where study_id = ?", study);
        assertThat(waiting("source")).isEqualTo(source);
        assertThat(waiting("target")).isEqualTo(target + 1);
        assertThat(waiting("ledger")).isEqualTo(all + 1);
        incidents.close(kind, "target", Incident.ITSELF, "over");
        assertThat(ofThisTest()).filteredOn(incident -> incident.subject().equals("target"))
                .extracting(Incident::waiting).containsExactly(0L);
    }

    private long waiting(String subject) {
        incidents.open(kind, subject, "It does not work.", "", "");
        return ofThisTest().stream().filter(incident -> incident.subject().equals(subject)).findFirst()
                .orElseThrow().waiting();
    }

    @Test
    void openingWhileTheLedgerRefusesIsKeptAndWrittenLater() {
        Sql.over(dataSource).update("rename table incident to incident_away");
        try {
            open("while the ledger is away");
        } finally {
            Sql.over(dataSource).update("rename table incident_away to incident");
        }
        assertThat(ofThisTest()).isEmpty();
        incidents.flush();
        assertThat(ofThisTest()).singleElement().extracting(Incident::evidence).isEqualTo("while the ledger is away");
    }
}
