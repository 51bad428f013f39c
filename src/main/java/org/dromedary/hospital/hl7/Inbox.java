package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mllp.MllpConstants;
import org.dromedary.hospital.hl7.Hl7Ledger.Kept;
import org.dromedary.hospital.hl7.Hl7Ledger.State;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * Keeps what comes before anything is answered (law 3). Many connections share one commit: whoever holds the lock
 * writes what all wait for.
 */
@ApplicationScoped
@Named("hl7Inbox")
public class Inbox {

    /** The row that a message of the queue {@code dromedary.hl7} names; it has nothing else. */
    static final String ID = "DromedaryHl7Message";

    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final String ANSWER = "DromedaryHl7Answer";
    private static final int MAX_ROWS = 200;
    private static final int MAX_BYTES = 8 << 20;

    private final Hl7Ledger ledger;
    private final Hl7Charsets charsets;
    private final boolean enhanced;
    private final int maxSize;
    private final Senders senders;
    private final ConcurrentLinkedQueue<Slot> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock(true);

    Inbox(DataSource dataSource, Hl7Settings settings, Senders senders) {
        this.senders = senders;
        this.ledger = new Hl7Ledger(Sql.over(dataSource));
        this.charsets = Hl7Charsets.of(settings);
        this.enhanced = settings.enhancedAcks();
        this.maxSize = settings.maxSize();
    }

    /** A message and, once a group was committed, its row or what went wrong. */
    private static final class Slot {
        final Arrival arrival;
        Kept kept;
        RuntimeException failure;

        Slot(Arrival arrival) {
            this.arrival = arrival;
        }

        boolean isOpen() {
            return kept == null && failure == null;
        }
    }

    /** From MLLP: keeps the block in the body, leaves the rows to be queued in the body and the answer aside. */
    public void keep(Exchange exchange) throws IOException, Hl7FormatException {
        byte[] block = exchange.getMessage().getBody(byte[].class);
        List<Arrival> arrivals = arrivals(block, maxSize, charsets).stream().map(each -> each.from(senders)).toList();
        List<Kept> kept = keep(arrivals);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (Arrival arrival : arrivals) {
            if (arrival.refusal() != null) {
                senders.refused();
            } else if (arrival.problem() != null) {
                LOG.warnf("An HL7 message can't be read and is kept as FAILED: %s", arrival.problem());
            }
            answer.writeBytes(Acknowledgement.of(arrival, enhanced).getBytes(arrival.text().charset()));
        }
        exchange.setProperty(ANSWER, answer.toByteArray());
        exchange.getMessage().setBody(waiting(kept));
    }

    /** A block is one message, and stays whole; only a batch is as many as it has (HL7 v2.8 §2.10.3). */
    static List<Arrival> arrivals(byte[] block, int maxSize, Hl7Charsets charsets) throws IOException,
            Hl7FormatException {
        byte[] content = MessageReader.withoutBlanks(block);
        if (!MessageReader.isBatch(content)) {
            return List.of(Arrival.of(content, charsets));
        }
        List<Arrival> arrivals = new ArrayList<>();
        MessageReader reader = new MessageReader(new ByteArrayInputStream(content), maxSize);
        for (byte[] message = reader.next(); message != null; message = reader.next()) {
            arrivals.add(Arrival.of(message, charsets));
        }
        return arrivals.isEmpty() ? List.of(Arrival.of(block, charsets)) : arrivals;
    }

    /** The rows and the queue have the message: it is answered. */
    public void acknowledge(Exchange exchange) {
        exchange.setProperty(MllpConstants.MLLP_ACKNOWLEDGEMENT, exchange.getProperty(ANSWER));
    }

    /**
     * Ledger or broker did not take the message: the connection ends without an answer, so that any sender keeps it.
     * What AE means to a sender differs.
     */
    public void refuse(Exchange exchange) {
        LOG.warnf("An HL7 message could not be kept; its sender gets no answer: %s",
                LedgerTrouble.describe(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
        exchange.setProperty(MllpConstants.MLLP_RESET_CONNECTION_BEFORE_SEND, true);
    }

    /** Turns the body, the id of a row, into its message; one group, so that one worker takes all in their order. */
    public void message(Exchange exchange) {
        Message message = exchange.getMessage();
        Long id = message.getBody(Long.class);
        message.removeHeaders("*");
        message.setHeader(ID, id);
        message.setHeader("JMSXGroupID", "hl7");
        message.setBody(Long.toString(id));
    }

    /** The rows of those that are to be taken in. */
    static List<Long> waiting(List<Kept> kept) {
        return kept.stream().filter(row -> row.state() == State.NEW).map(Kept::id).toList();
    }

    /** Returns when the ledger has all of them, in their order; together with what others keep meanwhile. */
    List<Kept> keep(List<Arrival> arrivals) {
        List<Slot> slots = arrivals.stream().map(Slot::new).toList();
        waiting.addAll(slots);
        committing.lock();
        try {
            while (slots.stream().anyMatch(Slot::isOpen)) {
                commit(nextGroup());
            }
        } finally {
            committing.unlock();
        }
        for (Slot slot : slots) {
            if (slot.failure != null) {
                throw slot.failure;
            }
        }
        return slots.stream().map(slot -> slot.kept).toList();
    }

    private List<Slot> nextGroup() {
        List<Slot> group = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && group.size() < MAX_ROWS
                && (group.isEmpty() || bytes + waiting.peek().arrival.body().length < MAX_BYTES)) {
            Slot slot = waiting.remove();
            bytes += slot.arrival.body().length;
            group.add(slot);
        }
        return group;
    }

    private void commit(List<Slot> group) {
        try {
            List<Kept> rows = ledger.keep(group.stream().map(slot -> slot.arrival).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).kept = rows.get(i);
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || LedgerTrouble.isTransient(e)) {
                group.forEach(slot -> slot.failure = e);
            } else {
                // One of them is refused for what it is: the others are of other senders.
                group.forEach(slot -> commit(List.of(slot)));
            }
        }
    }
}
