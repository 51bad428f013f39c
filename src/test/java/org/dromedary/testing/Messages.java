package org.dromedary.testing;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Looks into a queue without taking anything out of it. */
final class Messages {

    private Messages() {
    }

    /** The properties of each message, in the queue's order. */
    static List<Map<String, Object>> in(String queue, String url, String user, String password) throws JMSException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                Connection connection = factory.createConnection(user, password);
                Session session = connection.createSession();
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            for (Object message : Collections.list(messages)) {
                found.add(properties((Message) message));
            }
        }
        return found;
    }

    private static Map<String, Object> properties(Message message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        for (Object name : Collections.list(names)) {
            properties.put(name.toString(), message.getObjectProperty(name.toString()));
        }
        return properties;
    }
}
