package org.dromedary.coordination.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dromedary.ledger.Sql;

/** What persons did to the migration, from the ledger's events of the kind {@code operator}. */
public final class Audit {

    private final Sql sql;

    public Audit(Sql sql) {
        this.sql = sql;
    }

    /**
     * One act.
     *
     * @param act code such as ORDER, INCIDENT, REPLAY
     * @param seriesId the series it was done to, or null
     * @param windowId the query window it was done to, or null
     */
    public record Entry(long id, Instant at, String who, String act, String what, Long seriesId, Long windowId) {
    }

    /** The latest acts since then, oldest first. */
    public List<Entry> since(Instant time, int limit) {
        List<Entry> entries = new ArrayList<>(sql.query("""
                select id, at, worker, reason_code, detail, series_id, window_id from event
                where kind = 'operator' and at >= ? order by id desc limit ?""", row -> new Entry(row.getLong(1),
                row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC), row.getString(3), row.getString(4),
                row.getString(5), row.getObject(6, Long.class), row.getObject(7, Long.class)),
                LocalDateTime.ofInstant(time, ZoneOffset.UTC), limit));
        Collections.reverse(entries);
        return entries;
    }
}
