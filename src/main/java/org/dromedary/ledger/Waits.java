package org.dromedary.ledger;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Series that are not closed, and query windows that are open, by what the ledger knows of why. */
public final class Waits {

    private static final int EXAMPLES = 3;
    private static final String DELAYED = "coalesce(retry_at > utc_timestamp(3), 0)";
    private static final String NOT_CLOSED = "state not in ('VERIFIED', 'SKIPPED')";

    private final Sql sql;

    public Waits(Sql sql) {
        this.sql = sql;
    }

    /**
     * Series of which the same is to be said.
     *
     * @param delayed whether each is tried again at its time, the first at nextTry
     * @param reason code of what happened last, empty if nothing
     * @param since UTC, of the one that waits longest
     * @param examples ledger ids of some
     */
    public record Group(SeriesState state, boolean delayed, String reason, long series, LocalDateTime since,
            LocalDateTime nextTry, List<Long> examples) {
    }

    /** One series that is not closed; retryAt may be null or over. */
    public record Line(long seriesId, SeriesState state, String reasonCode, String reasonText, int attempt,
            LocalDateTime since, LocalDateTime retryAt) {
    }

    /** Windows that are still to be asked. */
    public record Windows(long windows, LocalDateTime since, List<Long> examples, boolean undated) {
    }

    /** In the order of the way of a series, the largest first. */
    public List<Group> groups() {
        List<Group> groups = sql.query("""
                select state, %1$s, coalesce(reason_code, ''), count(*), min(state_since), min(retry_at)
                from series where %2$s group by 1, 2, 3 order by 1, 4 desc""".formatted(DELAYED, NOT_CLOSED),
                row -> new Group(SeriesState.valueOf(row.getString(1)), row.getBoolean(2), row.getString(3),
                        row.getLong(4), row.getObject(5, LocalDateTime.class), row.getObject(6, LocalDateTime.class),
                        List.of()));
        List<Group> all = new ArrayList<>();
        for (SeriesState state : SeriesState.values()) {
            groups.stream().filter(group -> group.state() == state).map(this::withExamples).forEach(all::add);
        }
        return all;
    }

    private Group withExamples(Group group) {
        List<Long> ids = sql.query("""
                select id from series where state = ? and %s = ? and coalesce(reason_code, '') = ?
                order by id limit ?""".formatted(DELAYED), row -> row.getLong(1), group.state().name(),
                group.delayed() ? 1 : 0, group.reason(), EXAMPLES);
        return new Group(group.state(), group.delayed(), group.reason(), group.series(), group.since(),
                group.delayed() ? group.nextTry() : null, ids);
    }

    /** Each of them, streamed. */
    public void forEach(Consumer<Line> lines) {
        sql.forEach("""
                select id, state, reason_code, reason_text, attempt, state_since, retry_at from series where %s
                order by id""".formatted(NOT_CLOSED), row -> lines.accept(new Line(row.getLong(1),
                SeriesState.valueOf(row.getString(2)), row.getString(3), row.getString(4), row.getInt(5),
                row.getObject(6, LocalDateTime.class), row.getObject(7, LocalDateTime.class))));
    }

    public Windows windows() {
        List<Long> ids = sql.query("select id from query_window where state = 'OPEN' order by id limit ?",
                row -> row.getLong(1), EXAMPLES);
        return sql.query("""
                select count(*), min(created_at), coalesce(max(from_date is null), 0) from query_window
                where state = 'OPEN'""", row -> new Windows(row.getLong(1), row.getObject(2, LocalDateTime.class), ids,
                row.getBoolean(3))).get(0);
    }
}
