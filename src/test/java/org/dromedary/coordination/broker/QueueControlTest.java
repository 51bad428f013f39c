package org.dromedary.coordination.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.Set;
import java.util.UUID;
import org.dromedary.coordination.broker.QueueControl.Found;
import org.dromedary.coordination.broker.QueueControl.Place;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
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
    void messageIsFoundWhereverItIsInTheQueue() {
        String number = SeriesMessage.SERIES_ID;
        long later = System.currentTimeMillis() + HOUR;
        try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
                QueueControl queues = new QueueControl(factory)) {
            send(queue, context.createProducer().setProperty(number, 1L), context);
            Message taken = context.createConsumer(context.createQueue(queue)).receive(10_000);
            assertThat(taken).isNotNull();
            context.stop();
            send(queue + "-b", context.createProducer().setProperty(number, 2L), context);
            send(queue + "-b", context.createProducer().setProperty(number, 3L)
                    .setProperty(Queues.NOT_BEFORE, later), context);

            assertThat(queues.find(queue, number, 1)).extracting(Found::place).containsExactly(Place.IN_DELIVERY);
            assertThat(queues.find(queue + "-b", number, 2)).extracting(Found::place).containsExactly(Place.WAITING);
            assertThat(queues.find(queue + "-b", number, 3)).extracting(Found::place, Found::notBefore)
                    .containsExactly(tuple(Place.DELAYED, later));
            assertThat(queues.find(queue + "-b", number, 4)).isEmpty();
            assertThat(queues.notWaiting(queue + "-b", number)).contains(Set.of(3L));
            assertThat(queues.find("dromedary.no-such-queue", number, 4)).isEmpty();
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
