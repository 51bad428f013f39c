package org.dromedary.pipeline.stage;

/** A message in a stage's queue that no stage has sent; it can only go to the dead letters. */
public final class UnreadableMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Reason of such a dead letter. */
    public static final String REASON = "MESSAGE_UNREADABLE";

    UnreadableMessageException(String what) {
        super(what + ": the message was sent by something else than Dromedary; discard it");
    }
}
