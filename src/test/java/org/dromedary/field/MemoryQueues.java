package org.dromedary.field;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.dromedary.pipeline.stage.Queues;

/**
 * The queues between the stages, in memory and in one thread: the routes run as they are, without a broker and without
 * its pauses. What a message leads to is sent when its exchange has ended well; else the message comes again.
 */
@ApplicationScoped
@Unremovable
class MemoryQueues implements CamelContextCustomizer {

    static final String SCHEME = "memory";
    private static final int MAX_REDELIVERIES = 20;
    private static final int MAX_BUSY = 6;
    private static final long SHORT_MILLIS = 500;

    private final Map<String, DefaultConsumer> consumers = new ConcurrentHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Waiting> sent = new ArrayList<>();
    private final List<Waiting> ended = new ArrayList<>();

    /** A message in its queue. */
    record Waiting(String queue, Map<String, Object> headers, Object body, int deliveries) {

        long notBefore() {
            return headers.get(Queues.NOT_BEFORE) instanceof Number time ? time.longValue() : 0;
        }

        private Waiting again() {
            return new Waiting(queue, headers, body, deliveries + 1);
        }
    }

    @Override
    public void configure(CamelContext camel) {
        camel.addComponent(SCHEME, new QueueComponent());
    }

    void clear() {
        waiting.clear();
        sent.clear();
        ended.clear();
    }

    void send(String queue, Map<String, Object> headers, Object body) {
        waiting.add(new Waiting(queue, headers, body, 1));
    }

    /** Messages that nobody takes: dead letters, and those that came again too often. */
    List<Waiting> ended() {
        return List.copyOf(ended);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether every stage takes messages: none is paused. */
    boolean areTaken() {
        return consumers.values().stream().allMatch(DefaultConsumer::isStarted);
    }

    /**
     * Whether nothing is left but what an archive is too busy for again and again, or what waits for a paused stage.
     */
    boolean isIdle() {
        return waiting.stream().allMatch(one -> isPaused(one)
                || one.headers().get(Queues.BUSY) instanceof Number times && times.intValue() > MAX_BUSY);
    }

    private boolean isPaused(Waiting message) {
        DefaultConsumer consumer = consumers.get(message.queue());
        return consumer != null && !consumer.isStarted();
    }

    /** Delivers the next message; those with a long pause come when there are no others. */
    void step() throws Exception {
        Waiting next = waiting.stream().filter(one -> !isPaused(one)).min(Comparator.comparingLong(Waiting::notBefore))
                .orElse(null);
        if (next == null) {
            return;
        }
        waiting.remove(next);
        DefaultConsumer consumer = consumers.get(next.queue());
        if (consumer == null || next.deliveries() > MAX_REDELIVERIES) {
            ended.add(next);
            return;
        }
        awaitShortPause(next.notBefore() - System.currentTimeMillis());
        deliver(next, consumer);
    }

    private synchronized void awaitShortPause(long millis) throws InterruptedException {
        if (millis > 0 && millis <= SHORT_MILLIS) {
            wait(millis);
        }
    }

    private void deliver(Waiting next, DefaultConsumer consumer) throws Exception {
        Exchange exchange = consumer.createExchange(false);
        exchange.getMessage().setHeaders(new HashMap<>(next.headers()));
        exchange.getMessage().setBody(next.body());
        if (next.deliveries() > 1) {
            exchange.getMessage().setHeader("JMSRedelivered", true);
            exchange.getMessage().setHeader("JMSXDeliveryCount", next.deliveries());
        }
        sent.clear();
        consumer.getProcessor().process(exchange);
        boolean well = exchange.getException() == null && !exchange.isRollbackOnly();
        consumer.releaseExchange(exchange, false);
        if (well) {
            waiting.addAll(sent);
        } else {
            waiting.add(next.again());
        }
    }

    private final class QueueComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new QueueEndpoint(uri, this, remaining.replaceFirst("^queue:", ""));
        }
    }

    /** Is suspended rather than stopped while its stage is paused, so that what is under way comes to its end. */
    private static final class QueueConsumer extends DefaultConsumer implements Suspendable {
        QueueConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }
    }

    private final class QueueEndpoint extends DefaultEndpoint {
        private final String queue;

        QueueEndpoint(String uri, Component component, String queue) {
            super(uri, component);
            this.queue = queue;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    Map<String, Object> headers = new HashMap<>();
                    exchange.getMessage().getHeaders().forEach((name, value) -> {
                        if (!name.startsWith("Camel") && (value instanceof String || value instanceof Number)) {
                            headers.put(name, value);
                        }
                    });
                    sent.add(new Waiting(queue, headers, exchange.getMessage().getBody(), 1));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            DefaultConsumer consumer = new QueueConsumer(this, processor);
            consumers.put(queue, consumer);
            return consumer;
        }
    }
}
