package org.dromedary.ledger;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where a series is on its way; {@link #mayBecome} is the whole table of what may follow what. */
public enum SeriesState {

    /** The inventory knows it. */
    FOUND,
    /** Released to be fetched from the source. */
    QUEUED,
    /** Complete, hashed and synced in the spool; its manifest is in the ledger. */
    RETRIEVED,
    RECONCILED,
    TRANSCODED,
    /** The target took every object. */
    STORED,
    /** The target was asked and has every object. */
    VERIFIED,
    /** An attempt failed; another comes at {@code retry_at}. */
    RETRY_WAIT,
    /** The source could not give it. */
    UNAVAILABLE,
    /** The target refuses it. */
    REJECTED,
    /** Unsafe to send. */
    QUARANTINED,
    /** Left out by policy. */
    SKIPPED,
    /** Waits for a person's decision. */
    HELD;

    private static final Map<SeriesState, Set<SeriesState>> NEXT = new EnumMap<>(SeriesState.class);

    static {
        may(FOUND, QUEUED, SKIPPED, HELD);
        // From here on to VERIFIED: the next stage, the ways out, and QUEUED again if the spool lost the files.
        may(QUEUED, RETRIEVED, RETRY_WAIT, UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED, HELD);
        may(RETRIEVED, RECONCILED, QUEUED, RETRY_WAIT, UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED, HELD);
        may(RECONCILED, TRANSCODED, QUEUED, RETRY_WAIT, UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED, HELD);
        // Back to RECONCILED: the target no longer takes the form that was chosen for it.
        may(TRANSCODED, STORED, RECONCILED, QUEUED, RETRY_WAIT, UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED, HELD);
        // Back to TRANSCODED: the target lost what it had accepted, so it is sent again.
        may(STORED, VERIFIED, TRANSCODED, QUEUED, RETRY_WAIT, UNAVAILABLE, REJECTED, QUARANTINED, HELD);
        // Sent again with other patient data, because the RIS says something else by now.
        may(VERIFIED, QUEUED);
        // The attempt that follows starts at the stage that failed.
        may(RETRY_WAIT, QUEUED, RETRIEVED, RECONCILED, TRANSCODED, STORED,
                UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED, HELD);
        may(UNAVAILABLE, QUEUED, SKIPPED);
        // Replayed by a person: back to what the stage that failed takes, or to QUEUED.
        may(REJECTED, QUEUED, RETRIEVED, RECONCILED, TRANSCODED, SKIPPED);
        may(QUARANTINED, QUEUED, RETRIEVED, RECONCILED, TRANSCODED, SKIPPED);
        may(SKIPPED, QUEUED);
        may(HELD, QUEUED, RETRIEVED, RECONCILED, TRANSCODED, STORED, SKIPPED, QUARANTINED);
    }

    private static void may(SeriesState from, SeriesState... next) {
        Set<SeriesState> states = EnumSet.noneOf(SeriesState.class);
        states.addAll(Set.of(next));
        NEXT.put(from, states);
    }

    public boolean mayBecome(SeriesState next) {
        return NEXT.get(this).contains(next);
    }

    /** Whether a series that ended so has a message among the dead letters, by which it can be tried again. */
    public boolean isDead() {
        return switch (this) {
            case UNAVAILABLE, REJECTED, QUARANTINED, HELD -> true;
            default -> false;
        };
    }

    /** Whether some stage takes a series on from here by itself. */
    public boolean isMoving() {
        return Stage.taking(this).isPresent();
    }

    /** Whether nothing more happens by itself: every object of the series is accounted for. */
    public boolean isClosed() {
        return switch (this) {
            case VERIFIED, UNAVAILABLE, REJECTED, QUARANTINED, SKIPPED -> true;
            default -> false;
        };
    }

    /** The states of which that holds, quoted, for the list of a statement. */
    public static String quoted(Predicate<SeriesState> which) {
        return Arrays.stream(values()).filter(which).map(state -> "'" + state + "'").collect(Collectors.joining(", "));
    }
}
