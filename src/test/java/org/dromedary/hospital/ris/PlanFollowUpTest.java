package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outbox;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.hospital.ris.Corrections.Action;
import org.dromedary.hospital.ris.Corrections.Kind;
import org.dromedary.hospital.ris.Corrections.State;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.identity.plan.Plan;
import org.dromedary.identity.plan.PlanVersions;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class PlanFollowUpTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    Plan plan;

    @Inject
    CoercionSettings coercion;

    @Inject
    OrderPriority priority;

    @Inject
    Outbox outbox;

    @Inject
    ConnectionFactory broker;

    @Inject
    Workers workers;

    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private final String uid = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private long study;
    private int version;

    @BeforeEach
    void planAStudyOfTwoSeries() throws Exception {
        empty();
        study = ledger.upsertStudy(new StudyFound(own + "1", null, "BERG^ANNA", null, "", uid,
                LocalDate.of(2011, 2, 28), "", "", "", "CT", null, 2, 6));
        ledger.upsertSeries(study, List.of(new SeriesFound(uid + ".1", "CT", "", "", "", 3),
                new SeriesFound(uid + ".2", "CT", "", "", "", 3)));
        ledger.seriesOfStudy(study).forEach(series ->
                transitions.advance(series.id, SeriesState.FOUND, SeriesState.QUEUED, Change.none()));
        take(Map.of(), "ADT^A04", "20240301080000", pid("1", "Berg^Anna||19561203|F"));
        version = freeze();
    }

    @AfterEach
    void empty() {
        try (QueueControl queues = new QueueControl(broker)) {
            queues.removeAll(Stage.RETRIEVE.queue());
        }
    }

    /** As the plan does it, without matching: the study is this patient's. */
    private int freeze() {
        return QuarkusTransaction.requiringNew().call(() -> {
            Sql sql = Sql.over(dataSource);
            int next = 1 + sql.query("select coalesce(max(version), 0) from plan_version", row -> row.getInt(1)).get(0);
            sql.update("insert into plan_version (version, frozen_at, frozen_by, rules, studies, digest) values"
                    + " (?, utc_timestamp(3), 'tester', 'rules', 1, repeat(char(1), 32))", next);
            sql.update("""
                    insert into plan_entry (study_id, version, decision, patient_id, issuer, patient_name, birth_date,
                        sex, accession, exam_id, rule, decided_by, decided_at)
                    values (?, ?, 'MATCH', ?, 'HOSP', 'Berg^Anna', '1956-12-03', 'F', 'A1', 'E1', 'accession',
                        'dromedary', utc_timestamp(3))""", study, next, own + "1");
            return next;
        });
    }

    private String pid(String name, String rest) {
        return "PID|1||" + own + name + "^^^HOSP^MR||" + rest;
    }

    private RisSettings settings(Map<String, String> given) {
        return Settings.load(given).map(RisSettings.class);
    }

    /** A message that the ledger has kept; returns its row. */
    private long take(Map<String, String> given, String type, String time, String... segments) throws Exception {
        String text = "MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|" + time + "||" + type + "|" + UUID.randomUUID()
                + "|P|2.5.1\r" + String.join("\r", segments);
        long id = Sql.over(dataSource).query("""
                insert into hl7_message (sender, control_id, digest, type, received_at, state, state_since, body)
                values ('RIS|HOSP', uuid(), repeat(char(2), 32), ?, utc_timestamp(3), 'NEW', utc_timestamp(3), ?)
                returning id""", row -> row.getLong(1), type, text.getBytes(StandardCharsets.UTF_8)).get(0);
        take(given, id, text);
        return id;
    }

    private void take(Map<String, String> given, long id, String text) throws Exception {
        new RisFeed(dataSource, settings(given), coercion, priority).take(id, Hl7Message.parse(text), new Outcome());
    }

    private CorrectionWork work(Map<String, String> given) {
        return new CorrectionWork(dataSource, transitions, outbox, broker, settings(given), coercion, workers);
    }

    private void moved() {
        for (Series series : ledger.seriesOfStudy(study)) {
            verify(series.id, 3);
        }
        Sql.over(dataSource).update("update study set plan_version = ? where id = ?", version, study);
    }

    private void verify(long id, int objects) {
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(objects, 100));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, Change.none());
        transitions.advance(id, SeriesState.RECONCILED, SeriesState.TRANSCODED, Change.none());
        transitions.advance(id, SeriesState.TRANSCODED, SeriesState.STORED, Change.none().stored(objects));
        transitions.advance(id, SeriesState.STORED, SeriesState.VERIFIED, Change.none().verified(objects));
    }

    private List<Action> actions() {
        return Sql.over(dataSource).query("select id from corrective_action where study_id = ? order by id",
                row -> row.getLong(1), study).stream()
                .map(id -> new Corrections(Sql.over(dataSource)).find(id).orElseThrow()).toList();
    }

    private Action action() {
        List<Action> all = actions();
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }

    private boolean stale() {
        return Sql.over(dataSource).query("select stale_since is not null from study where id = ?",
                row -> row.getBoolean(1), study).get(0);
    }

    private PlannedStudy planned() {
        return plan.of(study).orElseThrow();
    }

    private void mergeIntoNine() throws Exception {
        take(Map.of(), "ADT^A40", "20240302080000", pid("9", "Berg^Anna||19561203|F"), "MRG|" + own + "1^^^HOSP^MR");
    }

    private Unlinking.Result unmerge(String number) {
        return QuarkusTransaction.requiringNew().call(() -> new Unlinking(Sql.over(dataSource),
                settings(Map.of()), coercion)
                .unmerge(new Identity(own + number, "HOSP"), "wrong twin", "tester").orElseThrow());
    }

    @Nested
    class OfAStudyThatHasNotMoved {

        @Test
        void planFollowsTheRisInAVersionOfItsOwn() throws Exception {
            take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Berg-Dahl^Anna||19561213|F"));
            assertThat(planned().patientName()).isEqualTo("Berg-Dahl^Anna");
            assertThat(planned().birthDate()).isEqualTo(LocalDate.of(1956, 12, 13));
            assertThat(planned().examId()).isEqualTo("E1");
            assertThat(planned().rule()).isEqualTo("adt-update");
            assertThat(planned().version()).isGreaterThan(version);
            assertThat(new PlanVersions(Sql.over(dataSource)).tampered()).doesNotContain(planned().version());
            assertThat(actions()).isEmpty();
            assertThat(stale()).isFalse();
        }

        @Test
        void mergeChangesThePatientOfThePlan() throws Exception {
            take(Map.of(), "ADT^A40", "20240302080000", pid("9", "Berg^Anna||19561203|F"),
                    "MRG|" + own + "1^^^HOSP^MR");
            assertThat(planned().patientId()).isEqualTo(own + "9");
            assertThat(planned().rule()).isEqualTo("merge");
        }

        @Test
        void messageThatPartsPatientsGivesThePlanBack() throws Exception {
            mergeIntoNine();
            long id = take(Map.of(), "ADT^A37", "20240303080000", pid("1", "Berg^Anna"), pid("9", "Berg^Anna"));
            assertThat(planned().patientId()).isEqualTo(own + "1");
            assertThat(planned().rule()).isEqualTo("unmerge");
            assertThat(planned().examId()).isEqualTo("E1");
            take(Map.of(), id, "MSH|^~\\&|RIS|HOSP|D|HOSP|20240304080000||ADT^A08|1|P|2.5.1\r"
                    + pid("9", "Andersen^Anna||19561203|F"));
            assertThat(planned().patientName()).as("the other is somebody else now").isEqualTo("Berg^Anna");
        }

        @Test
        void studyOfTheOtherStaysWithHim() throws Exception {
            take(Map.of(), "ADT^A04", "20240301080000", pid("9", "Berg^Anna||19561203|F"));
            take(Map.of(), "ADT^A40", "20240302080000", pid("1", "Berg^Anna||19561203|F"), "MRG|" + own
                    + "9^^^HOSP^MR");
            take(Map.of(), "ADT^A37", "20240303080000", pid("1", "Berg^Anna"), pid("9", "Berg^Anna"));
            assertThat(planned().patientId()).isEqualTo(own + "1");
            assertThat(planned().version()).isEqualTo(version);
        }

        @Test
        void studyIsWhoseExamItShows() throws Exception {
            take(Map.of(), "ORM^O01", "20240301080000", pid("9", "Berg^Anna||19561203|F"), "ORC|NW|" + own + "E",
                    "OBR|1|" + own + "E||CT");
            mergeIntoNine();
            Sql.over(dataSource).update("update plan_entry set exam_id = ? where study_id = ?", own + "E", study);
            take(Map.of(), "ADT^A37", "20240303080000", pid("1", "Berg^Anna"), pid("9", "Berg^Anna"));
            assertThat(planned().patientId()).as("the exam is the other's").isEqualTo(own + "9");
        }

        @Test
        void personTakesAMergeBackWithAnEntryInTheAudit() throws Exception {
            mergeIntoNine();
            Unlinking.Result result = unmerge("1");
            assertThat(result.studies()).isEqualTo(1);
            assertThat(planned().patientId()).isEqualTo(own + "1");
            assertThat(Sql.over(dataSource)
                    .query("select detail from event where kind = 'operator' order by id desc limit 1",
                    row -> row.getString(1)).get(0)).contains("wrong twin").contains("patient row " + result.patient())
                    .doesNotContain(own);
        }

        @Test
        void messageThatChangesNothingMakesNoVersion() throws Exception {
            long id = take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Berg^Anna||19561203|F"));
            assertThat(planned().version()).isEqualTo(version);
            take(Map.of(), id, "MSH|^~\\&|RIS|HOSP|D|HOSP|20240302080000||ADT^A08|1|P|2.5.1\r"
                    + pid("1", "Dahl^Anna||19561203|F"));
            int once = planned().version();
            take(Map.of(), id, "MSH|^~\\&|RIS|HOSP|D|HOSP|20240302080000||ADT^A08|1|P|2.5.1\r"
                    + pid("1", "Dahl^Anna||19561203|F"));
            assertThat(planned().version()).isEqualTo(once);
        }

        @Test
        void personDecidesWhereTheSettingsWantIt() throws Exception {
            Map<String, String> list = Map.of("dromedary.ris.follow", "list");
            take(list, "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            assertThat(planned().version()).isEqualTo(version);
            assertThat(action().kind()).isEqualTo(Kind.PLAN);
            assertThat(stale()).isFalse();
            assertThat(new Corrections(Sql.over(dataSource)).choose(action().id(), Kind.PLAN, "tester")).isTrue();
            work(list).look();
            assertThat(planned().patientName()).isEqualTo("Dahl^Anna");
            assertThat(action().state()).isEqualTo(State.DONE);
        }
    }

    @Nested
    class OfAStudyThatHasMoved {

        @BeforeEach
        void move() {
            moved();
        }

        @Test
        void isListedWithWhatDiffersAndThePlanStays() throws Exception {
            long message = take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|M"));
            assertThat(stale()).isTrue();
            assertThat(action().kind()).isEqualTo(Kind.LIST);
            assertThat(action().state()).isEqualTo(State.OPEN);
            assertThat(action().differs()).isEqualTo("name sex");
            assertThat(action().messageId()).isEqualTo(message);
            assertThat(planned().version()).isEqualTo(version);
            work(Map.of()).look();
            assertThat(action().state()).isEqualTo(State.OPEN);
        }

        @Test
        void followsBackWhenTheMergeIsTakenBack() throws Exception {
            Map<String, String> forward = Map.of("dromedary.ris.on-change", "forward");
            take(forward, "ADT^A40", "20240302080000", pid("9", "Berg^Anna||19561203|F"), "MRG|" + own + "1^^^HOSP^MR");
            work(forward).look();
            assertThat(planned().patientId()).isEqualTo(own + "9");
            take(Map.of(), "ADT^A37", "20240303080000", pid("1", "Berg^Anna"), pid("9", "Berg^Anna"));
            assertThat(action().state()).isEqualTo(State.OPEN);
            assertThat(action().differs()).isEqualTo("patient-id");
            take(Map.of(), "ADT^A08", "20240304080000", pid("9", "Andersen^Anna||19561203|F"));
            assertThat(action().state()).as("a message on the other").isEqualTo(State.OPEN);
            take(Map.of(), "ADT^A08", "20240304080000", pid("1", "Berg^Anne||19561203|F"));
            assertThat(new Corrections(Sql.over(dataSource)).choose(action().id(), Kind.FORWARD, "tester")).isTrue();
            work(Map.of()).look();
            assertThat(action().state()).isEqualTo(State.DONE);
            assertThat(planned().patientId()).isEqualTo(own + "1");
            assertThat(planned().patientName()).isEqualTo("Berg^Anne");
        }

        @Test
        void oneRowIsKeptForItHoweverManyMessagesCome() throws Exception {
            take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            take(Map.of(), "ADT^A08", "20240303080000", pid("1", "Dahl^Anne||19561203|M"));
            assertThat(actions()).hasSize(1);
            assertThat(action().differs()).isEqualTo("name sex");
        }

        @Test
        void isSettledWhenTheRisTakesItBack() throws Exception {
            take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            take(Map.of(), "ADT^A08", "20240303080000", pid("1", "Berg^Anna||19561203|F"));
            assertThat(action().state()).isEqualTo(State.DISMISSED);
            assertThat(stale()).isFalse();
        }

        @Test
        void whatAPersonDismissedIsAskedAgainOnlyWhenTheRisSaysSomethingNew() throws Exception {
            take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            assertThat(new Corrections(Sql.over(dataSource)).dismiss(action().id(), "tester", "known")).isTrue();
            assertThat(stale()).isFalse();
            take(Map.of(), "ADT^A08", "20240303080000", pid("1", "Dahl^Anna||19561203|F"));
            assertThat(actions()).hasSize(1);
            take(Map.of(), "ADT^A08", "20240304080000", pid("1", "Dahle^Anna||19561203|F"));
            assertThat(actions()).hasSize(2);
            assertThat(stale()).isTrue();
        }

        @Test
        void messagesAreForwardedOnceAndInOrder() throws Exception {
            Map<String, String> forward = Map.of("dromedary.ris.on-change", "forward");
            long first = take(forward, "ADT^A40", "20240302080000", pid("9", "Berg^Anna||19561203|F"),
                    "MRG|" + own + "1^^^HOSP^MR");
            long second = take(forward, "ADT^A08", "20240303080000", pid("9", "Dahl^Anna||19561203|F"));
            work(forward).look();
            work(forward).look();
            assertThat(Sql.over(dataSource).query("""
                    select m.hl7_message_id from corrective_message m join hl7_outbound o on o.id = m.outbound_id
                    where m.action_id = ? order by o.id""", row -> row.getLong(1), action().id()))
                    .containsExactly(first, second);
            assertThat(Sql.over(dataSource).query("select count(*) from hl7_outbound where study_id = ?",
                    row -> row.getInt(1), study)).containsExactly(2);
            assertThat(action().state()).isEqualTo(State.DONE);
            assertThat(stale()).isFalse();
            assertThat(planned().patientId()).isEqualTo(own + "9");
            take(forward, "ADT^A08", "20240304080000", pid("9", "Dahl^Anna||19561203|F"));
            assertThat(actions()).hasSize(1);
        }

        @Test
        void seriesAreSentAgainWithTheNewPatientAndTheBooksBalance() throws Exception {
            Map<String, String> resend = Map.of("dromedary.ris.on-change", "resend");
            take(resend, "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            work(resend).look();
            assertThat(ledger.seriesOfStudy(study)).allSatisfy(series -> {
                assertThat(series.state).isEqualTo(SeriesState.QUEUED);
                assertThat(series.reasonCode).isEqualTo(CorrectionWork.REASON);
                assertThat(series.verifiedCount).isZero();
            });
            assertThat(planned().patientName()).isEqualTo("Dahl^Anna");
            work(resend).look();
            try (QueueControl queues = new QueueControl(broker)) {
                assertThat(queues.messages(Stage.RETRIEVE.queue())).isEqualTo(2);
                // What comes again after a crash before the ledger knew of the messages: sent twice, worked once.
                Sql.over(dataSource).update("update corrective_action set sent_at = null where study_id = ?", study);
                work(resend).look();
                assertThat(queues.messages(Stage.RETRIEVE.queue())).isEqualTo(4);
            }
            work(resend).look();
            assertThat(action().state()).isEqualTo(State.QUEUED);
            ledger.seriesOfStudy(study).forEach(series -> verify(series.id, 3));
            work(resend).look();
            assertThat(action().state()).isEqualTo(State.DONE);
            assertThat(stale()).isFalse();
            assertThat(new LedgerView(Sql.over(dataSource)).imbalances(10)).noneMatch(wrong ->
                    ledger.seriesOfStudy(study).stream().anyMatch(series -> series.id == wrong.seriesId()));
        }

        @Test
        void seriesOnTheirWayArriveBeforeAnyIsSentAgain() throws Exception {
            Map<String, String> resend = Map.of("dromedary.ris.on-change", "resend");
            long first = ledger.seriesOfStudy(study).get(0).id;
            Sql.over(dataSource).update("update series set state = 'STORED' where id = ?", first);
            take(resend, "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            work(resend).look();
            assertThat(ledger.seriesOfStudy(study).get(1).state).isEqualTo(SeriesState.VERIFIED);
            transitions.advance(first, SeriesState.STORED, SeriesState.VERIFIED, Change.none().verified(3));
            work(resend).look();
            assertThat(ledger.seriesOfStudy(study)).allMatch(series -> series.state == SeriesState.QUEUED);
        }

        @Test
        void seriesThatDiesOnTheWayFailsTheCorrection() throws Exception {
            Map<String, String> resend = Map.of("dromedary.ris.on-change", "resend");
            take(resend, "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
            work(resend).look();
            work(resend).look();
            List<Series> series = ledger.seriesOfStudy(study);
            verify(series.get(0).id, 3);
            transitions.advance(series.get(1).id, SeriesState.QUEUED, SeriesState.UNAVAILABLE, Change.none());
            work(resend).look();
            assertThat(action().state()).isEqualTo(State.FAILED);
            assertThat(stale()).isTrue();
        }

        @Test
        void importHasNoMessageToForward() throws Exception {
            QuarkusTransaction.requiringNew().run(() -> {
                Sql sql = Sql.over(dataSource);
                new RisLedger(sql).putPatients(List.of(new PatientRecord(new Identity(own + "1", "HOSP"), List.of(),
                        "Dahl", "Anna", null, null, null)), Origin.CSV, LocalDateTime.of(2024, 3, 5, 1, 0));
                PlanFollowUp followUp = new PlanFollowUp(sql,
                        settings(Map.of("dromedary.ris.on-change", "forward")), coercion);
                assertThat(followUp.outdated()).contains(new Identity(own + "1", "HOSP"));
                followUp.patients(followUp.outdated(), "import", null);
            });
            assertThat(action().kind()).isEqualTo(Kind.LIST);
            assertThatThrownBy(() -> new Corrections(Sql.over(dataSource)).choose(action().id(), Kind.FORWARD, "x"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no message");
        }
    }

    @Test
    void studyThatWasBeingReconciledWhenThePlanWasAmendedIsFoundOut() throws Exception {
        take(Map.of(), "ADT^A08", "20240302080000", pid("1", "Dahl^Anna||19561203|F"));
        assertThat(planned().version()).isGreaterThan(version);
        moved();
        work(Map.of()).look();
        assertThat(stale()).isTrue();
        assertThat(action().kind()).isEqualTo(Kind.LIST);
        assertThat(action().fromVersion()).isEqualTo(version);
    }
}
