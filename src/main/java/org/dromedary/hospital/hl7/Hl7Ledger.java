package org.dromedary.hospital.hl7;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** The messages as the ledger has them; also for a process that is not the daemon. */
public final class Hl7Ledger {

    private static final String COLUMNS = "select id, type, state, received_at, state_since, reason, note, did,"
            + " length(body) from hl7_message ";

    private final Sql sql;

    public Hl7Ledger(Sql sql) {
        this.sql = sql;
    }

    /** What becomes of a message; HELD was taken in but for what a person must decide. */
    public enum State { NEW, DONE, IGNORED, FAILED, HELD }

    /**
     * A message, without anything of its content.
     *
     * @param reason why it is IGNORED, FAILED or HELD, or null
     * @param note   what was odd about it, or null
     * @param did    what it did, or null
     * @param bytes  of its body; 0 when that was deleted
     */
    public record Line(long id, String type, State state, Instant receivedAt, Instant stateSince, String reason,
            String note, String did, long bytes) {
    }

    /** A row, and whether its message waits to be taken in. */
    record Kept(long id, State state) {
    }

    /** How many messages wait, and failed or are held; the oldest that waits does so for {@code waitingSeconds}. */
    public record Counts(long waiting, long failed, long waitingSeconds) {
    }

    /** Writes messages as one transaction, in their order; the rows of those that were there already stay. */
    List<Kept> keep(List<Arrival> arrivals) {
        String values = String.join(", ", Collections.nCopies(arrivals.size(),
                "(?, ?, ?, ?, utc_timestamp(3), ?, utc_timestamp(3), ?, ?, ?)"));
        List<Object> parameters = new ArrayList<>(arrivals.size() * 8);
        for (Arrival arrival : arrivals) {
            parameters.addAll(Arrays.asList(arrival.sender(), arrival.controlId(), arrival.digest(), arrival.type(),
                    state(arrival).name(), reason(arrival),
                    arrival.text().note(), arrival.refusal() == null ? arrival.body() : new byte[0]));
        }
        return sql.query("""
                insert into hl7_message (sender, control_id, digest, type, received_at, state, state_since, reason,
                    note, body) values %s
                on duplicate key update id = id returning id, state""".formatted(values),
                row -> new Kept(row.getLong(1), State.valueOf(row.getString(2))), parameters.toArray());
    }

    private static State state(Arrival arrival) {
        if (arrival.refusal() != null) {
            return State.IGNORED;
        }
        return arrival.problem() != null ? State.FAILED : arrival.isQuery() ? State.IGNORED : State.NEW;
    }

    private static String reason(Arrival arrival) {
        if (arrival.refusal() != null) {
            return "refused by AR: " + arrival.refusal();
        }
        return arrival.isQuery() ? "a query, answered by AR" : arrival.problem();
    }

    /** Messages that wait, in the order in which they came. */
    List<Long> waiting(int limit) {
        return sql.query("select id from hl7_message where state = 'NEW' order by id limit ?", row -> row.getLong(1),
                limit);
    }

    /** The bytes as they came; empty when they were deleted. */
    public Optional<byte[]> body(long id) {
        return sql.query("select body from hl7_message where id = ?", row -> row.getBytes(1), id).stream().findFirst();
    }

    /** Whether the same sender used the same control id before, for other bytes. */
    boolean reusesControlId(long id) {
        return !sql.query("""
                select 1 from hl7_message m join hl7_message o on o.sender = m.sender
                    and o.control_id = m.control_id and o.id < m.id
                where m.id = ? and m.control_id <> '' limit 1""", row -> row.getInt(1), id).isEmpty();
    }

    /** False if the message was not NEW any more. */
    boolean end(long id, State state, String reason, String did) {
        return sql.update("""
                update hl7_message set state = ?, state_since = utc_timestamp(3), reason = left(?, 500),
                    did = left(?, 1000)
                where id = ? and state = 'NEW'""", state.name(), reason, did, id) > 0;
    }

    void note(long id, String note) {
        sql.update("update hl7_message set note = left(concat_ws('; ', note, ?), 255) where id = ?", note, id);
    }

    /** A FAILED or HELD message waits again, and is noticed by {@link Hl7Watch}; false if it was neither. */
    public boolean retry(long id, String by) {
        return sql.update("""
                update hl7_message set state = 'NEW', state_since = utc_timestamp(3), reason = null
                where id = ? and state in ('FAILED', 'HELD')""", id) > 0 && audit("RETRY HL7 message " + id, by);
    }

    /**
     * Gives a message up that is FAILED or HELD, or NEW and stands in the way of others; false if it is none of these.
     *
     * @param because why, without patient data; null for what the message failed for
     */
    public boolean discard(long id, String because, String by) {
        return sql.update("""
                update hl7_message set reason = left(concat('given up: ', coalesce(?, reason, '')), 500),
                    state = 'IGNORED', state_since = utc_timestamp(3)
                where id = ? and state in ('NEW', 'FAILED', 'HELD')""", because, id) > 0
                && audit("DISCARD HL7 message " + id + (because == null ? "" : ": " + because), by);
    }

    private boolean audit(String what, String by) {
        Events.in(sql).operator("HL7", what, by);
        return true;
    }

    /** Those that are FAILED or HELD. */
    public List<Long> failed() {
        return sql.query("select id from hl7_message where state in ('FAILED', 'HELD') order by id",
                row -> row.getLong(1));
    }

    /** The latest messages in one of these states, or of all if there is none, newest first. */
    public List<Line> latest(Set<State> states, int limit) {
        String where = states.isEmpty() ? "" : states.stream().map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", "where state in (", ") "));
        return sql.query(COLUMNS + where + "order by id desc limit ?", Hl7Ledger::line, limit);
    }

    public Optional<Line> find(long id) {
        return sql.query(COLUMNS + "where id = ?", Hl7Ledger::line, id).stream().findFirst();
    }

    public Counts counts() {
        return new Counts(count(State.NEW), count(State.FAILED) + count(State.HELD), sql.query("""
                select coalesce(timestampdiff(second, state_since, utc_timestamp(3)), 0) from hl7_message
                where state = 'NEW' order by id limit 1""", row -> row.getLong(1)).stream().findFirst().orElse(0L));
    }

    private long count(State state) {
        return sql.query("select count(*) from hl7_message where state = ?", row -> row.getLong(1), state.name())
                .get(0);
    }

    /** Deletes bodies of messages that ended so long ago; returns how many, fewer than the limit when none is left. */
    int purge(int days, int limit) {
        return sql.update("""
                update hl7_message set body = '', kept = null where kept = 1 and state in ('DONE', 'IGNORED')
                    and state_since < utc_timestamp(3) - interval ? day order by state_since limit ?""", days, limit);
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getLong(1), row.getString(2), State.valueOf(row.getString(3)), time(row, 4), time(row, 5),
                row.getString(6), row.getString(7), row.getString(8), row.getLong(9));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
