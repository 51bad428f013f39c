package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsConsumer;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class PaceRoutePolicyTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ROUTE = "retrieve";

    @Inject
    CamelContext camel;

    @Inject
    ProducerTemplate producer;

    @Inject
    PaceRoutePolicy policy;

    @Inject
    Pace pace;

    @Inject
    DataSource ledger;

    @Inject
    ConnectionFactory broker;

    private final String queue = "dromedary.test-pace-" + UUID.randomUUID();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private MBeanServer jmx;
    private ObjectName bean;
    private Controls controls;

    @BeforeEach
    void route() throws Exception {
        controls = new Controls(Sql.over(ledger));
        jmx = ManagementFactory.getPlatformMBeanServer();
        bean = new ObjectName("org.dromedary:type=Pace,archive=source,operation=retrieve");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:" + queue + "?concurrentConsumers=1&maxMessagesPerTask=10").routeId(ROUTE)
                        .routePolicy(policy).process(exchange -> {
                            atWork.incrementAndGet();
                            goOn.await(LONG.toSeconds(), TimeUnit.SECONDS);
                            atWork.decrementAndGet();
                            done.incrementAndGet();
                        });
            }
        });
    }

    @AfterEach
    void removeRoute() throws Exception {
        goOn.countDown();
        controls.takeBack(Controls.ALL, Kind.PAUSE, "test");
        controls.takeBack(Controls.stage(ROUTE), Kind.PAUSE, "test");
        jmx.invoke(bean, "clearOverrides", null, null);
        camel.getRouteController().stopRoute(ROUTE);
        camel.removeRoute(ROUTE);
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            producer.sendBody("jms:" + queue, "series " + i);
        }
    }

    private DefaultMessageListenerContainer container() throws Exception {
        return (DefaultMessageListenerContainer) ((JmsConsumer) camel.getRoute(ROUTE).getConsumer())
                .getListenerContainer();
    }

    private void override(String limit, String value) throws Exception {
        jmx.invoke(bean, "override", new Object[] {limit, value},
                new String[] {String.class.getName(), String.class.getName()});
    }

    @Test
    void messagesStayInTheQueueWhileTheOperatorPausesTheStage() throws Exception {
        goOn.countDown();
        controls.give(new Order(Controls.stage(ROUTE), Kind.PAUSE, "", "test", "anna"));
        await().atMost(LONG).until(() -> !container().isRunning());
        send(3);
        await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> done.get() == 0);
        controls.takeBack(Controls.stage(ROUTE), Kind.PAUSE, "anna");
        await().atMost(LONG).until(() -> done.get() == 3);
    }

    @Test
    void pausedStageLeavesMessagesAndStudiesToOtherWorkers() throws Exception {
        send(5);
        await().atMost(LONG).until(() -> atWork.get() == 1);
        controls.give(new Order(Controls.stage(ROUTE), Kind.PAUSE, "", "test", "anna"));
        await().atMost(LONG).until(() -> !container().isRunning());
        goOn.countDown();
        try (QueueControl control = new QueueControl(broker)) {
            await().atMost(LONG).until(() -> control.consumers(queue) == 0);
        }
        assertThat(done).hasValue(1);
        controls.takeBack(Controls.stage(ROUTE), Kind.PAUSE, "anna");
        await().atMost(LONG).until(() -> done.get() == 5);
    }

    @Test
    void overrideByJmxChangesTheNumberOfConsumersBothWays() throws Exception {
        override("associations", "3");
        assertThat(jmx.getAttribute(bean, "Associations")).isEqualTo(3.0);
        assertThat(jmx.getAttribute(bean, "Overrides")).isEqualTo("associations");
        send(40);
        await().atMost(LONG).until(() -> atWork.get() == 3);
        override("associations", "2");
        goOn.countDown();
        await().atMost(LONG).until(() -> done.get() == 40);
        await().atMost(LONG).until(() -> container().getScheduledConsumerCount() == 2);
        jmx.invoke(bean, "clearOverrides", null, null);
        await().atMost(LONG).until(() -> container().getScheduledConsumerCount() == 1);
    }

    @Test
    void holdSuspendsTheRouteAndReleaseResumesIt() throws Exception {
        goOn.countDown();
        pace.hold(Pace.SOURCE, Operation.RETRIEVE, "spool", "the spool is full");
        await().atMost(LONG).until(() -> !container().isRunning());
        assertThat(jmx.getAttribute(bean, "LimitedBy")).isEqualTo("spool");
        send(1);
        pace.release(Pace.SOURCE, Operation.RETRIEVE, "spool");
        await().atMost(LONG).until(() -> done.get() == 1);
    }
}
