package org.dromedary.pipeline.stage;

/**
 * Why a series could not pass a stage.
 *
 * @param reason stable code for reports and filters, such as {@code OBJECTS_MISSING}
 * @param detail what, where and what to do; UIDs, counts and statuses only, never patient data
 */
public record Failure(Kind kind, String reason, String detail) {

    /** What follows from a failure. */
    public enum Kind {
        /** The archive is loaded: the same again after a pause; no attempt is consumed. */
        BUSY,
        /** Objects are still claimed or on their way: the same attempt goes on after a pause, without a consumer. */
        SETTLING,
        /** Our own disk is full: the same again when there is room; no attempt is consumed. */
        NO_ROOM,
        /** The spool lost what had been fetched: it is fetched again. */
        SPOOL_LOST,
        /** This attempt failed: again later, until the attempts are used up. */
        SERIES_FAILED,
        /** A setting of ours or of an archive is wrong: as when busy, and an incident tells a person. */
        MISCONFIGURED,
        /** There is nothing to move: SKIPPED. */
        NOTHING_TO_DO,
        /** The target refuses the series, and would again: REJECTED. */
        REFUSED,
        /** Sending it would be unsafe: QUARANTINED. */
        UNSAFE,
        /** A person has yet to decide on its study: HELD until then. */
        UNDECIDED,
        /** Our own fault: HELD for a person to see. */
        BUG
    }
}
