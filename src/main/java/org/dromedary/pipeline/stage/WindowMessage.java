package org.dromedary.pipeline.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.dromedary.ledger.Stage;

/** A query window of the ledger as a message. */
public record WindowMessage(long windowId, int attempt) {

    /** Ledger id of the window (long). */
    public static final String WINDOW_ID = "DromedaryWindowId";

    /** @throws UnreadableMessageException if it is none of ours */
    public static WindowMessage from(Message message) throws UnreadableMessageException {
        return new WindowMessage(Headers.number(message, WINDOW_ID),
                Headers.count(message, SeriesMessage.ATTEMPT, 1));
    }

    /** All headers. */
    public Map<String, Object> headers() {
        return Map.of(WINDOW_ID, windowId, SeriesMessage.ATTEMPT, attempt);
    }

    /** Replaces the message's content by this one. */
    public void writeTo(Message message) {
        message.getHeaders().clear();
        message.setHeaders(new LinkedHashMap<>(headers()));
        message.setBody(Long.toString(windowId));
    }

    /** The same message, to be delivered after a pause. */
    public static Outgoing later(WindowMessage message, Duration pause) {
        return new Outgoing(Stage.INVENTORY.queue(), out -> {
            message.writeTo(out);
            out.setHeader(Queues.NOT_BEFORE, Instant.now().plus(pause).toEpochMilli());
        });
    }

    /** The first message of a window. */
    public static Outgoing outgoing(long windowId) {
        return new Outgoing(Stage.INVENTORY.queue(), new WindowMessage(windowId, 1)::writeTo);
    }
}
