package org.dromedary.coordination.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * What Artemis tells of its queues and does with them beside sending and receiving, asked for by management messages:
 * so it works alike with the embedded broker and an external one. For one thread.
 */
public final class QueueControl implements AutoCloseable {

    private static final String MANAGEMENT = "activemq.management";
    private static final long PATIENCE_MILLIS = 30_000;
    private static final int MAX_LISTED = 20_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Connection connection;
    private final Session session;
    private final TemporaryQueue replies;
    private final MessageProducer requests;
    private final MessageConsumer answers;

    /** @throws BrokerException if the broker can't be reached, or does not let us manage it */
    public QueueControl(ConnectionFactory factory) {
        Connection opened = null;
        try {
            opened = factory.createConnection();
            opened.start();
            session = opened.createSession(Session.AUTO_ACKNOWLEDGE);
            replies = session.createTemporaryQueue();
            requests = session.createProducer(session.createQueue(MANAGEMENT));
            answers = session.createConsumer(replies);
            connection = opened;
        } catch (JMSException e) {
            closeQuietly(opened);
            throw new BrokerException("take a connection", e);
        }
    }

    /** Every message of the queue, those scheduled and those being worked on included; 0 if there is no such queue. */
    public long messages(String queue) {
        return attribute(queue, "messageCount");
    }

    /** Messages whose time has not come. */
    public long scheduled(String queue) {
        return attribute(queue, "scheduledCount");
    }

    /** Messages that a consumer has and has not acknowledged. */
    public long delivering(String queue) {
        return attribute(queue, "deliveringCount");
    }

    public long consumers(String queue) {
        return attribute(queue, "consumerCount");
    }

    /** Where a message of a queue is. */
    public enum Place { WAITING, DELAYED, IN_DELIVERY }

    /**
     * One message of a queue.
     *
     * @param properties those of the message, and what the broker says of it
     * @param notBefore when it may be delivered (milliseconds since the epoch), or null
     */
    public record Found(String queue, Place place, Map<String, Object> properties, Long notBefore) {
    }

    /**
     * The messages with that value, wherever in the queue; those that are delayed only if they are not too many to look
     * through.
     *
     * @param property a number
     */
    public List<Found> find(String queue, String property, long value) {
        List<Found> found = new ArrayList<>();
        add(found, queue, Place.IN_DELIVERY, operation(queue, "listDeliveringMessagesAsJSON"));
        add(found, queue, Place.WAITING, operation(queue, "listMessagesAsJSON", property + " = " + value));
        if (scheduled(queue) <= MAX_LISTED) {
            add(found, queue, Place.DELAYED, operation(queue, "listScheduledMessagesAsJSON"));
        }
        found.removeIf(message -> !(message.properties().get(property) instanceof Number number)
                || number.longValue() != value);
        return found;
    }

    /**
     * The values of that property in all messages that are delayed or in delivery; empty if they are too many to look
     * through. Those that wait are seen by browsing the queue.
     */
    public Optional<Set<Long>> notWaiting(String queue, String property) {
        if (scheduled(queue) > MAX_LISTED) {
            return Optional.empty();
        }
        List<Found> found = new ArrayList<>();
        add(found, queue, Place.IN_DELIVERY, operation(queue, "listDeliveringMessagesAsJSON"));
        add(found, queue, Place.DELAYED, operation(queue, "listScheduledMessagesAsJSON"));
        Set<Long> values = new HashSet<>();
        found.forEach(message -> {
            if (message.properties().get(property) instanceof Number number) {
                values.add(number.longValue());
            }
        });
        return Optional.of(values);
    }

    private static void add(List<Found> found, String queue, Place place, Object json) {
        if (json instanceof String text) {
            try {
                collect(found, queue, place, MAPPER.readTree(text));
            } catch (JsonProcessingException e) {
                throw new BrokerException("list the messages of " + queue + " in a form that can be read", e);
            }
        }
    }

    /** Those in delivery come by consumer, in arrays below. */
    private static void collect(List<Found> found, String queue, Place place, JsonNode json) {
        if (json.isArray()) {
            json.forEach(each -> collect(found, queue, place, each));
        } else if (json.has("elements")) {
            collect(found, queue, place, json.get("elements"));
        } else if (json.isObject()) {
            Map<String, Object> properties = MAPPER.convertValue(json, new TypeReference<>() { });
            JsonNode due = json.path("_AMQ_SCHED_DELIVERY");
            found.add(new Found(queue, place, properties, due.isNumber() ? due.longValue() : null));
        }
    }

    /** Delivers scheduled messages now, whatever their time. */
    public void deliverScheduled(String queue, String selector) {
        operation(queue, "deliverScheduledMessages", selector);
    }

    /**
     * Gives messages that wait another priority; the broker keeps that until it ends.
     *
     * @param selector over the properties of the messages
     * @return how many
     */
    public long changePriority(String queue, String selector, int priority) {
        Object changed = operation(queue, "changeMessagesPriority", selector, priority);
        return changed instanceof Number number ? number.longValue() : 0;
    }

    /** Removes every message of the queue, those scheduled included. */
    public void removeAll(String queue) {
        operation(queue, "removeAllMessages");
    }

    /** Sends the dead letters of the queue back to where they failed, as an operator does in the broker's console. */
    public void retryAll(String queue) {
        operation(queue, "retryMessages");
    }

    private long attribute(String queue, String name) {
        Object value = ask(queue, "tell " + name,
                request -> JMSManagementHelper.putAttribute(request, resource(queue), name));
        return value instanceof Number number ? number.longValue() : 0;
    }

    private Object operation(String queue, String name, Object... parameters) {
        return ask(queue, name,
                request -> JMSManagementHelper.putOperationInvocation(request, resource(queue), name, parameters));
    }

    private static String resource(String queue) {
        return "queue." + queue;
    }

    /** An external broker makes a queue when it is first used: null for one that is not there yet. */
    private Object ask(String queue, String what, Request request) {
        try {
            return ask(what + " of " + queue, request);
        } catch (BrokerException e) {
            Object names = ask("tell its queues",
                    message -> JMSManagementHelper.putAttribute(message, "broker", "queueNames"));
            if (names instanceof Object[] all && !Arrays.asList(all).contains(queue)) {
                return null;
            }
            throw e;
        }
    }

    private Object ask(String what, Request request) {
        try {
            Message message = session.createMessage();
            request.writeTo(message);
            message.setJMSReplyTo(replies);
            requests.send(message);
            Message answer = answers.receive(PATIENCE_MILLIS);
            if (answer == null) {
                throw new BrokerException("answer: " + what, null);
            }
            Object result = JMSManagementHelper.getResult(answer);
            if (JMSManagementHelper.hasOperationSucceeded(answer)) {
                return result;
            }
            throw new BrokerException(what, new IllegalStateException(String.valueOf(result)));
        } catch (BrokerException e) {
            throw e;
        } catch (Exception e) {
            throw new BrokerException(what, e);
        }
    }

    /** Writes what is asked into the management message. */
    private interface Request {
        void writeTo(Message message) throws Exception;
    }

    @Override
    public void close() {
        try {
            answers.close();
            replies.delete();
        } catch (JMSException e) {
            // It goes with the connection.
        }
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                // Nothing was to be sent any more.
            }
        }
    }
}
