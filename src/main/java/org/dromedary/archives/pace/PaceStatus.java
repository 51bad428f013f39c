package org.dromedary.archives.pace;

import java.time.Instant;

/**
 * How hard an archive is worked now by one kind of operation, and what keeps it from being worked harder.
 *
 * @param archive "source" or "target"
 * @param window name of the window that decides, empty if none does
 * @param limits of that window and of overrides, over all workers
 * @param associations most operations that this worker may have under way; null: any number, a fraction: with rests
 * @param running operations of this worker under way
 * @param objectsPerSecond measured on this worker over ten seconds, as is {@code bytesPerSecond}
 * @param limitedBy {@code window}, {@code workers}, {@code operator}, {@code none}, or who holds it back: {@code
 *                  source}, {@code target}, {@code spool} …
 * @param limit name of the limit that work waits for, empty if none
 * @param reason in words, for the operator
 * @param until when that ends by itself, null if it is not known
 */
public record PaceStatus(String archive, Operation operation, String window, State state, Limits limits,
        Double associations, int running, double objectsPerSecond, double bytesPerSecond, String limitedBy,
        String limit, String reason, Instant until) {

    /** What new work may do. */
    public enum State {
        /** Begin, within the limits. */
        RUNNING,
        /** Nothing: the window says so, or someone holds it back. */
        STOPPED,
        /** Nothing: the operator says so. */
        PAUSED,
        /** Nothing until the work phase of the duty cycle. */
        RESTING,
        /** Nothing until a window begins. */
        WAITING_FOR_WINDOW
    }

    /** The same, but held back by something that the pace does not know of. */
    public PaceStatus limitedBy(String who, String why) {
        return new PaceStatus(archive, operation, window, state, limits, associations, running, objectsPerSecond,
                bytesPerSecond, who, "", why, null);
    }
}
