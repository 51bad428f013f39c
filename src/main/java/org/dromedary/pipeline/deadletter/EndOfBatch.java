package org.dromedary.pipeline.deadletter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerException;
import org.dromedary.pipeline.stage.Queues;
import org.jboss.logging.Logger;

/**
 * Brings the next attempts of failed series forward when nothing else is left to do. Which have waited long enough the
 * broker itself says, so that doing it twice does no harm.
 */
@ApplicationScoped
@Named("endOfBatch")
public class EndOfBatch implements Processor {

    private static final Logger LOG = Logger.getLogger(EndOfBatch.class);
    private static final long MAX_INTERVAL_MILLIS = Duration.ofSeconds(15).toMillis();

    private final Ledger ledger;
    private final Workers workers;
    private final ConnectionFactory broker;
    private final RetrySettings retry;
    private long lastNanos = System.nanoTime();

    EndOfBatch(Ledger ledger, Workers workers, ConnectionFactory broker, RetrySettings retry) {
        this.ledger = ledger;
        this.workers = workers;
        this.broker = broker;
        this.retry = retry;
    }

    /** Called often; looks at the ledger a few times within the shortest pause. */
    @Override
    public void process(Exchange exchange) {
        long interval = Math.min(retry.atLeast().toMillis() / 4, MAX_INTERVAL_MILLIS);
        if (System.nanoTime() - lastNanos < interval * 1_000_000 || !workers.isLeader()) {
            return;
        }
        lastNanos = System.nanoTime();
        try {
            if (ledger.view().onlyRetriesAreLeft()) {
                bringForward(System.currentTimeMillis() - retry.atLeast().toMillis());
            }
        } catch (BrokerException | LedgerException away) {
            LOG.warnf("The end of the batch was not looked for: %s", away.getMessage());
        }
    }

    private void bringForward(long waitingSince) {
        try (QueueControl queues = new QueueControl(broker)) {
            for (String queue : Queues.OF_STAGES) {
                long before = queues.scheduled(queue);
                if (before > 0) {
                    queues.deliverScheduled(queue, Queues.WAITING_SINCE + " <= " + waitingSince);
                    long forward = before - queues.scheduled(queue);
                    if (forward > 0) {
                        LOG.infof("%s: nothing else is left to do, %d series are tried again now", queue, forward);
                    }
                }
            }
        }
    }
}
