package org.dromedary.pipeline.deadletter;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.EventLine;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;

/**
 * What a person can do with the dead letters: look at them, send them back to the stage that failed, give them up.
 * Plain JMS and SQL, so that it serves the running program as well as a command beside it.
 */
public final class DeadLetters {

    /** Reason of a series that a person gave up. */
    public static final String DISCARDED = "DISCARDED";

    /** Each such part is one pass of the broker over all dead letters. */
    private static final int BATCH_SIZE = 200;

    private final Sql sql;
    private final ConnectionFactory broker;

    public DeadLetters(Sql sql, ConnectionFactory broker) {
        this.sql = sql;
        this.broker = broker;
    }

    /**
     * One dead letter with what the ledger has about its series; without a series the rest is null or empty.
     *
     * @param state of the series now
     */
    public record Detail(DeadLetter letter, SeriesState state, List<EventLine> events, List<ExceptionLine> objects) {
    }

    /** At most limit dead letters, in the queue's order. */
    public List<DeadLetter> list(DeadLetterFilter filter, int limit) {
        return list(filter.selector(), limit);
    }

    private List<DeadLetter> list(String selector, int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        browse(selector, letters::add, limit);
        return letters;
    }

    /** Every dead letter, as they are read. */
    public void forEach(DeadLetterFilter filter, Consumer<DeadLetter> letters) {
        browse(filter.selector(), letters, Long.MAX_VALUE);
    }

    /** The first dead letter that is meant, with its history. */
    public Optional<Detail> show(DeadLetterFilter filter) {
        return list(filter, 1).stream().findFirst().map(this::detail);
    }

    /**
     * Those that a person means by one word, at most limit.
     *
     * @param word ledger id of a series, else of a query window; a Study or Series Instance UID; the broker's message
     *             id
     */
    public List<DeadLetter> find(String word, int limit) {
        List<DeadLetter> found = List.of();
        for (String selector : DeadLetterFilter.selectorsOf(word)) {
            if (found.isEmpty()) {
                found = list(selector, limit);
            }
        }
        return found;
    }

    /** With its history. */
    public Detail detail(DeadLetter letter) {
        if (letter.seriesId() == null) {
            return new Detail(letter, null, List.of(), List.of());
        }
        LedgerView ledger = new LedgerView(sql);
        return new Detail(letter, state(sql, letter.seriesId()), ledger.eventsOf(letter.seriesId()),
                ledger.exceptionsOf(letter.seriesId()));
    }

    /**
     * Sends dead letters back to the stages that failed, which decide what follows; returns their number. Doing it
     * twice, or ending in the middle, does no harm.
     *
     * @param by who wants it, for the record
     */
    public int replay(DeadLetterFilter filter, String by) {
        return forEachTaken(filter.selectorUntil(Instant.now()), sendingBack(by));
    }

    /** The same for studies whose series wait for one of these reasons. */
    public int replay(Collection<String> reasons, Collection<String> studyInstanceUids, String by) {
        List<String> studies = List.copyOf(studyInstanceUids);
        int done = 0;
        for (int begin = 0; begin < studies.size(); begin += BATCH_SIZE) {
            List<String> part = studies.subList(begin, Math.min(studies.size(), begin + BATCH_SIZE));
            done += forEachTaken(DeadLetterFilter.selectorUntil(Instant.now(), reasons, part), sendingBack(by));
        }
        return done;
    }

    private Handling sendingBack(String by) {
        return (letter, message, session, producer) -> {
            Optional<Stage> stage = Stage.named(letter.stage());
            if (stage.isEmpty()) {
                return false;
            }
            record(letter, "REPLAY", "sent again to " + letter.stage(), by);
            producer.send(session.createQueue(stage.get().queue()), message, DeliveryMode.PERSISTENT,
                    message.getJMSPriority(), 0);
            return true;
        };
    }

