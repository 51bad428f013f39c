package org.dromedary.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.util.UUID;
import org.dromedary.stage.Queues;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServicesResource.class)
class QueueControlTest {

    private static final long HOUR = 3_600_000;

    @Inject
    ConnectionFactory factory;

    private final String queue = "dromedary.test-" + UUID.randomUUID();

    private void send(String to, JMSProducer producer, JMSContext context) {
        producer.send(context.createQueue(to), "1");
    }

    @Test
    void onlyScheduledMessagesThatWaitedLongEnoughAreBroughtForward() {
        try (JMSContext context = factory.createContext(); QueueControl queues = new QueueControl(factory)) {
            long later = System.currentTimeMillis() + HOUR;
            send(queue, context.createProducer().setProperty(Queues.NOT_BEFORE, later)
                    .setProperty(Queues.WAITING_SINCE, 1000L), context);
            send(queue, context.createProducer().setProperty(Queues.NOT_BEFORE, later)
                    .setProperty(Queues.WAITING_SINCE, 3000L), context);
            send(queue, context.createProducer().setProperty(Queues.NOT_BEFORE, later), context);
            assertThat(queues.scheduled(queue)).isEqualTo(3);
            queues.deliverScheduled(queue, Queues.WAITING_SINCE + " <= 2000");
            await().until(() -> queues.scheduled(queue) == 2);
            assertThat(queues.messages(queue)).isEqualTo(3);
            queues.removeAll(queue);
            assertThat(queues.messages(queue)).isZero();
            assertThat(queues.scheduled(queue)).isZero();
        }
    }

    @Test
    void brokersOwnRetryBringsADeadLetterToTheStageThatFailed() {
        String dead = queue + "-dead";
        try (JMSContext context = factory.createContext(); QueueControl queues = new QueueControl(factory)) {
            send(queue, context.createProducer(), context);
            send(dead, context.createProducer().setProperty(Queues.ORIGINAL_ADDRESS, queue)
                    .setProperty(Queues.ORIGINAL_QUEUE, queue).setProperty(Queues.STAGE, "store"), context);
            queues.retryAll(dead);
            assertThat(queues.messages(dead)).isZero();
            assertThat(queues.messages(queue)).isEqualTo(2);
        }
    }

    @Test
    void queueThatIsNotThereIsEmpty() {
        try (QueueControl queues = new QueueControl(factory)) {
            assertThat(queues.messages(queue)).isZero();
            assertThat(queues.consumers(queue)).isZero();
        }
    }
}
