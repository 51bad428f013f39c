package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.hl7.Hl7Ledger.Counts;
import org.dromedary.hospital.hl7.Hl7Ledger.State;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * By the clock, in the leader of the workers: sends the message that a crash between row and queue left out, tells of
 * what failed or waits too long, deletes old bodies.
 */
@ApplicationScoped
@Named("hl7Watch")
public class Hl7Watch {

    /** The queue of messages that wait to be taken in. */
    public static final String QUEUE = "dromedary.hl7";
    /** Kinds of incidents. */
    public static final String FAILED = "HL7_FAILED";
    public static final String STUCK = "HL7_STUCK";

    private static final Logger LOG = Logger.getLogger(Hl7Watch.class);
    private static final String SUBJECT = "hl7";
    private static final Duration PURGE_EVERY = Duration.ofHours(1);
    private static final int BODIES_PER_STATEMENT = 500;

    private final Hl7Ledger ledger;
    private final ConnectionFactory broker;
    private final Incidents incidents;
    private final Workers workers;
    private final Hl7Settings settings;
    private final FramingFaults framing;
    private final Senders senders;
    private long failed = -1;
    private boolean stuck = true;
    private long purgedAt;

    Hl7Watch(DataSource dataSource, ConnectionFactory broker, Incidents incidents, Workers workers,
            Hl7Settings settings, FramingFaults framing, Senders senders) {
        this.framing = framing;
        this.senders = senders;
        this.ledger = new Hl7Ledger(Sql.over(dataSource));
        this.broker = broker;
        this.incidents = incidents;
        this.workers = workers;
        this.settings = settings;
    }

    /** Leaves the rows that need a message in the body: the oldest that waits, if the queue has none for it. */
    public void due(Exchange exchange) {
        exchange.getMessage().setBody(List.of());
        framing.look();
        senders.look();
        if (!workers.isLeader()) {
            return;
        }
        try {
            Counts counts = ledger.counts();
            tell(counts);
            if (counts.waiting() > 0 && !isQueued()) {
                exchange.getMessage().setBody(ledger.waiting(1));
            }
            purge();
        } catch (LedgerException | BrokerException away) {
            LOG.debugf("The HL7 messages can't be looked after now: %s", away.getMessage());
        }
    }

    /** A message whose time has not come counts as none: while the ledger was away its pause may have grown long. */
    private boolean isQueued() {
        try (QueueControl queues = new QueueControl(broker)) {
            return queues.messages(QUEUE) > queues.scheduled(QUEUE);
        }
    }

    private void tell(Counts counts) {
        if (counts.failed() > 0 && counts.failed() != failed) {
            incidents.open(FAILED, SUBJECT, counts.failed()
                    + " HL7 messages could not be taken in, or wait for a person",
                    "the last: " + ledger.latest(Set.of(State.FAILED, State.HELD), 1).get(0).reason(),
                    "'hl7 list --failed' tells why. Mend the cause and run 'hl7 retry', or give them up by 'hl7 discard'.");
        } else if (counts.failed() == 0 && failed != 0) {
            incidents.close(FAILED, SUBJECT, "dromedary", "no HL7 message is FAILED or HELD any more");
        }
        failed = counts.failed();
        boolean late = counts.waiting() > 0 && counts.waitingSeconds() > settings.stuckAfter().toSeconds();
        if (late && !stuck) {
            incidents.open(STUCK, SUBJECT, "HL7 messages have been waiting for " + counts.waitingSeconds() / 60
                    + " minutes", counts.waiting() + " wait",
                    "The log says why the oldest can't be taken in; the others"
                    + " wait behind it. 'hl7 discard ID --because TEXT' gives it up.");
        } else if (!late && stuck) {
            incidents.close(STUCK, SUBJECT, "dromedary", "HL7 messages are taken in again");
        }
        stuck = late;
    }

    private void purge() {
        long now = System.nanoTime();
        if (purgedAt != 0 && now - purgedAt < PURGE_EVERY.toNanos()) {
            return;
        }
        purgedAt = ledger.purge(settings.keepDays(), BODIES_PER_STATEMENT) < BODIES_PER_STATEMENT ? now : 0;
    }
}
