package org.dromedary.stage;

import org.dromedary.ledger.SeriesState;

/** The queues between the stages, and the headers that steer a message. */
public final class Queues {

    /** The queue of a stage is this and the stage's name. */
    public static final String PREFIX = "dromedary.";

    public static final String INVENTORY = "dromedary.inventory";
    public static final String RETRIEVE = "dromedary.retrieve";
    public static final String RECONCILE = "dromedary.reconcile";
    public static final String TRANSCODE = "dromedary.transcode";
    public static final String STORE = "dromedary.store";
    public static final String VERIFY = "dromedary.verify";
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

    private Queues() {
    }

    /** The queue whose stage takes a series on from this state, or null when none does. */
    public static String serving(SeriesState state) {
        return switch (state) {
            case QUEUED, RETRY_WAIT -> RETRIEVE;
            case RETRIEVED -> RECONCILE;
            case RECONCILED -> TRANSCODE;
            case TRANSCODED -> STORE;
            case STORED -> VERIFY;
            default -> null;
        };
    }
}
