package org.dromedary.hospital.hl7;

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
import java.util.function.Consumer;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Outgoing messages as the ledger has them; also for a process that is not the daemon. */
public final class OutboundLedger {

    /** A message that was put on the queue so long ago is there no more: the broker lost it, or gave it up. */
    private static final Duration LOST = Duration.ofMinutes(5);

    /** Of messages that wait, how many are looked at for the next one. */
    private static final int MAX_LOOKED_AT = 500;

    private final Sql sql;

    public OutboundLedger(Sql sql) {
        this.sql = sql;
    }

    /** Where an outgoing message is. */
    public enum State {
        /** To be sent. */
        WAITING,
        /** The receiver acknowledged it. */
        SENT,
        /** The receiver does not take it: a dead letter. */
        FAILED,
        /** A person gave it up. */
        DISCARDED
    }

    /**
     * One outgoing message without its content.
     *
     * @param ackCode MSA-1 of the last answer, null if there was none
     * @param reason  of the last try that failed, null if none did
     */
    public record Outbound(long id, String purpose, Long studyId, State state, int attempts, String ackCode,
            String reason, Instant createdAt, Instant since) {
    }

    /** The message that is to be sent next. */
    record Head(long id, byte[] body, int attempts, int inVain) {
    }

    /** That an earlier message {@code e} is of a patient of {@code o}, or of all patients, or {@code o} is. */
    private static final String OF_THE_SAME = """
            e.state = 'WAITING' and e.id < o.id and (
                not exists (select 1 from hl7_outbound_patient x where x.outbound_id = e.id)
                or not exists (select 1 from hl7_outbound_patient x where x.outbound_id = o.id)
                or exists (select 1 from hl7_outbound_patient x join hl7_outbound_patient y on y.patient = x.patient
                    where x.outbound_id = o.id and y.outbound_id = e.id))""";

    /** Messages for which one should be put on the queue: none that has a pause, or is behind one that has. */
    List<Long> due(int limit) {
        return sql.query("""
                select o.id from hl7_outbound o where o.state = 'WAITING'
                    and (o.retry_at is null or o.retry_at <= utc_timestamp(3))
                    and (o.queued_at is null or o.queued_at < utc_timestamp(3) - interval ? second)
                    and not exists (select 1 from hl7_outbound e where e.retry_at > utc_timestamp(3) and %s)
                order by o.id limit ?""".formatted(OF_THE_SAME), row -> row.getLong(1), LOST.toSeconds(), limit);
    }

    void queued(long id) {
        sql.update("update hl7_outbound set queued_at = utc_timestamp(3) where id = ? and state = 'WAITING'", id);
    }

    /** The message that was on the queue for it is not there any more. */
    void taken(long id) {
        sql.update("update hl7_outbound set queued_at = null where id = ? and state = 'WAITING'", id);
    }

    /** Nobody knows what is on the queue. */
    void forgetQueue() {
        sql.update("update hl7_outbound set queued_at = null where state = 'WAITING' and queued_at is not null");
    }

    /** The first message up to this one that has no pause, and that no earlier one of its patient goes before. */
    Optional<Head> next(long last) {
        return sql.query("""
                select o.id from (select id, retry_at from hl7_outbound where state = 'WAITING' and id <= ?
                    order by id limit ?) o
                where (o.retry_at is null or o.retry_at <= utc_timestamp(3))
                    and not exists (select 1 from hl7_outbound e where %s)
                order by o.id limit 1""".formatted(OF_THE_SAME), row -> row.getLong(1), last, MAX_LOOKED_AT).stream()
                .findFirst().map(id -> sql.query("select id, body, attempts, in_vain from hl7_outbound where id = ?",
                        row -> new Head(row.getLong(1), row.getBytes(2), row.getInt(3), row.getInt(4)), id).get(0));
    }

    void sent(long id, String ackCode) {
        sql.update("""
                update hl7_outbound set state = 'SENT', state_since = utc_timestamp(3), attempts = attempts + 1,
                    ack_code = ?, reason = null, retry_at = null
                where id = ? and state = 'WAITING'""", ackCode, id);
    }

    /** It was answered with an error and is tried again. */
    void again(long id, String ackCode, String reason, Duration pause) {
        sql.update("""
                update hl7_outbound set attempts = attempts + 1, in_vain = 0, ack_code = ?, reason = left(?, 500),
                    retry_at = utc_timestamp(3) + interval ? microsecond
                where id = ? and state = 'WAITING'""", ackCode, reason, pause.toMillis() * 1000, id);
    }

    /** It was not answered and is tried again; that is no attempt. */
    void unanswered(long id, String reason, Duration pause) {
        sql.update("""
                update hl7_outbound set in_vain = in_vain + 1, reason = left(?, 500),
                    retry_at = utc_timestamp(3) + interval ? microsecond
                where id = ? and state = 'WAITING'""", reason, pause.toMillis() * 1000, id);
    }

    /** @param ackCode null if it was never sent */
    void failed(long id, String ackCode, String reason) {
        sql.update("""
                update hl7_outbound set state = 'FAILED', state_since = utc_timestamp(3), attempts = attempts + 1,
                    ack_code = ?, reason = left(?, 500), retry_at = null
                where id = ? and state = 'WAITING'""", ackCode, reason, id);
    }

    /** The number of messages in each state, every state present. */
    public Map<State, Long> counts() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        List.of(State.values()).forEach(state -> counts.put(state, 0L));
        sql.forEach("select state, count(*) from hl7_outbound group by state",
                row -> counts.put(State.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    /** The messages in a state, streamed in their order. */
    public void forEach(State state, Consumer<Outbound> messages) {
        sql.forEach("""
                select id, purpose, study_id, state, attempts, ack_code, reason, created_at, state_since
                from hl7_outbound where state = ? order by id""", row -> messages.accept(read(row)), state.name());
    }

    /**
     * Sends dead letters again, as at their first attempt, in their old place of the order; returns their number.
     *
     * @param id null: all
     */
    public int retry(Long id, String by) {
        return change(id, "FAILED", "WAITING", "REPLAY", "sent again", by);
    }

    /**
     * Gives messages up that are FAILED, or the one that is named though it waits; returns their number.
     *
     * @param id null: all that are FAILED
     */
    public int discard(Long id, String because, String by) {
        return change(id, id == null ? "FAILED" : "FAILED WAITING", "DISCARDED", "DISCARDED", because, by);
    }

    private int change(Long id, String from, String to, String reason, String detail, String by) {
        int changed = sql.update("""
                update hl7_outbound set state = ?, state_since = utc_timestamp(3), attempts = 0, in_vain = 0,
                    retry_at = null, queued_at = null
                where (? is null or id = ?) and find_in_set(state, replace(?, ' ', ','))""", to, id, id, from);
        if (changed > 0) {
            Events.in(sql).operator(reason,
                    (id == null ? changed + " outgoing HL7 messages: " : "outgoing HL7 message " + id + ": ") + detail,
                    by);
        }
        return changed;
    }

    private static Outbound read(ResultSet row) throws SQLException {
        return new Outbound(row.getLong(1), row.getString(2), row.getObject(3, Long.class),
                State.valueOf(row.getString(4)), row.getInt(5), row.getString(6), row.getString(7), utc(row, 8),
                utc(row, 9));
    }

    private static Instant utc(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
