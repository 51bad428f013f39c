package org.dromedary.operate.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * For how long nothing has come forward. What comes back to where it was, as a series does that is tried again and
 * again, is no progress; nor is time lost in which the calendar allows nothing. Told the time by its caller.
 */
final class Progress {

    private static final int MAX_KNOWN = 10_000;
    /** One step of the clock: a machine that slept has not waited. */
    private static final Duration MAX_STEP = Duration.ofMinutes(1);
    /** Bytes that pass are a sign of life, but not for ever: the same ones may come again and again. */
    private static final int MAX_ALIVE = 12;
    /** A calendar that allows nothing for so long is none. */
    private static final Duration MAX_CLOSED = Duration.ofDays(14);

    private final Duration limit;
    private final Set<Object> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > MAX_KNOWN;
        }
    });
    private Duration idle = Duration.ZERO;
    private Duration withoutResult = Duration.ZERO;
    private Duration closed = Duration.ZERO;
    private long last;
    private boolean begun;

    Progress(Duration limit) {
        this.limit = limit;
    }

    /** What goes on besides. */
    enum Circumstance {
        /** Nothing that is known. */
        NONE,
        /** Bytes pass. */
        ALIVE,
        /** The calendar allows nothing now. */
        CLOSED
    }

    /**
     * Takes note of how it stands.
     *
     * @param standing compared with all that was noted before; null if it can't be had
     */
    void note(Object standing, Circumstance circumstance, long nowNanos) {
        Duration step = begun ? Duration.ofNanos(nowNanos - last) : Duration.ZERO;
        step = step.compareTo(MAX_STEP) > 0 ? MAX_STEP : step;
        last = nowNanos;
        begun = true;
        if (standing != null && known.add(standing)) {
            idle = Duration.ZERO;
            withoutResult = Duration.ZERO;
            closed = Duration.ZERO;
        } else if (circumstance == Circumstance.CLOSED && closed.compareTo(MAX_CLOSED) < 0) {
            closed = closed.plus(step);
        } else {
            idle = circumstance == Circumstance.ALIVE ? Duration.ZERO : idle.plus(step);
            withoutResult = withoutResult.plus(step);
        }
    }

    /** For how long nothing has moved, without the time in which nothing was allowed to. */
    Duration idle() {
        return idle;
    }

    boolean isOver() {
        return idle.compareTo(limit) >= 0 || withoutResult.compareTo(limit.multipliedBy(MAX_ALIVE)) >= 0;
    }
}
