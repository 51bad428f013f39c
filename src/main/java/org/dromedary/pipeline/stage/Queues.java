package org.dromedary.pipeline.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.dromedary.ledger.Stage;

/** The queues between the stages, and the headers that steer a message. */
public final class Queues {

    public static final String DEAD_LETTER = "dromedary.dead-letter";

    /** Where a bean wants the message to go next, for routes that use {@code toD}. */
    public static final String NEXT = "DromedaryNext";
    /** Artemis delivers the message not before this time (milliseconds since the epoch). */
    public static final String NOT_BEFORE = "_AMQ_SCHED_DELIVERY";
    /** Why a message is a dead letter: reason code. */
    public static final String REASON = "DromedaryReason";
    /** Why a message is a dead letter: words, without patient data. */
    public static final String REASON_TEXT = "DromedaryReasonText";
    /** The stage at which a dead letter failed. */
    public static final String STAGE = "DromedaryStage";
    /** How often the archive was busy with this series at this stage. */
    public static final String BUSY = "DromedaryBusy";
    /** How often an error that nobody foresaw met this series at this stage (int). */
    public static final String ERRORS = "DromedaryErrors";
    /** Since when a failed series waits for its next attempt (milliseconds since the epoch, long). */
    public static final String WAITING_SINCE = "DromedaryWaitingSince";
    /** Where the broker's own operation "retry message" brings a dead letter: its address. */
    public static final String ORIGINAL_ADDRESS = "_AMQ_ORIG_ADDRESS";
    /** Where the broker's own operation "retry message" brings a dead letter: its queue. */
    public static final String ORIGINAL_QUEUE = "_AMQ_ORIG_QUEUE";

    /** The queues of the stages, in the order of the way of a series. */
    public static final List<String> OF_STAGES = Arrays.stream(Stage.values()).map(Stage::queue).toList();

    private Queues() {
    }

    /** What makes a message a dead letter, beside what it had before; reason and text may be null. */
    public static Map<String, Object> deadLetterHeaders(String stage, String reason, String text) {
        return Map.of(STAGE, stage, REASON, reason == null ? "UNKNOWN" : reason, REASON_TEXT, text == null ? "" : text,
                ORIGINAL_ADDRESS, Stage.QUEUE_PREFIX + stage, ORIGINAL_QUEUE, Stage.QUEUE_PREFIX + stage);
    }

    /** Makes the message a dead letter that knows the stage to which it may go back. */
    public static void toDeadLetters(Message out, String stage, String reason, String text) {
        deadLetterHeaders(stage, reason, text).forEach(out::setHeader);
        out.setHeader(NEXT, DEAD_LETTER);
    }

    /** Whether this is a dead letter that somebody sent back to its stage. */
    public static boolean isReplay(Message message) {
        return message.getHeader(REASON) != null && message.getHeader(STAGE) != null;
    }
}
