package org.dromedary.inventory;

import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Message;
import org.dromedary.stage.Outgoing;
import org.dromedary.stage.Queues;
import org.dromedary.stage.SeriesMessage;

/** A query window of the ledger as a message. */
record WindowMessage(long windowId, int attempt) {

    static final String WINDOW_ID = "DromedaryWindowId";

    static WindowMessage from(Message message) {
        return new WindowMessage(message.getHeader(WINDOW_ID, Long.class),
                message.getHeader(SeriesMessage.ATTEMPT, 1, Integer.class));
    }

    void writeTo(Message message) {
        message.getHeaders().clear();
        message.setHeader(WINDOW_ID, windowId);
        message.setHeader(SeriesMessage.ATTEMPT, attempt);
        message.setBody(Long.toString(windowId));
    }

    /** The same message, to be delivered after a pause. */
    static Outgoing later(WindowMessage message, Duration pause) {
        return new Outgoing(Queues.INVENTORY, out -> {
            message.writeTo(out);
            out.setHeader(Queues.NOT_BEFORE, Instant.now().plus(pause).toEpochMilli());
        });
    }

    static Outgoing outgoing(long windowId) {
        return new Outgoing(Queues.INVENTORY, new WindowMessage(windowId, 1)::writeTo);
    }
}
