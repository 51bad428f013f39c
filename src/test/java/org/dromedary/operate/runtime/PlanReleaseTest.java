package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.identity.plan.Freezing;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.TestPlan;
import org.dromedary.identity.plan.WorkingDecisions;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Transitions;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class PlanReleaseTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    DeadLetters letters;

    @Inject
    ConnectionFactory factory;

    private final String uid = TestPlan.uid();
    private final String other = TestPlan.uid();
    private TestPlan plan;
    private long study;
    private long series;
    private long otherSeries;

    @BeforeEach
    void twoStudiesInReviewWhoseSeriesWait() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(uid, "1", "NORDAHL^ASE", "A1");
        long otherStudy = plan.study(other, "2", "BERG^LARS", "A2");
        plan.exam("E1", "P1", "Nordahl", "RIS-1");
        plan.propose(plan.review(uid, "E1"), plan.review(other, "E1"));
        freeze();
        series = held(study, uid, PlanPolicy.REVIEW);
        otherSeries = held(otherStudy, other, PlanPolicy.REVIEW);
    }

    @AfterEach
    void nothingWaitsAnyMore() {
        plan.in(sql -> sql.update("update series set state = 'SKIPPED' where id in (?, ?)", series, otherSeries));
        try (JMSContext context = factory.createContext()) {
            for (String queue : List.of(Queues.DEAD_LETTER, Stage.RECONCILE.queue())) {
                JMSConsumer left = context.createConsumer(context.createQueue(queue),
                        "%s between %d and %d".formatted(SeriesMessage.SERIES_ID, series, otherSeries));
                while (left.receiveNoWait() != null) {
                    // Other tests look into the same queue.
                }
            }
        }
    }

    private void freeze() {
        plan.in(sql -> new Freezing(sql).freeze("kim", ""));
    }

    private long held(long studyId, String studyUid, String reason) {
        String seriesUid = studyUid + ".1";
        ledger.upsertSeries(studyId, List.of(new SeriesFound(seriesUid, "CT", "", "", "", 3)));
        long id = ledger.seriesOfStudy(studyId).get(0).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(3, 30));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.HELD, Change.because(reason, "waits"));
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            new SeriesMessage(id, studyUid, seriesUid, 1, 0, 0, 4).headers().forEach((name, value) -> {
                if (!name.equals(SeriesMessage.PRIORITY)) {
                    producer.setProperty(name, value);
                }
            });
            Queues.deadLetterHeaders("reconcile", reason, "waits").forEach(producer::setProperty);
            producer.send(context.createQueue(Queues.DEAD_LETTER), Long.toString(id));
        }
        return id;
    }

    private int release(Map<String, String> settings) {
        PlanPolicy policy = new PlanPolicy(Settings.load(settings).map(ReconcileSettings.class));
        return new PlanRelease(Sql.over(dataSource), letters, policy).run("kim");
    }

    private boolean waitsAtReconcile(long seriesId) throws Exception {
        try (JMSContext context = factory.createContext()) {
            Message message = context.createConsumer(context.createQueue(Stage.RECONCILE.queue()),
                    SeriesMessage.SERIES_ID + " = " + seriesId).receive(seriesId == otherSeries ? 200 : 20_000);
            return message != null;
        }
    }

    @Test
    void decidedStudyGoesOnAndTheOtherStillWaits() throws Exception {
        assertThat(release(Map.of())).isZero();
        plan.in(sql -> new WorkingDecisions(sql).decide(study, Answer.of(plan.own + "E1"), "kim", ""));
        assertThat(release(Map.of())).isZero();
        freeze();
        assertThat(release(Map.of())).isEqualTo(1);
        assertThat(waitsAtReconcile(series)).isTrue();
        assertThat(waitsAtReconcile(otherSeries)).isFalse();
        assertThat(release(Map.of())).isZero();
    }

    @Test
    void changedPolicyLetsBothGoOn() throws Exception {
        assertThat(release(Map.of("dromedary.reconcile.on-review", "pass"))).isEqualTo(2);
        assertThat(waitsAtReconcile(series)).isTrue();
    }

    @Test
    void seriesThatFailedForAnotherReasonIsNotTouched() {
        plan.in(sql -> sql.update("update series set reason_code = 'INTERNAL_ERROR' where id in (?, ?)", series,
                otherSeries));
        assertThat(release(Map.of("dromedary.reconcile.on-review", "pass"))).isZero();
    }
}
