package org.dromedary.operate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.ClaimLines.Claim;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyDetails;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.ledger.Waits;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.WhyNotNow;
import org.dromedary.pipeline.books.LostMessages;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person is shown of a series, a study, and all that waits. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class SeriesTextTest {

    private static final String CLINIC = """
            {"pace": [{"archive": "source", "operation": "RETRIEVE", "state": "STOPPED", "window": "clinic",
            "limitedBy": "window", "limit": "stopped", "reason": "", "until": "2026-11-30T19:00:00Z"}]}""";

    @Inject
    DataSource dataSource;

    @Inject
    ConnectionFactory factory;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    Incidents incidents;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final String patientId = "P" + study.substring(4);

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private long queued() {
        long studyId = ledger.upsertStudy(new StudyFound(patientId, "HOSPITAL", "Doe^Jane", LocalDate.of(1970, 1, 31),
                "F", study, LocalDate.of(2011, 2, 28), "101500", "A" + study.substring(4), "Thorax", "CT\\SR", null, 2,
                40));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "axial", "", "", 6)));
        List<Series> all = ledger.seriesOfStudy(studyId);
        long id = all.get(all.size() - 1).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        return id;
    }

    private void send(long id, String queue, Long notBefore) {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            new SeriesMessage(id, study, study + ".1", 2, 0, 0, 4).headers().forEach((name, value) -> {
                if (!name.equals(SeriesMessage.PRIORITY)) {
                    producer.setProperty(name, value);
                }
            });
            if (notBefore != null) {
                producer.setProperty(Queues.NOT_BEFORE, notBefore);
            }
            producer.send(context.createQueue(queue), Long.toString(id));
        }
    }

    private String shown(long id, String live) {
        SeriesDetails series = SeriesDetails.find(sql(), Long.toString(id), 2).get(0);
        return new SeriesText(sql(), Whereabouts.of(series, factory),
                WhyNotNow.of(sql(), live == null ? null : Json.parse(live))).full(series);
    }

    @AfterEach
    void takeBack() {
        new Controls(sql()).takeBack(Controls.stage("retrieve"), Kind.PAUSE, "tester");
        incidents.close("SPOOL_FULL", "spool", "tester", "");
        try (JMSContext context = factory.createContext();
                org.dromedary.coordination.broker.QueueControl queues =
                        new org.dromedary.coordination.broker.QueueControl(factory)) {
            queues.removeAll(Stage.RETRIEVE.queue());
        }
    }

    @Test
    void seriesWithoutAMessageIsLostAndSaysSo() {
        long id = queued();
        assertThat(shown(id, null)).contains("series " + id, "QUEUED since", "NO MESSAGE IN ANY QUEUE", "Doe^Jane",
                "ID " + patientId, "2 series, 40 objects");
        assertThat(new LostMessages(sql(), factory).of(Stage.RETRIEVE.queue(), 10_000)).contains(id);
        send(id, Stage.RETRIEVE.queue(), null);
        assertThat(new LostMessages(sql(), factory).of(Stage.RETRIEVE.queue(), 10_000)).doesNotContain(id);
        assertThat(shown(id, null)).contains("dromedary.retrieve: waits, attempt 2")
                .doesNotContain("NO MESSAGE");
    }

    @Test
    void whyNotNowIsSaidWithEachReason() {
        long id = queued();
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRY_WAIT,
                Change.because("STATUS_A700", "busy").attempt(2).retryAfter(Duration.ofHours(1)));
        send(id, Stage.RETRIEVE.queue(), System.currentTimeMillis() + 3_600_000);
        new Controls(sql()).give(new Order(Controls.stage("retrieve"), Kind.PAUSE, "", "maintenance", "tester"));
        incidents.open("SPOOL_FULL", "spool", "Nothing is fetched because the spool is full", "99 %", "wait");

        assertThat(shown(id, CLINIC)).contains("RETRY_WAIT since", "STATUS_A700: busy",
                "dromedary.retrieve: delayed until 20", "the retrieve stage tries again at",
                "not now: by order: stage:retrieve paused, by tester", "maintenance",
                "SPOOL_FULL: Nothing is fetched", "source retrieve: stopped in window clinic",
                "until 2026-11-30T19:00:00Z");
        assertThat(shown(id, CLINIC).lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void studyIsFoundByUidAccessionAndPatientAndShowsItsSeries() {
        long id = queued();
        for (String word : List.of(study, "A" + study.substring(4), patientId)) {
            assertThat(StudyDetails.find(sql(), word, 10)).as(word).hasSize(1);
        }
        assertThat(StudyDetails.find(sql(), study.substring(0, 8), 10)).isEmpty();
        StudyDetails found = StudyDetails.find(sql(), study, 10).get(0);
        String text = new StudyText(new LedgerView(sql()).claimsOfStudy(found.id()), WhyNotNow.of(sql(), null))
                .full(found, SeriesDetails.ofStudy(sql(), found.id()));
        assertThat(text).contains("announced", "2 series, 40 objects", "1 series, 6 objects", "Doe^Jane",
                "QUEUED", Long.toString(id), "the retrieve stage takes it");
    }

    @Test
    void everythingThatWaitsIsGroupedByWhatItWaitsFor() {
        long id = queued();
        long held = queuedElsewhere();
        String text = new WaitsText(new Waits(sql()), WhyNotNow.of(sql(), null)).groups();
        assertThat(text).contains("series wait for the retrieve stage", "series HELD wait for a person"
                + " (REDELIVERED_TOO_OFTEN)");
        assertThat(new Waits(sql()).groups()).flatExtracting(Waits.Group::examples).isNotEmpty();
        assertThat(text.lines()).allMatch(line -> line.length() <= 120);
        transitions.advance(held, SeriesState.HELD, SeriesState.SKIPPED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.SKIPPED, Change.none());
    }

    private long queuedElsewhere() {
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study + ".9", null, "", "", "", "",
                null, 1, 3));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".9.1", "CT", "", "", "", 3)));
        long id = ledger.seriesOfStudy(studyId).get(0).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.HELD, Change.because("REDELIVERED_TOO_OFTEN", "x"));
        return id;
    }

    @Test
    void claimsStandBesideWhatCame() {
        long id = queued();
        claim(id, null, "STUDY_INSTANCES", "40", "", 0);
        claim(id, id, "SERIES_INSTANCES", "6", "", 1);
        claim(id, id, "IMAGE_LIST", "", "REFUSED", 1);
        claim(id, id, "COMPLETED", "3", "", 1);
        claim(id, id, "COMPLETED", "4", "", 2);
        claim(id, id, "STATUS", "B000", "", 2);
        assertThat(new LedgerView(sql()).claimsOf(id)).extracting(Claim::level, Claim::what, Claim::value)
                .containsExactly(tuple("STUDY level", "objects of the study", "40"),
                        tuple("SERIES level", "objects", "6"), tuple("IMAGE level", "objects listed", "REFUSED"),
                        tuple("retrieve, attempt 1", "completed", "3"),
                        tuple("retrieve, attempt 2", "completed", "4"), tuple("retrieve, attempt 2", "status", "B000"));
        assertThat(shown(id, null)).containsPattern("SERIES level +objects +6,")
                .containsPattern("retrieve, attempt 2 +status +B000,").contains("arrived             0");
    }

    private void claim(long id, Long seriesId, String source, String value, String detail, int attempt) {
        sql().update("""
                insert into claim (study_id, series_id, source, value, detail, attempt, at)
                values ((select study_id from series where id = ?), ?, ?, ?, ?, ?, utc_timestamp(3))""", id, seriesId,
                source, value, detail, attempt);
    }

    @Test
    void eventsThatRepeatAreFolded() {
        long id = queued();
        for (int i = 0; i < 20; i++) {
            transitions.await(id, SeriesState.QUEUED, Change.because("STATUS_A700", "busy"));
        }
        assertThat(shown(id, null).lines().filter(line -> line.contains("STATUS_A700: busy") && line.contains("retry")))
                .hasSize(1);
        assertThat(shown(id, null)).contains("and 19 times more, last at");
    }
}
