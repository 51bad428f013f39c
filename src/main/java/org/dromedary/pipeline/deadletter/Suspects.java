package org.dromedary.pipeline.deadletter;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.Replay;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.WindowMessage;

/**
 * Asks again for what is in doubt and has no dead letter: series that went on without some of their objects, or without
 * any or with a doubt, and query windows that are SUSPECT; series that came empty, which is no doubt, only by their
 * reason. Only messages are sent; the stages that take them change the ledger, so that ending in the middle, or doing
 * it twice, does no harm.
 */
public final class Suspects {

    private static final String SERIES = """
            select s.id, t.study_instance_uid, s.series_instance_uid, coalesce(s.batch_id, 0), s.priority
            from series s join study t on t.id = s.study_id
            where (s.state = 'VERIFIED' and (s.unavailable_count + s.rejected_count + s.quarantined_count > 0
                    or s.verified_count + s.skipped_count = 0 or s.expected_instances is null or s.doubt is not null)
                or s.state = 'SKIPPED' and (s.doubt is not null or s.reason_code = 'EMPTY_SERIES' and ? is not null))
                and s.id >= ? and s.id <= ? and (? is null or s.reason_code = ?)
                and (? is null or t.study_instance_uid = ?)
            order by s.id""";

    private final Sql sql;
    private final ConnectionFactory broker;

    public Suspects(Sql sql, ConnectionFactory broker) {
        this.sql = sql;
        this.broker = broker;
    }

    /** How many messages were sent. */
    public record Asked(int series, int windows) {
    }

    /**
     * Sends a message for each that is meant and has none yet.
     *
     * @param filter a stage is {@code inventory} for windows only, {@code retrieve} for series only
     * @param by who wants it, for the record
     */
    public Asked askAgain(DeadLetterFilter filter, String by) {
        boolean windows = filter.reason() == null && filter.studyInstanceUid() == null && filter.seriesId() == null
                && isStage(filter, Stage.INVENTORY);
        List<SeriesMessage> series = isStage(filter, Stage.RETRIEVE) ? series(filter) : List.of();
        int done = 0;
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(null)) {
            connection.start();
            Set<Long> waiting = waiting(session, Stage.RETRIEVE, SeriesMessage.SERIES_ID);
            for (SeriesMessage message : series) {
                if (!waiting.contains(message.seriesId())) {
                    record(message.seriesId(), null, "what is missing is asked for again", by);
                    send(session, producer, Stage.RETRIEVE, message.headers(), message.priority());
                    done++;
                }
            }
            return new Asked(done, windows ? windows(session, producer, by) : 0);
        } catch (JMSException e) {
            throw new BrokerException("take all messages, of which " + done + " are sent; do it again", e);
        }
    }

    private static boolean isStage(DeadLetterFilter filter, Stage stage) {
        return filter.stage() == null || stage.id().equals(filter.stage());
    }

    private List<SeriesMessage> series(DeadLetterFilter filter) {
        long first = filter.seriesId() == null ? 0 : filter.seriesId();
        long last = filter.seriesId() == null ? Long.MAX_VALUE : first;
        return sql.query(SERIES, row -> new SeriesMessage(row.getLong(1), row.getString(2), row.getString(3), 1, 0,
                row.getLong(4), row.getInt(5)), filter.reason(), first, last, filter.reason(), filter.reason(),
                filter.studyInstanceUid(), filter.studyInstanceUid());
    }

    private int windows(Session session, MessageProducer producer, String by) throws JMSException {
        Set<Long> waiting = waiting(session, Stage.INVENTORY, WindowMessage.WINDOW_ID);
        int done = 0;
        for (long id : sql.query("select id from query_window where state = 'SUSPECT' order by id",
                row -> row.getLong(1))) {
            if (!waiting.contains(id)) {
                record(null, id, "asked again, since its answer is in doubt", by);
                send(session, producer, Stage.INVENTORY, new WindowMessage(id, 1).headers(), Message.DEFAULT_PRIORITY);
                done++;
            }
        }
        return done;
    }

    /** Those for which a message of ours waits already. */
    private static Set<Long> waiting(Session session, Stage stage, String property) throws JMSException {
        Set<Long> ids = new HashSet<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(stage.queue()),
                Queues.REASON + " = '" + Replay.SUSPECT + "'")) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements();) {
                ids.add(((Message) messages.nextElement()).getLongProperty(property));
            }
        }
        return ids;
    }

    private static void send(Session session, MessageProducer producer, Stage stage, Map<String, Object> own,
            int priority) throws JMSException {
        Map<String, Object> headers = new LinkedHashMap<>(own);
        headers.remove(SeriesMessage.PRIORITY);
        headers.putAll(Queues.deadLetterHeaders(stage.id(), Replay.SUSPECT, ""));
        TextMessage message = session.createTextMessage();
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            message.setObjectProperty(header.getKey(), header.getValue());
        }
        producer.send(session.createQueue(stage.queue()), message, DeliveryMode.PERSISTENT, priority, 0);
        session.commit();
    }

    private void record(Long seriesId, Long windowId, String detail, String by) {
        Events.in(sql).operator(seriesId, windowId, "REPLAY", detail, by);
    }
}
