package org.dromedary.coordination.worker;

import java.time.LocalDateTime;
import java.util.List;
import org.dromedary.ledger.Sql;

/**
 * The table of workers, all times by the database's clock. That no two rows have one AE title is the database's to
 * hold: of two workers that claim one at the same moment, one gets it.
 */
final class WorkerTable {

    /** Seconds without a sign of life after which nobody counts on a worker. */
    static final int LIFE_SECONDS = 15;

    // Both ways: after the clock was set back, a dead worker's last sign of life lies in the future.
    private static final String FRESH = "seen_at between utc_timestamp(3) - interval " + LIFE_SECONDS
            + " second and utc_timestamp(3) + interval " + LIFE_SECONDS + " second";

    private final Sql sql;
    private final String id;

    WorkerTable(Sql sql, String id) {
        this.sql = sql;
        this.id = id;
    }

    /** A worker as the others see it. */
    record Seen(String id, String host, LocalDateTime startedAt, LocalDateTime seenAt, boolean fresh, double age) {
    }

    /** Enters this worker in place of its earlier life; null if another has the AE title, else when it began. */
    LocalDateTime claim(String aet, String host) {
        sql.update("delete from worker where id = ?", id);
        return enter(aet, host);
    }

    /** Enters this worker; null if another has its AE title or its id. */
    LocalDateTime enter(String aet, String host) {
        int rows = sql.update("""
                insert ignore into worker (id, aet, host, started_at, seen_at)
                values (?, ?, left(?, 128), utc_timestamp(3), utc_timestamp(3))""", id, aet, host);
        return rows == 0 ? null : sql.query("select started_at from worker where id = ?",
                row -> row.getObject(1, LocalDateTime.class), id).get(0);
    }

    /** Who has that AE title, or null. */
    Seen holder(String aet) {
        return sql.query("select id, host, started_at, seen_at, " + FRESH
                + ", timestampdiff(microsecond, seen_at, utc_timestamp(3)) / 1e6 from worker where aet = ?",
                row -> new Seen(row.getString(1), row.getString(2), row.getObject(3, LocalDateTime.class),
                        row.getObject(4, LocalDateTime.class), row.getBoolean(5), row.getDouble(6)), aet)
                .stream().findFirst().orElse(null);
    }

    /** Takes a worker off the table unless it has shown a sign of life since it was looked at. */
    void remove(Seen dead) {
        sql.update("delete from worker where id = ? and seen_at = ?", dead.id(), dead.seenAt());
    }

    /** Shows a sign of life; false if this life of the worker is no longer on the table. */
    boolean beat(LocalDateTime startedAt) {
        return sql.update("update worker set seen_at = utc_timestamp(3) where id = ? and started_at = ?", id,
                startedAt) > 0;
    }

    /** Ids of the workers alive, in the order in which they joined. */
    List<String> alive() {
        return sql.query("select id from worker where " + FRESH + " order by started_at, id",
                row -> row.getString(1));
    }

    /** Takes this life of the worker off the table. */
    void leave(LocalDateTime startedAt) {
        sql.update("delete from worker where id = ? and started_at = ?", id, startedAt);
    }
}
