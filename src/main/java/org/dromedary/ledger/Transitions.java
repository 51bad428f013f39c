package org.dromedary.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import javax.sql.DataSource;

/** The only place where the state of a series changes; each change leaves an event. */
@ApplicationScoped
public class Transitions {

    private static final System.Logger LOG = System.getLogger(Transitions.class.getName());

    /** What no counter has claimed yet. */
    private static final String REST = "greatest(0, coalesce(expected_instances, received_count) - verified_count"
            + " - skipped_count - quarantined_count - unavailable_count - rejected_count)";

    // The assignments run from left to right and see each other's results (MariaDB): the order matters.
    private static final String ADVANCE = """
            update series set
                state = ?,
                state_since = utc_timestamp(3),
                version = version + 1,
                reason_code = ?,
                reason_text = ?,
                expected_instances = coalesce(?, expected_instances),
                received_count = coalesce(?, received_count),
                stored_count = coalesce(?, stored_count),
                verified_count = coalesce(?, verified_count),
                skipped_count = coalesce(?, skipped_count),
                aside_count = coalesce(?, aside_count),
                quarantined_count = coalesce(? + aside_count, quarantined_count),
                unavailable_count = coalesce(?, unavailable_count),
                rejected_count = coalesce(?, rejected_count),
                bytes = coalesce(?, bytes),
                attempt = coalesce(?, attempt),
                retry_at = utc_timestamp(3) + interval ? microsecond
                %s
            where id = ? and state = ?""";

    private static final String START_AGAIN = ", received_count = 0, stored_count = 0, verified_count = 0,"
            + " skipped_count = 0, quarantined_count = 0, unavailable_count = 0, rejected_count = 0, aside_count = 0,"
            + " doubt = null";

    @Inject
    DataSource dataSource;

    /**
     * Moves a series on, if it still is where the caller believes it to be.
     *
     * <p>Closing a series in another way than VERIFIED counts every object that nothing else accounts for under that
     * way; leaving a closed state takes that back, and queueing a series again sets all counts back.
     *
     * @return false if the series was not in {@code from}: somebody else was faster, and nothing has changed
     * @throws IllegalArgumentException if the table of {@link SeriesState} does not allow the step
     */
    @Transactional
    public boolean advance(long seriesId, SeriesState from, SeriesState to, Change change) {
        return advance(Sql.over(dataSource), seriesId, from, to, change);
    }

    /** The same for a process in which neither CDI nor transactions run; the caller's {@code sql} is in one. */
    public static boolean advance(Sql sql, long seriesId, SeriesState from, SeriesState to, Change change) {
        if (!from.mayBecome(to)) {
            throw new IllegalArgumentException("A series may not go from " + from + " to " + to);
        }
        int rows = sql.update(ADVANCE.formatted(takeBack(from, to) + alsoSet(to)), to.name(),
                Texts.code(change.reasonCode), Texts.line(change.reasonText, 500), change.expected, change.received,
                change.stored, change.verified, change.skipped, change.aside, change.quarantined, change.unavailable,
                change.rejected, change.bytes, change.attempt, micros(change.retryAfter), seriesId, from.name());
        if (rows == 0) {
            return false;
        }
        Events.in(sql).transition(seriesId, "transition", from, to, change);
        LOG.log(System.Logger.Level.INFO, "series {0}: {1} -> {2}{3}", Long.toString(seriesId), from, to,
                change.reasonCode == null ? "" : " (" + change.reasonCode + ")");
        return true;
    }

    /**
     * Writes that a series waits where it is until it is tried again, with an event; false if it is not there any more.
     * The next transition, or {@link #resume}, ends the wait.
     */
    @Transactional
    public boolean await(long seriesId, SeriesState state, Change change) {
        Sql sql = Sql.over(dataSource);
        int rows = sql.update("""
                update series set reason_code = ?, reason_text = ?, attempt = coalesce(?, attempt),
                    retry_at = utc_timestamp(3) + interval ? microsecond
                where id = ? and state = ?""",
                Texts.code(change.reasonCode), Texts.line(change.reasonText, 500), change.attempt,
                micros(change.retryAfter), seriesId, state.name());
        if (rows == 0) {
            return false;
        }
        Events.in(sql).transition(seriesId, "retry", state, null, change);
        return true;
    }

    /** Writes that a series that waited is being worked on. */
    @Transactional
    public void resume(long seriesId) {
        Sql.over(dataSource).update("update series set retry_at = null where id = ?", seriesId);
    }

    /** What closing the series counted is open again. */
    private static String takeBack(SeriesState from, SeriesState to) {
        return to == SeriesState.QUEUED ? "" : switch (from) {
            case UNAVAILABLE -> ", unavailable_count = 0";
            case REJECTED -> ", rejected_count = 0";
            case QUARANTINED -> ", quarantined_count = aside_count";
            default -> "";
        };
    }

    private static String alsoSet(SeriesState to) {
        return switch (to) {
            case QUEUED -> START_AGAIN;
            case UNAVAILABLE -> ", unavailable_count = unavailable_count + " + REST;
            case REJECTED -> ", rejected_count = rejected_count + " + REST;
            case QUARANTINED -> ", quarantined_count = quarantined_count + " + REST;
            case SKIPPED -> ", skipped_count = skipped_count + " + REST;
            default -> "";
        };
    }

    private static Long micros(Duration delay) {
        return delay == null ? null : delay.toMillis() * 1000;
    }
}
