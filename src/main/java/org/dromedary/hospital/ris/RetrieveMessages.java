package org.dromedary.hospital.ris;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.SeriesMessage;

/** Sends series that the ledger has QUEUED to the retrieve stage; one that is sent twice is worked once. */
final class RetrieveMessages {

    private final ConnectionFactory broker;

    RetrieveMessages(ConnectionFactory broker) {
        this.broker = broker;
    }

    /**
     * Those of a study that were queued for this reason.
     *
     * @throws BrokerException if the broker does not take them all: then it has none
     */
    void send(Sql sql, long studyId, String reasonCode) {
        List<SeriesMessage> messages = sql.query("""
                select s.id, t.study_instance_uid, s.series_instance_uid, coalesce(s.batch_id, 0), s.priority
                from series s join study t on t.id = s.study_id
                where s.study_id = ? and s.state = 'QUEUED' and s.reason_code = ? order by s.id""",
                row -> new SeriesMessage(row.getLong(1), row.getString(2), row.getString(3), 1, 0, row.getLong(4),
                        row.getInt(5)), studyId, reasonCode);
        if (messages.isEmpty()) {
            return;
        }
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(Stage.RETRIEVE.queue()))) {
            for (SeriesMessage series : messages) {
                TextMessage message = session.createTextMessage(Long.toString(series.seriesId()));
                for (Map.Entry<String, Object> header : series.headers().entrySet()) {
                    if (!header.getKey().equals(SeriesMessage.PRIORITY)) {
                        message.setObjectProperty(header.getKey(), header.getValue());
                    }
                }
                producer.send(message, DeliveryMode.PERSISTENT, series.priority(), 0);
            }
            session.commit();
        } catch (JMSException | JMSRuntimeException e) {
            throw new BrokerException("take the messages of a study", e);
        }
    }
}
