package org.dromedary.hospital.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.hospital.hl7.Hl7Ledger.Kept;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.dromedary.ledger.Sha256;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.stage.Redeliveries;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that a listener never comes to an end with. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class TimeLimitTest {

    private static final Hl7Settings SETTINGS =
            Settings.load(Map.of("dromedary.hl7.take-timeout", "3s")).map(Hl7Settings.class);

    @Inject
    CamelContext camel;

    @Inject
    DataSource dataSource;

    @Inject
    TransactionManager transactions;

    @Inject
    Redeliveries redeliveries;

    @Inject
    AuditLog audit;

    private final String sender = "LIMIT" + UUID.randomUUID().toString().substring(0, 8);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private String message(String trigger, String pid) {
        return "MSH|^~\\&|" + sender + "|HOSP|||20240301||ZZL^" + trigger + "|1|P|2.5\rPID|1||" + pid + "\r";
    }

    /** As rows of a version that did not bound them. */
    private List<Long> keep(String... messages) {
        List<Arrival> arrivals = Arrays.stream(messages).map(text -> text.getBytes(StandardCharsets.UTF_8))
                .map(body -> new Arrival(body, Sha256.of(body), new Hl7Charsets(StandardCharsets.UTF_8,
                false).read(body),
                        Header.of(new String(body, StandardCharsets.UTF_8)), null, null)).toList();
        return new Hl7Ledger(sql()).keep(arrivals).stream().map(Kept::id).toList();
    }

    private List<String> column(String column) {
        return sql().query("select " + column + " from hl7_message where sender = ? order by id",
                row -> row.getString(1), sender + "|HOSP");
    }

    private Exchange dispatch(LongConsumer work) {
        return dispatch(work, 1);
    }

    private Exchange dispatch(LongConsumer work, int delivery) {
        Hl7Listener listener = new Hl7Listener() {
            @Override
            public boolean wants(String type, String trigger) {
                return type.equals("ZZL");
            }

            @Override
            public void take(long messageId, Hl7Message message, Outcome outcome) {
                sql().update("update hl7_message set note = 'seen' where id = ?", messageId);
                if (message.trigger().equals("ODD")) {
                    work.accept(messageId);
                }
            }
        };
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("JMSXDeliveryCount", delivery);
        new Dispatch(dataSource, SETTINGS, transactions, redeliveries, List.of(listener), audit).process(exchange);
        return exchange;
    }

    private void neverEnds() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException ignored) {
                // As code does that can't be interrupted.
            }
        }
    }

    @Test
    void messageThatIsNeverTakenInIsFailedAndTheNextOneGoesOn() {
        keep(message("A08", "1"), message("ODD", "2"), message("A08", "3"));
        Exchange exchange = dispatch(id -> neverEnds());
        assertThat(column("state")).containsExactly("DONE", "FAILED", "DONE");
        assertThat(column("reason")).containsExactly(null,
                "it was not taken in within dromedary.hl7.take-timeout (3 s)", null);
        assertThat(column("note").get(0)).isEqualTo("seen");
        assertThat(column("note").get(1)).as("what it did is rolled back").isNull();
        assertThat(exchange.isRollbackOnly()).isFalse();
    }

    @Test
    void messageThatEndsTheProcessIsFailedAfterFiveTimesAndTheNextOneGoesOn() throws Exception {
        List<Long> ids = keep(message("A08", "1"), message("ODD", "2"), message("A08", "3"));
        Item odd = Item.message(ids.get(1), "hl7");
        for (int died = 0; died < 5; died++) {
            redeliveries.begin(odd, 2);
        }
        Exchange exchange = dispatch(id -> {
            throw new AssertionError("it is not taken in once more");
        }, 2);
        assertThat(column("state")).containsExactly("DONE", "FAILED", "DONE");
        assertThat(column("reason").get(1)).contains("ENDS_THE_PROCESS", "5 times in a row");
        assertThat(exchange.isRollbackOnly()).isFalse();
        assertThat(sql().query("select count(*) from redelivery where item = 'message' and item_id = ?",
                row -> row.getInt(1), ids.get(1))).containsExactly(0);
    }

    @Test
    void messageThatCameAgainOnceIsTakenIn() {
        List<Long> ids = keep(message("ODD", "1"));
        dispatch(id -> { }, 2);
        assertThat(column("state")).containsExactly("DONE");
        assertThat(sql().query("select count(*) from redelivery where item = 'message' and item_id = ?",
                row -> row.getInt(1), ids.get(0))).containsExactly(0);
    }

    @Test
    void errorOfAListenerIsFailedInTheEnd() {
        keep(message("ODD", "1"), message("A08", "2"));
        for (int delivery = 1; delivery <= 3; delivery++) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setHeader("JMSXDeliveryCount", delivery);
            new Dispatch(dataSource, SETTINGS, transactions, redeliveries, List.of(new Hl7Listener() {
                @Override
                public boolean wants(String type, String trigger) {
                    return trigger.equals("ODD");
                }

                @Override
                public void take(long messageId, Hl7Message message, Outcome outcome) {
                    throw new StackOverflowError();
                }
            }), audit).process(exchange);
        }
        assertThat(column("state")).containsExactly("FAILED", "IGNORED");
        assertThat(column("reason").get(0)).contains("StackOverflowError");
    }

    @Test
    void messageWithAMillionRepetitionsThatWaitsIsFailedAndTheNextOneGoesOn() {
        keep(message("A08", "~".repeat(1_000_000)), message("A08", "2"));
        dispatch(id -> { });
        assertThat(column("state")).containsExactly("FAILED", "DONE");
        assertThat(column("reason").get(0)).isEqualTo("segment 2 has more than 10000 repetitions in field 3");
        assertThat(column("length(body)").get(0)).as("kept whole").hasSize(7);
    }

    @Test
    void messageThatIsGivenUpWhileItIsTakenInStaysGivenUpAndDoesNothing() {
        long id = keep(message("A08", "1")).get(0);
        Hl7Listener listener = new Hl7Listener() {
            @Override
            public boolean wants(String type, String trigger) {
                return true;
            }

            @Override
            public void take(long messageId, Hl7Message message, Outcome outcome) {
                QuarkusTransaction.requiringNew()
                        .run(() -> new Hl7Ledger(sql()).discard(messageId, "not wanted", "kim"));
                sql().update("insert into event (at, kind, detail) values (utc_timestamp(3), 'test', ?)", sender);
            }
        };
        Exchange exchange = new DefaultExchange(camel);
        new Dispatch(dataSource, SETTINGS, transactions, redeliveries, List.of(listener), audit).process(exchange);
        assertThat(column("state")).containsExactly("IGNORED");
        assertThat(new Hl7Ledger(sql()).find(id).orElseThrow().reason()).isEqualTo("given up: not wanted");
        assertThat(sql().query("select id from event where kind = 'test' and detail = ?", row -> row.getLong(1),
                sender)).isEmpty();
        assertThat(exchange.isRollbackOnly()).isFalse();
    }

    @Test
    void messageThatWaitsCanBeDiscardedWithAReasonAndAnEvent() {
        long id = keep(message("A08", "1")).get(0);
        assertThat(new Hl7Ledger(sql()).discard(id, "it blocks the others", "kim")).isTrue();
        assertThat(column("state")).containsExactly("IGNORED");
        assertThat(column("reason")).containsExactly("given up: it blocks the others");
        assertThat(new Hl7Ledger(sql()).discard(id, "again", "kim")).isFalse();
        assertThat(sql().query("select detail from event where kind = 'operator' and worker = 'kim' and detail like ?",
                row -> row.getString(1), "DISCARD HL7 message " + id + ":%")).hasSize(1);
    }
}
