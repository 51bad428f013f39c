package org.dromedary.operate.cli;

import jakarta.jms.ConnectionFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.broker.QueueControl;
import org.dromedary.coordination.broker.QueueControl.Found;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.Stage;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;

/**
 * The messages of one series, wherever they are.
 *
 * @param trouble why the queues could not be asked, or null
 */
record Whereabouts(List<Found> messages, String trouble) {

    static Whereabouts of(SeriesDetails series, ConnectionFactory broker) {
        List<Found> found = new ArrayList<>();
        try (QueueControl queues = new QueueControl(broker)) {
            for (Stage stage : Stage.values()) {
                if (stage != Stage.INVENTORY) {
                    found.addAll(queues.find(stage.queue(), SeriesMessage.SERIES_ID, series.id()));
                }
            }
            found.addAll(queues.find(Queues.DEAD_LETTER, SeriesMessage.SERIES_ID, series.id()));
            return new Whereabouts(found, null);
        } catch (BrokerException e) {
            return new Whereabouts(List.of(), e.getMessage());
        }
    }

    boolean isIn(String queue) {
        return messages.stream().anyMatch(message -> message.queue().equals(queue));
    }

    /** One line each. */
    List<String> lines() {
        return messages.stream().map(Whereabouts::line).toList();
    }

    private static String line(Found message) {
        String attempt = message.properties().get(SeriesMessage.ATTEMPT) instanceof Number number
                ? ", attempt " + number : "";
        return message.queue() + ": " + switch (message.place()) {
            case WAITING -> "waits";
            case IN_DELIVERY -> "in delivery: a worker has it, or takes it next";
            case DELAYED -> "delayed" + (message.notBefore() == null ? ""
                    : " until " + NoticeText.time(Instant.ofEpochMilli(message.notBefore())));
        } + attempt;
    }
}
