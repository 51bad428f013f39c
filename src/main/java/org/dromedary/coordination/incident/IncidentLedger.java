package org.dromedary.coordination.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dromedary.ledger.ControlCharacters;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;

/** The incidents as the ledger has them; also for a process that is not the daemon. */
public final class IncidentLedger {

    private static final String COLUMNS = "select id, kind, subject, statement, evidence, advice, times, opened_at,"
            + " last_at, acknowledged_at, acknowledged_by, closed_at, closed_by, close_reason from incident ";

    private final Sql sql;

    public IncidentLedger(Sql sql) {
        this.sql = sql;
    }

    /**
     * Opens an incident; adds to the one that is open for the same kind and subject; opens the last one again if that
     * ended by itself a short time ago. So what comes and goes is one incident, not hundreds.
     *
     * @param again how long ago "a short time" may be
     */
    public void open(String kind, String subject, String said, String shown, String advice, Duration again) {
        String statement = ControlCharacters.escaped(said);
        String evidence = ControlCharacters.escapedInLines(shown);
        boolean known = sql.update("""
                update incident set times = times + 1, last_at = utc_timestamp(3), statement = left(?, 500),
                    evidence = left(?, 1000), advice = left(?, 1000)
                where open_key = concat(?, ' ', ?)""", statement, evidence, advice, kind, subject) > 0
                || sql.update("""
                update incident set times = times + 1, last_at = utc_timestamp(3), statement = left(?, 500),
                    evidence = left(?, 1000), advice = left(?, 1000), closed_at = null, closed_by = null,
                    close_reason = null
                where id = (select max(id) from incident where kind = ? and subject = ?) and closed_by = ?
                    and closed_at > utc_timestamp(3) - interval ? microsecond""", statement, evidence, advice, kind,
                subject, Incident.ITSELF, again.toMillis() * 1000) > 0;
        if (!known) {
            sql.update("""
                    insert into incident (kind, subject, statement, evidence, advice, opened_at, last_at)
                    values (?, ?, left(?, 500), left(?, 1000), left(?, 1000), utc_timestamp(3), utc_timestamp(3))
                    on duplicate key update times = times + 1, last_at = values(last_at),
                        evidence = values(evidence)""", kind, subject, statement, evidence, advice);
        }
    }

    /** Closes the incident of that kind and subject; false if none is open. */
    public boolean close(String kind, String subject, String by, String reason) {
        return sql.update("""
                update incident set closed_at = utc_timestamp(3), closed_by = left(?, 64), close_reason = left(?, 500)
                where open_key = concat(?, ' ', ?)""", by, reason, kind, subject) > 0;
    }

    /** A person closes an incident; false if it is not open. Is noticed again if its cause persists. */
    public boolean close(long id, String by, String reason) {
        boolean closed = sql.update("""
                update incident set closed_at = utc_timestamp(3), closed_by = left(?, 64), close_reason = left(?, 500)
                where id = ? and closed_at is null""", by, reason, id) > 0;
        if (closed) {
            audit("CLOSE incident " + id + (reason.isBlank() ? "" : ": " + reason), by);
        }
        return closed;
    }

    /** A person has seen an open incident and sees to it; false if it is not open, or somebody did already. */
    public boolean acknowledge(long id, String by) {
        boolean first = sql.update("""
                update incident set acknowledged_at = utc_timestamp(3), acknowledged_by = left(?, 64)
                where id = ? and closed_at is null and acknowledged_at is null""", by, id) > 0;
        if (first) {
            audit("ACKNOWLEDGE incident " + id, by);
        }
        return first;
    }

    private void audit(String what, String by) {
        Events.in(sql).operator("INCIDENT", what, by);
    }

    public boolean isOpen(String kind, String subject) {
        return !sql.query("select id from incident where open_key = concat(?, ' ', ?)", row -> row.getLong(1), kind,
                subject).isEmpty();
    }

    /** The open incidents, oldest first. */
    public List<Incident> open() {
        Map<SeriesState, Long> series = moving();
        return sql.query(COLUMNS + "where open_key is not null order by id", row -> incident(row, series));
    }

    /** The latest incidents, open or closed, newest first. */
    public List<Incident> latest(int limit) {
        Map<SeriesState, Long> series = moving();
        return sql.query(COLUMNS + "order by id desc limit ?", row -> incident(row, series), limit);
    }

    public Optional<Incident> find(long id) {
        Map<SeriesState, Long> series = moving();
        return sql.query(COLUMNS + "where id = ?", row -> incident(row, series), id).stream().findFirst();
    }

    private Map<SeriesState, Long> moving() {
        Map<SeriesState, Long> counts = new EnumMap<>(SeriesState.class);
        // One count a state that can wait: each runs over its part of an index, none over what is finished.
        for (SeriesState state : Waiting.EVERYWHERE) {
            counts.put(state, sql.query("select count(*) from series where state = ?", row -> row.getLong(1),
                    state.name()).get(0));
        }
        return counts;
    }

    private static Incident incident(ResultSet row, Map<SeriesState, Long> series) throws SQLException {
        Instant closed = time(row, 12);
        List<SeriesState> held = Waiting.statesOf(row.getString(3));
        long waiting = closed != null ? 0 : held.stream().mapToLong(series::get).sum();
        return new Incident(row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
                row.getString(6), row.getInt(7), time(row, 8), time(row, 9), time(row, 10), row.getString(11), closed,
                row.getString(13), row.getString(14), waiting);
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        LocalDateTime utc = row.getObject(column, LocalDateTime.class);
        return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
}
