package org.dromedary.pipeline.books;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.SeriesMessage;

/** Which series of the ledger have no message where they should: each would wait for ever. */
public final class LostMessages {

    private final Sql sql;
    private final ConnectionFactory broker;

    public LostMessages(Sql sql, ConnectionFactory broker) {
        this.sql = sql;
        this.broker = broker;
    }

    /**
     * Ledger ids of series that wait for the stage of that queue and have no message there, at most limit. What moves
     * on meanwhile is not among them; empty as well if too many messages are delayed to look through.
     */
    public List<Long> of(String queue, int limit) {
        List<Long> series = series(queue);
        List<Long> lost = new ArrayList<>();
        try (QueueControl queues = new QueueControl(broker)) {
            Optional<Set<Long>> others = queues.notWaiting(queue, SeriesMessage.SERIES_ID);
            if (others.isEmpty()) {
                return lost;
            }
            Set<Long> there = waiting(queue);
            there.addAll(others.get());
            Set<Long> still = null;
            for (long id : series) {
                if (lost.size() < limit && !there.contains(id)) {
                    still = still == null ? Set.copyOf(series(queue)) : still;
                    if (still.contains(id) && queues.find(queue, SeriesMessage.SERIES_ID, id).isEmpty()) {
                        lost.add(id);
                    }
                }
            }
        }
        return lost;
    }

    private List<Long> series(String queue) {
        String states = SeriesState.quoted(state ->
                Stage.taking(state).map(Stage::queue).filter(queue::equals).isPresent());
        return states.isEmpty() ? List.of()
                : sql.query("select id from series where state in (" + states + ") order by id", row -> row.getLong(1));
    }

    private Set<Long> waiting(String queue) {
        Set<Long> ids = new HashSet<>();
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            connection.start();
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements();) {
                if (((Message) messages.nextElement()).getObjectProperty(SeriesMessage.SERIES_ID)
                        instanceof Number number) {
                    ids.add(number.longValue());
                }
            }
        } catch (JMSException e) {
            throw new BrokerException("show the messages of " + queue, e);
        }
        return ids;
    }
}
