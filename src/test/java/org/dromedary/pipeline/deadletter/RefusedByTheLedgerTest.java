package org.dromedary.pipeline.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.RedeliveryLedger.Line;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.operate.runtime.Situation;
import org.dromedary.pipeline.books.LedgerCheck;
import org.dromedary.pipeline.reconcile.ReconcileStage;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real server that refuses what a stage or its failure handler writes about one series. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RefusedByTheLedgerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String DATA_TOO_LONG = "'22001' set mysql_errno = 1406";
    private static final String DEADLOCK = "'40001' set mysql_errno = 1213";

    @Inject
    CamelContext camel;

    @Inject
    ReconcileStage stage;

    @Inject
    Failures failures;

    @Inject
    DeadLetters deadLetters;

    @Inject
    ConnectionFactory broker;

    @Inject
    Incidents incidents;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    DataSource dataSource;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final List<Long> ids = new ArrayList<>();
    private long bad;

    @BeforeEach
    void retrieveSeries() {
        // One that another test has left would decide on these series.
        sql().update("delete from plan_entry");
        sql().update("delete from plan_version");
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 3,
                3));
        for (int i = 1; i <= 3; i++) {
            ledger.upsertSeries(studyId, List.of(new SeriesFound(study + "." + i, "CT", "", "", "", 3)));
        }
        for (Series series : ledger.seriesOfStudy(studyId)) {
            ids.add(series.id);
            transitions.advance(series.id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
            transitions.advance(series.id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(3, 9));
        }
        bad = ids.get(0);
    }

    @AfterEach
    void healTheServer() {
        sql().update("drop trigger if exists refuse");
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    /** The server refuses an update of the bad series under that condition. */
    private void refuse(String condition, String state) {
        sql().update("create or replace trigger refuse before update on series for each row begin if new.id = " + bad
                + " and " + condition + " then signal sqlstate " + state
                + ", message_text = 'Data too long: Doe^Jane'; end if; end");
    }

    private SeriesMessage message(long id) {
        return new SeriesMessage(id, study, study + "." + (ids.indexOf(id) + 1), 1, 0, 0, 4);
    }

    private SeriesState state(long id) {
        return ledger.series(id).orElseThrow().state;
    }

    /** A delivery of the bad series' message, as the route does it. */
    private Exchange deliver(int delivery, Exchange before) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId("reconcile");
        if (before == null) {
            message(bad).writeTo(exchange.getMessage());
        } else {
            exchange.getMessage().setHeaders(before.getMessage().getHeaders());
        }
        exchange.getMessage().setHeader("JMSXDeliveryCount", delivery);
        try {
            stage.process(exchange);
        } catch (Exception thrown) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
            handle(exchange);
        }
        return exchange;
    }

    /** The pause before the one more try is over. */
    private void bringForward() {
        try (QueueControl queues = new QueueControl(broker)) {
            await().atMost(LONG).until(() -> queues.scheduled(Stage.RECONCILE.queue()) > 0);
            queues.deliverScheduled(Stage.RECONCILE.queue(), SeriesMessage.SERIES_ID + " = " + bad);
        }
    }

    private void handle(Exchange exchange) {
        try {
            failures.process(exchange);
        } catch (Exception unhandled) {
            throw new AssertionError(unhandled);
        }
    }

    private List<Line> comingAgain() {
        return ledger.view().redeliveries(100).stream().filter(line -> line.item().id() == bad).toList();
    }

    @Test
    void seriesIsHeldAfterOneMoreTryAndThoseBehindItGoOn() throws Exception {
        refuse("new.state = 'RECONCILED'", DATA_TOO_LONG);
        System.setProperty("dromedary.reconcile.consumers", "1");
        for (String file : List.of("00-failure", "30-reconcile")) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(
                    ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
        }
        try (var producer = camel.createProducerTemplate()) {
            for (long id : ids) {
                producer.send("jms:queue:dromedary.reconcile", exchange -> message(id).writeTo(exchange.getMessage()));
            }
            await().atMost(LONG).until(() -> ids.stream().skip(1).allMatch(id -> state(id) == SeriesState.RECONCILED));
            assertThat(state(bad)).isEqualTo(SeriesState.RETRIEVED);
            bringForward();
            await().atMost(LONG).until(() -> state(bad) == SeriesState.HELD);
            DeadLetterFilter ofBad = new DeadLetterFilter(null, null, null, bad);
            await().atMost(LONG).until(() -> deadLetters.list(ofBad, 10).size() == 1);
        } finally {
            camel.getRouteController().stopRoute("reconcile");
            camel.removeRoute("reconcile");
            ModelCamelContext model = (ModelCamelContext) camel;
            List.copyOf(model.getRouteConfigurationDefinitions()).forEach(each -> {
                try {
                    model.removeRouteConfiguration(each);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            System.clearProperty("dromedary.reconcile.consumers");
        }
        Series row = ledger.series(bad).orElseThrow();
        assertThat(row.reasonCode).isEqualTo("LEDGER_REFUSED");
        assertThat(row.reasonText).contains("SQL state 22001, error 1406").doesNotContain("Doe");
        assertThat(ledger.events(bad)).filteredOn(event -> "LEDGER_REFUSED".equals(event.reasonCode()))
                .extracting(event -> event.kind()).containsExactly("retry", "transition");
    }

    @Test
    void whatIsDecidedButCanNotBeWrittenIsHeldWithoutIt() {
        refuse("new.state = 'RECONCILED' or new.retry_at is not null", DATA_TOO_LONG);
        Exchange exchange = deliver(1, null);
        assertThat(state(bad)).isEqualTo(SeriesState.HELD);
        assertThat(exchange.getMessage().getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER)
                .containsEntry(Queues.REASON, "LEDGER_REFUSED").containsEntry(SeriesMessage.SERIES_ID, bad);
    }

    @Test
    void messageIsADeadLetterAlthoughTheLedgerTakesNoWordOfIt() {
        refuse("true", DATA_TOO_LONG);
        Exchange exchange = deliver(1, null);
        assertThat(state(bad)).isEqualTo(SeriesState.RETRIEVED);
        assertThat(exchange.isRollbackOnly()).isFalse();
        assertThat(exchange.getMessage().getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER)
                .containsEntry(Queues.REASON, "LEDGER_REFUSED").containsEntry(SeriesMessage.SERIES_ID, bad);
    }

    @Test
    void secondErrorAtTheSameStageIsTheLast() {
        refuse("new.state = 'RECONCILED'", DATA_TOO_LONG);
        Exchange exchange = deliver(1, null);
        assertThat(exchange.getMessage().getHeaders()).containsEntry(Queues.NEXT, Stage.RECONCILE.queue())
                .containsEntry(Queues.ERRORS, 1).containsEntry(SeriesMessage.ATTEMPT, 1);
        assertThat(ledger.series(bad).orElseThrow().retryAt).isNotNull();
        deliver(1, exchange);
        assertThat(state(bad)).isEqualTo(SeriesState.HELD);
    }

    @Test
    void deadlockIsRolledBackShownAndForgottenWhenItPasses() {
        refuse("new.state = 'RECONCILED'", DEADLOCK);
        for (int delivery = 1; delivery <= 3; delivery++) {
            assertThat(deliver(delivery, null).isRollbackOnly()).isTrue();
        }
        assertThat(state(bad)).isEqualTo(SeriesState.RETRIEVED);
        assertThat(comingAgain()).singleElement().satisfies(line -> {
            assertThat(line.times()).isEqualTo(3);
            assertThat(line.unended()).isZero();
            assertThat(line.text()).startsWith("series " + bad + " at reconcile: given back 3 times, the last ")
                    .contains("SQL state 40001, error 1213").doesNotContain("Doe");
        });
        Situation situation = Situation.of(sql());
        assertThat(situation.text(null)).contains("messages that come again and again", "series " + bad);
        assertThat(situation.json().path("comingAgain")).isNotEmpty();
        assertThat(new LedgerCheck(ledger.view(), broker).run().comingAgain()).anyMatch(line -> line.item()
                .id() == bad);
        healTheServer();
        deliver(4, null);
        assertThat(state(bad)).isEqualTo(SeriesState.RECONCILED);
        assertThat(comingAgain()).isEmpty();
        assertThat(sql().query("select count(*) from redelivery where item_id = ?", row -> row.getInt(1), bad))
                .containsExactly(0);
    }

    @Test
    void whatComesAgainFiveTimesIsAnIncidentUntilItPasses() {
        refuse("new.state = 'RECONCILED'", DEADLOCK);
        for (int delivery = 1; delivery <= 5; delivery++) {
            assertThat(incidents.isOpen("COMES_AGAIN", "reconcile")).isFalse();
            deliver(delivery, null);
        }
        assertThat(incidents.isOpen("COMES_AGAIN", "reconcile")).isTrue();
        healTheServer();
        deliver(6, null);
        assertThat(incidents.isOpen("COMES_AGAIN", "reconcile")).isFalse();
    }

    @Test
    void seriesWithWhichTheProcessEndsFiveTimesIsHeld() {
        for (int death = 1; death <= 5; death++) {
            assertThat(state(bad)).isEqualTo(SeriesState.RETRIEVED);
            sql().update("""
                    insert into redelivery (item, item_id, stage, begun, first_at, last_at)
                    values ('series', ?, 'reconcile', 1, utc_timestamp(3), utc_timestamp(3))
                    on duplicate key update begun = begun + 1""", bad);
        }
        assertThat(comingAgain()).singleElement()
                .satisfies(line -> assertThat(line.text()).contains("begun 5 times without an end, since "));
        Exchange exchange = deliver(7, null);
        assertThat(state(bad)).isEqualTo(SeriesState.HELD);
        assertThat(ledger.series(bad).orElseThrow().reasonCode).isEqualTo("ENDS_THE_PROCESS");
        assertThat(exchange.getMessage().getHeaders()).containsEntry(Queues.NEXT, Queues.DEAD_LETTER);
        assertThat(comingAgain()).isEmpty();
    }

    @Test
    void rowThatTheSeriesHasLeftBehindIsNotShownAndCleanedAway() {
        refuse("new.state = 'RECONCILED'", DEADLOCK);
        deliver(1, null);
        assertThat(comingAgain()).hasSize(1);
        transitions.advance(bad, SeriesState.RETRIEVED, SeriesState.HELD, Change.because("X", "by a person"));
        assertThat(comingAgain()).isEmpty();
        ledger.cleanRedeliveries();
        assertThat(sql().query("select count(*) from redelivery where item_id = ?", row -> row.getInt(1), bad))
                .containsExactly(0);
    }
}
