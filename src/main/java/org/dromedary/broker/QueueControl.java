package org.dromedary.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.Arrays;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * What Artemis tells of its queues and does with them beside sending and receiving, asked for by management messages:
 * so it works alike with the embedded broker and an external one. For one thread.
 */
public final class QueueControl implements AutoCloseable {

    private static final String MANAGEMENT = "activemq.management";
    private static final long PATIENCE_MILLIS = 30_000;

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
