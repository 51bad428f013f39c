package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.dromedary.archives.archive.TlsParties;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.hl7.OutboundLedger.Outbound;
import org.dromedary.hospital.hl7.OutboundLedger.State;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.MllpPeer;
import org.dromedary.testing.MllpPeer.Answer;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of the routes hl7-out-due and hl7-out, with the real ledger and a receiver on a socket. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OutboxTest {

    @Inject
    Outbox outbox;

    @Inject
    DataSource dataSource;

    @Inject
    Incidents incidents;

    @Inject
    Workers workers;

    @Inject
    CamelContext camel;

    private MllpPeer peer;
    private OutboxSender sender;
    private final List<Long> queue = new ArrayList<>();

    @BeforeEach
    void emptyOutbox() throws Exception {
        sql().update("delete from hl7_outbound");
        sql().update("update incident set closed_at = utc_timestamp(3), closed_by = 'test' where closed_at is null"
                + " and subject = 'hl7-out'");
        peer = MllpPeer.start();
        sender = sender(Map.of());
    }

    @AfterEach
    void hangUp() {
        sender.close();
        peer.close();
    }

    private OutboxSender sender(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("dromedary.hl7.out.host", "127.0.0.1",
                "dromedary.hl7.out.port", Integer.toString(peer.port()), "dromedary.hl7.out.ack-timeout", "300ms",
                "dromedary.hl7.out.attempts", "3", "dromedary.hl7.out.pause", "1ms",
                "dromedary.hl7.out.longest-pause", "2ms", "dromedary.incident.unavailable-after", "1h"));
        all.putAll(more);
        Settings settings = Settings.load(all);
        return new OutboxSender(dataSource, settings.map(OutboxSettings.class), incidents,
                settings.map(IncidentSettings.class), workers, TlsParties.of(settings));
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private long put(String controlId) {
        return outbox.put("test", null, message(controlId));
    }

    private static byte[] message(String controlId) {
        return ("MSH|^~\\&|RIS|HOSP|NEW|HOSP|20260101||ORU^R01|" + controlId + "|P|2.5.1\rPID|1||77||Mørk^Åse\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As the route hl7-out-due: what is due gets its message. */
    private void look() {
        Exchange exchange = new DefaultExchange(camel);
        sender.due(exchange);
        for (Object id : exchange.getMessage().getBody(List.class)) {
            Exchange one = new DefaultExchange(camel);
            one.getMessage().setBody(id);
            sender.message(one);
            sender.queued(one);
            queue.add((Long) id);
        }
    }

    /** As the route hl7-out: every message on the queue is taken once. */
    private void work() {
        List<Long> messages = List.copyOf(queue);
        queue.clear();
        for (Long id : messages) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setHeader("DromedaryOutboundId", id);
            sender.send(exchange);
        }
    }

    /** Both again and again, until nothing waits; at most so many times. */
    private void run(int times) {
        for (int i = 0; i < times && !in(State.WAITING).isEmpty(); i++) {
            Awaitility.await().until(() -> {
                look();
                return !queue.isEmpty();
            });
            work();
        }
    }

    private List<Outbound> in(State state) {
        List<Outbound> found = new ArrayList<>();
        new OutboundLedger(sql()).forEach(state, found::add);
        return found;
    }

    private List<String> openIncidents() {
        return new IncidentLedger(sql()).open().stream().filter(incident -> incident.subject().equals("hl7-out"))
                .map(incident -> incident.kind()).toList();
    }

    @Test
    void messagesArriveInOrderByteForByteOverOneConnection() {
        for (int i = 1; i <= 20; i++) {
            put("M" + i);
        }
        run(1);
        assertThat(in(State.SENT)).hasSize(20).allMatch(sent -> sent.ackCode().equals("AA"));
        assertThat(peer.received()).hasSize(20).element(6).isEqualTo(message("M7"));
        assertThat(peer.controlIds()).startsWith("M1", "M2", "M3").endsWith("M20");
        assertThat(peer.connections()).isEqualTo(1);
    }

    @Test
    void messageOfATransactionThatIsRolledBackIsNotSent() {
        QuarkusTransaction.begin();
        put("M1");
        QuarkusTransaction.rollback();
        put("M2");
        run(1);
        assertThat(peer.controlIds()).containsExactly("M2");
    }

    @Test
    void commitAcknowledgementWillDo() {
        peer.answering(Answer.CA);
        put("M1");
        run(1);
        assertThat(in(State.SENT)).singleElement().extracting(Outbound::ackCode).isEqualTo("CA");
    }

    @Test
    void rejectedMessageIsDeadAtOnceAndTheNextOneGoesOn() {
        peer.answering(Answer.AR);
        long first = put("M1");
        put("M2");
        run(1);
        assertThat(in(State.FAILED)).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo(first);
            assertThat(failed.ackCode()).isEqualTo("AR");
            assertThat(failed.attempts()).isEqualTo(1);
        });
        assertThat(peer.controlIds()).containsExactly("M1", "M2");
        assertThat(openIncidents()).containsExactly("HL7_MESSAGES_REFUSED");
    }

    @Test
    void messageAnsweredWithAnErrorIsTriedAgainBeforeTheNextUntilItsAttemptsAreUsedUp() {
        peer.answering(Answer.AE, Answer.AE, Answer.AE);
        put("M1");
        put("M2");
        run(5);
        assertThat(peer.controlIds()).containsExactly("M1", "M1", "M1", "M2");
        assertThat(in(State.FAILED)).singleElement().satisfies(failed -> {
            assertThat(failed.attempts()).isEqualTo(3);
            assertThat(failed.reason()).isEqualTo("the receiver answered AE with error 207");
        });
        assertThat(in(State.SENT)).hasSize(1);
    }

    private long put(String controlId, String patient) {
        return outbox.put("test", null, new String(message(controlId), StandardCharsets.UTF_8)
                .replace("|77|", "|" + patient + "|").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"AE", "NOTHING", "CLOSE"})
    void messageThatIsTriedAgainHoldsUpItsOwnPatientOnly(Answer answer) {
        sender = sender(Map.of("dromedary.hl7.out.pause", "1h", "dromedary.hl7.out.longest-pause", "1h"));
        peer.answering(answer);
        put("A1", "1");
        put("A2", "1");
        put("B1", "2");
        put("AB", "3~2");
        put("C1", "4\rMRG|1");
        put("C2", "4");
        look();
        work();
        assertThat(peer.controlIds()).containsExactly("A1", "B1", "AB");
        assertThat(in(State.WAITING)).hasSize(4);
    }

    @Test
    void messageThatNamesNoPatientWaitsForAllAndAllForIt() {
        sender = sender(Map.of("dromedary.hl7.out.pause", "1h", "dromedary.hl7.out.longest-pause", "1h"));
        peer.answering(Answer.AE);
        put("A1", "1");
        put("N1", "");
        put("B1", "2");
        look();
        work();
        assertThat(peer.controlIds()).containsExactly("A1");
    }

    @Test
    void receiverThatAnswersNobodyIsNotAskedForEachPatient() {
        sender = sender(Map.of("dromedary.hl7.out.pause", "1h", "dromedary.hl7.out.longest-pause", "1h"));
        peer.answering(Answer.CLOSE, Answer.CLOSE, Answer.CLOSE, Answer.CLOSE);
        for (int i = 0; i < 5; i++) {
            put("M" + i, "" + i);
        }
        look();
        work();
        look();
        work();
        assertThat(peer.controlIds().stream().distinct()).containsExactly("M0", "M1");
    }

    @Test
    void errorThatPassesCostsNothing() {
        peer.answering(Answer.AE, Answer.AA);
        put("M1");
        run(5);
        assertThat(in(State.SENT)).singleElement().satisfies(sent -> {
            assertThat(sent.attempts()).isEqualTo(2);
            assertThat(sent.reason()).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTHING", "GARBAGE", "HALF", "OTHER_ID", "CLOSE"})
    void withoutAnAcknowledgementItGoesAgainWithTheSameControlIdAndLosesNoAttempt(Answer answer) {
        peer.answering(answer, answer, answer, answer, answer, answer, answer, answer);
        put("M1");
        put("M2");
        run(4);
        assertThat(in(State.WAITING)).hasSize(2).first().satisfies(waiting -> {
            assertThat(waiting.attempts()).isZero();
            assertThat(waiting.reason()).isNotBlank().doesNotContain("Mørk");
        });
        run(10);
        assertThat(in(State.SENT)).hasSize(2).first().extracting(Outbound::attempts).isEqualTo(1);
        assertThat(peer.controlIds()).filteredOn("M1"::equals).hasSize(9);
        assertThat(peer.controlIds()).endsWith("M1", "M2");
        assertThat(peer.received()).startsWith(message("M1"), message("M1"));
    }

    @Test
    void acknowledgementOfAnotherMessageIsPassedOver() {
        peer.answering(Answer.OTHER_ID_THEN_AA);
        put("M1");
        run(1);
        assertThat(in(State.SENT)).hasSize(1);
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void connectionThatTheReceiverClosedWhileItRestedIsReplacedAtOnce() {
        put("M1");
        run(1);
        peer.hangUp();
        put("M2");
        run(1);
        assertThat(in(State.SENT)).hasSize(2);
    }

    @Test
    void outageIsAnIncidentThatEndsWhenTheReceiverIsBackAndCostsNoAttempt() throws Exception {
        sender = sender(Map.of("dromedary.incident.unavailable-after", "0s"));
        peer.close();
        put("M1");
        run(6);
        assertThat(openIncidents()).containsExactly("HL7_RECEIVER_UNAVAILABLE");
        assertThat(in(State.WAITING)).singleElement().extracting(Outbound::attempts).isEqualTo(0);
        peer.open();
        run(6);
        assertThat(in(State.SENT)).hasSize(1);
        assertThat(openIncidents()).isEmpty();
    }

    @Test
    void pausesGrowUpToALimit() {
        sender = sender(Map.of("dromedary.hl7.out.pause", "10s", "dromedary.hl7.out.longest-pause", "60s"));
        peer.close();
        put("M1");
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            run(1);
            pauses.add(sql().query("select timestampdiff(second, state_since, retry_at) from hl7_outbound",
                    row -> row.getLong(1)).get(0));
            look();
            assertThat(queue).as("while the first has its pause").isEmpty();
            sql().update("update hl7_outbound set retry_at = null, state_since = utc_timestamp(3)");
        }
        assertThat(pauses).zipSatisfy(List.of(10L, 20L, 40L, 60L, 60L),
                (pause, expected) -> assertThat(pause).isBetween(expected, expected + 5));
    }

    @Test
    void queueThatWasLostIsFilledAgainByTheNextProcess() {
        put("M1");
        look();
        queue.clear();
        look();
        assertThat(queue).isEmpty();
        sender.close();
        sender = sender(Map.of());
        run(1);
        assertThat(in(State.SENT)).hasSize(1);
    }

    @Test
    void messageOnTheQueueTwiceIsSentOnce() {
        put("M1");
        look();
        queue.addAll(List.copyOf(queue));
        work();
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void withoutAReceiverMessagesWait() {
        sender = new OutboxSender(dataSource, Settings.load(Map.of()).map(OutboxSettings.class), incidents,
                Settings.load(Map.of()).map(IncidentSettings.class), workers, TlsParties.of(Settings.load(Map.of())));
        put("M1");
        look();
        assertThat(queue).isEmpty();
        assertThat(in(State.WAITING)).hasSize(1);
    }

    @Test
    void messageThatCannotBeFramedOrNamedIsDeadWithoutBeingSent() {
        outbox.put("test", null, "MSH|^~\\&|RIS|HOSP|NEW|HOSP|20260101||ORU^R01||P|2.5.1\r".getBytes());
        outbox.put("test", null, "MSH|^~\\&|RIS|HOSP|NEW|HOSP|20260101||ORU^R01|M|P|2.5\rNTE|\u001c\r".getBytes());
        run(1);
        assertThat(in(State.FAILED)).extracting(Outbound::reason)
                .containsExactly("it has no MSH-10", "it contains the end of an MLLP block");
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void deadMessagesAreSentAgainOrGivenUpByAPerson() {
        peer.answering(Answer.AR, Answer.AR);
        long first = put("M1");
        long second = put("M2");
        run(1);
        OutboundLedger ledger = new OutboundLedger(sql());
        assertThat(ledger.retry(first, "kim")).isEqualTo(1);
        assertThat(ledger.discard(null, "sent by hand", "kim")).isEqualTo(1);
        run(1);
        assertThat(in(State.SENT)).singleElement().extracting(Outbound::id).isEqualTo(first);
        assertThat(in(State.DISCARDED)).singleElement().extracting(Outbound::id).isEqualTo(second);
        assertThat(ledger.retry(first, "kim")).as("it is not dead").isZero();
        look();
        assertThat(openIncidents()).isEmpty();
        assertThat(sql().query("select concat(worker, ' ', detail) from event where kind = 'operator' and detail like"
                + " concat('%HL7 message ', ?, ':%')", row -> row.getString(1), first))
                .containsExactly("kim outgoing HL7 message " + first + ": sent again");
    }

    @Test
    void hostAndPortNeedEachOther() {
        Settings settings = Settings.load(Map.of("dromedary.hl7.out.host", "x"));
        assertThatThrownBy(() -> new OutboxSettings.Check().check(settings))
                .hasMessageContaining("dromedary.hl7.out.port");
    }
}
