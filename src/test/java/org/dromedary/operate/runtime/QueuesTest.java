package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class QueuesTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long LONG_MILLIS = LONG.toMillis();

    @Inject
    CamelContext camel;

    @Inject
    ProducerTemplate producer;

    @Inject
    ConsumerTemplate consumer;

    @Inject
    Ledger ledger;

    @Inject
    DataSource dataSource;

    private final String in = "dromedary.test-in-" + UUID.randomUUID();
    private final String out = "dromedary.test-out-" + UUID.randomUUID();
    private final AtomicInteger deliveries = new AtomicInteger();

    /** All tests of the process share one broker. */
    @BeforeEach
    void takeWhatOtherTestsLeft() {
        for (String queue : List.of("dromedary.transcode", "dromedary.dead-letter")) {
            while (consumer.receive("jms:" + queue, 200) != null) {
                // another one may follow
            }
        }
    }

    @AfterEach
    void removeRoute() throws Exception {
        if (camel.getRoute(in) != null) {
            camel.getRouteController().stopRoute(in);
            camel.removeRoute(in);
        }
    }

    @Test
    void failureAfterSendingTakesTheSentMessageBackAndDeliversAgain() throws Exception {
        route(exchange -> {
            if (deliveries.incrementAndGet() < 3) {
                throw new IllegalStateException("fails on purpose");
            }
        });
        producer.sendBody("jms:" + in, "series 1");

        assertThat(consumer.receiveBody("jms:" + out, LONG_MILLIS)).isEqualTo("series 1");
        assertThat(consumer.receiveBody("jms:" + out, 500)).as("the two failed attempts sent nothing").isNull();
        assertThat(deliveries).hasValue(3);
    }

    @Test
    void ledgerRowOfAFailedAttemptStaysWhileItsMessageComesAgain() throws Exception {
        String kind = "test-" + UUID.randomUUID().toString().substring(0, 8);
        route(exchange -> {
            ledger.recordEvent(null, null, kind, null, null, "test");
            if (deliveries.incrementAndGet() < 2) {
                throw new IllegalStateException("fails on purpose");
            }
        });
        producer.sendBody("jms:" + in, "series 1");

        assertThat(consumer.receiveBody("jms:" + out, LONG_MILLIS)).isEqualTo("series 1");
        assertThat(Sql.over(dataSource).query("select count(*) from event where kind = ?", row -> row.getLong(1), kind))
                .containsExactly(2L);
    }

    @Test
    void messageThatAlwaysFailsEndsInTheDeadLetterQueue() throws Exception {
        String body = "poison " + UUID.randomUUID();
        route(exchange -> {
            deliveries.incrementAndGet();
            throw new IllegalStateException("fails on purpose");
        });
        producer.sendBody("jms:" + in, body);

        assertThat(consumer.receiveBody("jms:dromedary.dead-letter", LONG_MILLIS)).isEqualTo(body);
        assertThat(deliveries).hasValue(3);
    }

    @Test
    void groupAndPrioritySurviveAHop() throws Exception {
        route(exchange -> { });
        producer.sendBodyAndHeaders("jms:" + in, "series 1",
                Map.of("JMSXGroupID", "1.2.3", "JMSPriority", 9, "DromedarySeriesId", 17L));

        Exchange received = consumer.receive("jms:" + out, LONG_MILLIS);
        assertThat(received.getMessage().getHeader("JMSXGroupID")).isEqualTo("1.2.3");
        assertThat(received.getMessage().getHeader("JMSPriority")).isEqualTo(9);
        assertThat(received.getMessage().getHeader("DromedarySeriesId")).isEqualTo(17L);
    }

    @Test
    void messageScheduledForLaterIsNotDeliveredBefore() throws Exception {
        Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
        route(exchange -> arrivals.add(System.currentTimeMillis()));
        long due = System.currentTimeMillis() + 1500;
        producer.sendBodyAndHeader("jms:" + in, "later", "_AMQ_SCHED_DELIVERY", due);
        producer.sendBody("jms:" + in, "now");

        await().atMost(LONG).until(() -> arrivals.size() == 2);
        assertThat(List.copyOf(arrivals).get(0)).isLessThan(due);
        assertThat(List.copyOf(arrivals).get(1)).isGreaterThanOrEqualTo(due);
    }

    @Test
    void seriesOfAStudyInWorkDoNotKeepOtherStudiesWaiting() throws Exception {
        CountDownLatch otherStudy = new CountDownLatch(1);
        Queue<String> finished = new ConcurrentLinkedQueue<>();
        String stage = "jms:dromedary.transcode";
        empty(stage);
        route(stage + "?concurrentConsumers=2", exchange -> {
            String series = exchange.getMessage().getBody(String.class);
            if (series.startsWith("1.")) {
                assertThat(otherStudy.await(LONG_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            }
            finished.add(series);
            if (series.startsWith("2.")) {
                otherStudy.countDown();
            }
        });
        // One that comes while there is a single consumer binds its study to that one.
        await().atMost(LONG).until(() -> consumersOf("dromedary.transcode") >= 2);
        for (String series : List.of("1.1", "1.2", "1.3", "2.1")) {
            producer.sendBodyAndHeader(stage, series, "JMSXGroupID", series.substring(0, 1));
        }
        await().atMost(LONG).until(() -> finished.size() == 4);
        assertThat(finished).containsSubsequence("2.1", "1.1", "1.2", "1.3");
    }

    private static int consumersOf(String queue) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        int consumers = 0;
        for (ObjectName each : beans.queryNames(new ObjectName("org.apache.activemq.artemis:subcomponent=queues,queue="
                + ObjectName.quote(queue) + ",*"), null)) {
            consumers += (Integer) beans.getAttribute(each, "ConsumerCount");
        }
        return consumers;
    }

    /** Takes what other tests have left in a queue. */
    private void empty(String queue) {
        while (consumer.receive(queue, 200) != null) {
            // and the next one
        }
    }

    private void route(org.apache.camel.Processor work) throws Exception {
        route("jms:" + in, work);
    }

    private void route(String from, org.apache.camel.Processor work) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(in).to("jms:" + out).process(work);
            }
        });
    }
}
