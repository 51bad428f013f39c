package org.dromedary.pipeline.books;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;

/**
 * Makes the queues anew from the ledger (law 1): one message for each series on its way and each open query window, one
 * dead letter for each that died. Ended in the middle, it is simply done again. No worker may run meanwhile.
 */
public final class QueueRebuild {

    private static final int MESSAGES_PER_TRANSACTION = 500;

    // The state before a series died tells the stage at which it did.
    private static final String SERIES = """
            select s.id, t.study_instance_uid, s.series_instance_uid, s.state, s.attempt,
                timestampdiff(microsecond, utc_timestamp(3), s.retry_at) div 1000, coalesce(s.batch_id, 0),
                s.priority, s.reason_code, s.reason_text,
                if(s.state in (%s), (select e.from_state from event e
                    where e.series_id = s.id and e.to_state = s.state order by e.id desc limit 1), null)
            from series s join study t on t.id = s.study_id
            where s.state in (%s)
            order by s.id""".formatted(SeriesState.quoted(SeriesState::isDead),
            SeriesState.quoted(state -> state.isMoving() || state.isDead()));

    private final Sql sql;
    private final ConnectionFactory broker;
    private final Map<String, Long> sent = new LinkedHashMap<>();

    /** @param sql over a connection of its own: the rows are streamed */
    public QueueRebuild(Sql sql, ConnectionFactory broker) {
        this.sql = sql;
        this.broker = broker;
    }

    /** How many consumers the queues of the stages have: workers that run. */
    public long consumers() {
        try (QueueControl queues = new QueueControl(broker)) {
            return Queues.OF_STAGES.stream().mapToLong(queues::consumers).sum();
        }
    }

    /** Empties the queues and fills them; returns the number of messages now in each. */
    public Map<String, Long> run() {
        List<String> all = new ArrayList<>(Queues.OF_STAGES);
        all.add(Queues.DEAD_LETTER);
        try (QueueControl queues = new QueueControl(broker)) {
            all.forEach(queues::removeAll);
        }
        all.forEach(queue -> sent.put(queue, 0L));
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            Outbox outbox = new Outbox(session, producer);
            sql.forEach("select id, state, reason from query_window where state in ('OPEN', 'FAILED') order by id",
                    row -> window(outbox, row));
            sql.forEach(SERIES, row -> series(outbox, row));
            session.commit();
            return sent;
        } catch (JMSException e) {
            throw new BrokerException("take all messages; do it again", e);
        }
    }

    private void window(Outbox outbox, ResultSet row) throws SQLException {
        WindowMessage message = new WindowMessage(row.getLong(1), 1);
        boolean failed = QueryWindow.State.valueOf(row.getString(2)) == QueryWindow.State.FAILED;
        Map<String, Object> headers = new LinkedHashMap<>(message.headers());
        if (failed) {
            String[] reason = String.valueOf(row.getString(3)).split(": ", 2);
            headers.putAll(Queues.deadLetterHeaders(Stage.INVENTORY.id(), reason[0], reason[reason.length - 1]));
        }
        outbox.send(failed ? Queues.DEAD_LETTER : Stage.INVENTORY.queue(), headers, message.windowId(), 4);
    }

    private void series(Outbox outbox, ResultSet row) throws SQLException {
        SeriesState state = SeriesState.valueOf(row.getString(4));
        Long wait = row.getObject(6, Long.class);
        boolean waits = wait != null || state == SeriesState.RETRY_WAIT;
        String reason = row.getString(9);
        // Sent back by the verify stage: a first attempt of the store stage, after a resend.
        boolean resent = state == SeriesState.TRANSCODED && waits && "MISSING_AT_TARGET".equals(reason);
        int attempt = waits && !resent ? Math.max(1, row.getInt(5)) : 1;
        SeriesMessage message = new SeriesMessage(row.getLong(1), row.getString(2), row.getString(3), attempt,
                resent ? 1 : 0, row.getLong(7), row.getInt(8));
        Map<String, Object> headers = message.headers();
        if (state.isDead()) {
            String before = row.getString(11);
            Stage failed = Optional.ofNullable(before).map(SeriesState::valueOf).flatMap(Stage::taking)
                    .orElse(Stage.RETRIEVE);
            headers.putAll(Queues.deadLetterHeaders(failed.id(), reason, row.getString(10)));
            outbox.send(Queues.DEAD_LETTER, headers, message.seriesId(), message.priority());
            return;
        }
        if (wait != null && wait > 0) {
            headers.put(Queues.NOT_BEFORE, System.currentTimeMillis() + wait);
            headers.put(Queues.WAITING_SINCE, System.currentTimeMillis());
        }
        outbox.send(Stage.taking(state).orElseThrow().queue(), headers, message.seriesId(), message.priority());
    }

    /** Sends in transactions of bounded size. */
    private final class Outbox {

        private final Session session;
        private final MessageProducer producer;
        private int open;

        Outbox(Session session, MessageProducer producer) {
            this.session = session;
            this.producer = producer;
        }

        void send(String queue, Map<String, Object> headers, long id, int priority) {
            try {
                TextMessage message = session.createTextMessage(Long.toString(id));
                for (Map.Entry<String, Object> header : headers.entrySet()) {
                    if (!header.getKey().equals(SeriesMessage.PRIORITY)) {
                        message.setObjectProperty(header.getKey(), header.getValue());
                    }
                }
                producer.send(session.createQueue(queue), message, DeliveryMode.PERSISTENT, priority, 0);
                sent.merge(queue, 1L, Long::sum);
                if (++open >= MESSAGES_PER_TRANSACTION) {
                    session.commit();
                    open = 0;
                }
            } catch (JMSException e) {
                throw new BrokerException("take all messages; do it again", e);
            }
        }
    }
}
