package org.dromedary.operate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

class ClockSetBackTest {

    private static final String QUEUE = "dromedary.retrieve";
    private static final long LIMIT = Duration.ofSeconds(60).toMillis();

    /**
     * What a clock that is set back by an hour leaves behind: a message sent in an hour, to be tried ten minutes on.
     */
    @Test
    void messageDelayedByTheClockBeforeIsDeliveredAndOneOfTodayWaits() throws Exception {
        Path folder = ServicesResource.newDataDir();
        Settings settings = Settings.load(Map.of("dromedary.data-dir", folder.toString(),
                "dromedary.database.url", "jdbc:mariadb://127.0.0.1/unused"));
        try (Services services = Services.prepare(settings, false);
                ServerLocator locator = ActiveMQClient.createServerLocator(
                        services.properties().get("quarkus.artemis.url"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(services.properties().get("quarkus.artemis.username"),
                        services.properties().get("quarkus.artemis.password"), false, true, true, false, 0)) {
            long now = System.currentTimeMillis();
            send(session, "today", now, now + Duration.ofMinutes(10).toMillis());
            long later = now + Duration.ofHours(1).toMillis();
            send(session, "future", later, later + Duration.ofMinutes(10).toMillis());
            session.start();
            try (ClientConsumer consumer = session.createConsumer(QUEUE)) {
                ClientMessage message = consumer.receive(LIMIT);
                assertThat(message).isNotNull();
                assertThat(message.getBodyBuffer().readString()).isEqualTo("future");
                message.acknowledge();
                assertThat(consumer.receiveImmediate()).isNull();
            }
        } finally {
            ServicesResource.delete(folder);
        }
    }

    private static void send(ClientSession session, String text, long sentAt, long notBefore) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer(QUEUE)) {
            ClientMessage message = session.createMessage(true);
            message.setTimestamp(sentAt);
            message.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, notBefore);
            message.getBodyBuffer().writeString(text);
            producer.send(message);
        }
    }
}
