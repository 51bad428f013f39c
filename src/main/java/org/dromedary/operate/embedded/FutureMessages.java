package org.dromedary.operate.embedded;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * Messages that were sent later than now, by the clock before it was set back. The broker would hold a delayed one of
 * them back for its delay and for as much as the clock was wrong; they are delivered at once instead.
 */
final class FutureMessages implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FutureMessages.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    /** Clocks that are kept in step differ, and are corrected, by less. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final ActiveMQServer server;
    private final Collection<String> queues;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dromedary-broker-clock");
        thread.setDaemon(true);
        return thread;
    });

    FutureMessages(ActiveMQServer server, Collection<String> queues) {
        this.server = server;
        this.queues = List.copyOf(queues);
        timer.scheduleWithFixedDelay(this::look, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void look() {
        try {
            deliver();
        } catch (ActiveMQException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The delayed messages could not be looked at", e);
        }
    }

    /** Delivers the delayed messages that were sent after the present time. */
    void deliver() throws ActiveMQException {
        long present = System.currentTimeMillis() + SLACK.toMillis();
        for (String name : queues) {
            Queue queue = server.locateQueue(name);
            if (queue == null || queue.getScheduledCount() == 0) {
                continue;
            }
            int delivered = 0;
            for (MessageReference waiting : queue.getScheduledMessages()) {
                if (waiting.getMessage().getTimestamp() > present) {
                    queue.deliverScheduledMessage(waiting.getMessageID());
                    delivered++;
                }
            }
            if (delivered > 0) {
                LOG.log(System.Logger.Level.WARNING, "The clock was set back: {0} messages of {1} wait no longer",
                        delivered, name);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