    /**
     * Gives up: each series becomes SKIPPED with the reason {@link #DISCARDED}, then its dead letter goes; returns the
     * number of dead letters removed. A query window stays FAILED in the ledger, and so in every report.
     *
     * @param because why, for the record; no patient data
     * @param by who wants it, for the record
     */
    public int discard(DeadLetterFilter filter, String because, String by) {
        return forEachTaken(filter.selectorUntil(Instant.now()), (letter, message, session, producer) -> {
            if (letter.seriesId() == null || giveUp(letter.seriesId(), because, by)) {
                record(letter, DISCARDED, because, by);
            }
            return true;
        });
    }

    /** False if the series is not dead: given up before the last crash, or alive again. */
    private boolean giveUp(long seriesId, String because, String by) {
        return sql.inTransaction(work -> {
            SeriesState state = state(work, seriesId);
            return state != null && state.isDead() && Transitions.advance(work, seriesId, state, SeriesState.SKIPPED,
                    Change.because(DISCARDED, because).by(by));
        });
    }

    private void record(DeadLetter letter, String reason, String detail, String by) {
        Events.in(sql).operator(letter.seriesId(), letter.windowId(), reason, detail, by);
    }

    private static SeriesState state(Sql sql, long seriesId) {
        return sql.query("select state from series where id = ?", row -> SeriesState.valueOf(row.getString(1)),
                seriesId).stream().findFirst().orElse(null);
    }

    /** What is done with a message taken from the dead letters; false: it stays. */
    private interface Handling {
        boolean of(DeadLetter letter, Message message, Session session, MessageProducer producer) throws JMSException;
    }

    /** Each dead letter in a transaction of its own: the ledger first, then the message. */
    private int forEachTaken(String selector, Handling handling) {
        int done = 0;
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null);
                MessageConsumer consumer = session.createConsumer(session.createQueue(Queues.DEAD_LETTER), selector)) {
            connection.start();
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                if (handling.of(read(message), message, session, producer)) {
                    done++;
                } else {
                    // Where it failed nobody knows: it goes to the end of the dead letters.
                    producer.send(session.createQueue(Queues.DEAD_LETTER), message, DeliveryMode.PERSISTENT,
                            message.getJMSPriority(), 0);
                }
                session.commit();
            }
            return done;
        } catch (JMSException e) {
            throw new BrokerException("finish with the dead letters, of which " + done + " are done", e);
        }
    }

    private void browse(String selector, Consumer<DeadLetter> letters, long limit) {
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(Queues.DEAD_LETTER),
                        selector)) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            for (long i = 0; i < limit && messages.hasMoreElements(); i++) {
                letters.accept(read((Message) messages.nextElement()));
            }
        } catch (JMSException e) {
            throw new BrokerException("show the dead letters", e);
        }
    }

    /** A message that the broker itself moved here has no reason of ours, but its old address. */
    private static DeadLetter read(Message message) throws JMSException {
        String stage = message.getStringProperty(Queues.STAGE);
        if (stage == null && message.getStringProperty(Queues.ORIGINAL_ADDRESS) != null) {
            stage = message.getStringProperty(Queues.ORIGINAL_ADDRESS).replaceFirst("^" + Stage.QUEUE_PREFIX, "");
        }
        String reason = message.getStringProperty(Queues.REASON);
        Number attempt = number(message, SeriesMessage.ATTEMPT);
        return new DeadLetter(message.getJMSMessageID(), number(message, SeriesMessage.SERIES_ID),
                number(message, WindowMessage.WINDOW_ID), stage, reason == null ? "DELIVERED_TOO_OFTEN" : reason,
                message.getStringProperty(Queues.REASON_TEXT), attempt == null ? 0 : attempt.intValue(),
                Instant.ofEpochMilli(message.getJMSTimestamp()), message.getStringProperty(SeriesMessage.STUDY_UID),
                message.getStringProperty(SeriesMessage.SERIES_UID));
    }

    private static Long number(Message message, String property) throws JMSException {
        return message.getObjectProperty(property) instanceof Number number ? number.longValue() : null;
    }
}
