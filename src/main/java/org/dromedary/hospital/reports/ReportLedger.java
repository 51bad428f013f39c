package org.dromedary.hospital.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** Reports as the ledger has them; also for a process that is not the daemon. */
public final class ReportLedger {

    /** What became of a report that was given to the outbox, the outbox says. */
    private static final String STATE = "coalesce(o.state, r.state)";
    private static final String FROM = " from report r left join hl7_outbound o on o.id = r.outbound_id ";

    private final Sql sql;

    public ReportLedger(Sql sql) {
        this.sql = sql;
    }

    /**
     * A report as a person sees it.
     *
     * @param state       HELD, WAITING, SENT, FAILED, DISCARDED, KEPT or SKIPPED
     * @param status      OBR-25
     * @param seriesState of the object into which it was wrapped, null if it was not
     */
    public record Line(long id, long messageId, String state, String status, String reason, Long studyId,
            Integer planVersion, Long outboundId, String seriesState, Instant createdAt) {
    }

    /** A report that waits for a decision. */
    record Held(long id, byte[] body) {
    }

    /** A report that is to be an object. */
    record Wrapped(long id, byte[] body, long studyId, LocalDateTime createdAt) {
    }

    Optional<Long> ofMessage(long messageId) {
        return sql.query("select id from report where hl7_message_id = ?", row -> row.getLong(1), messageId).stream()
                .findFirst();
    }

    byte[] bodyOfMessage(long messageId) {
        return sql.query("select body from hl7_message where id = ?", row -> row.getBytes(1), messageId).get(0);
    }

    /** Writes a new report as HELD; returns its id. */
    long add(long messageId, byte[] body, String status, List<String> numbers) {
        long id = sql.query("""
                insert into report (hl7_message_id, body, status, state, created_at, looked_at)
                values (?, ?, left(?, 8), 'HELD', utc_timestamp(3), utc_timestamp(3)) returning id""",
                row -> row.getLong(1), messageId, body, status.replaceAll("[^A-Za-z0-9]", "")).get(0);
        numbers.forEach(number -> sql.update("insert ignore into report_order (report_id, number) values (?, ?)", id,
                number));
        return id;
    }

    /** The newest version of the plan, 0 if there is none. */
    int newestPlan() {
        return sql.query("select coalesce(max(version), 0) from plan_version", row -> row.getInt(1)).get(0);
    }

    /**
     * Whether an earlier report with one of the numbers of this one waits; one of another patient is of another exam.
     */
    boolean earlierIsHeld(long id) {
        return !sql.query("""
                select 1 from report_order mine join report_order other on other.number = mine.number
                    and other.report_id < mine.report_id join report r on r.id = other.report_id
                where mine.report_id = ? and r.state = 'HELD' and coalesce(r.reason, '') <> 'OTHER_PATIENT' limit 1""",
                row -> 1, id).isEmpty();
    }

    /** Whether a later report of the same study with one of the numbers of this one has gone before it. */
    boolean laterHasGone(long id, Long study) {
        return !sql.query("""
                select 1 from report_order mine join report_order other on other.number = mine.number
                    and other.report_id > mine.report_id join report r on r.id = other.report_id
                where mine.report_id = ? and r.state in ('GIVEN', 'KEPT') and r.study_id <=> ? limit 1""", row -> 1, id,
                study).isEmpty();
    }

    /** Held reports that the plan may decide now, in order. */
    List<Held> toLookAt(Duration again, int limit) {
        return sql.query("""
                select id, body from report where state = 'HELD' and (plan_version is null
                    or plan_version < (select coalesce(max(version), 0) from plan_version)
                    or looked_at < utc_timestamp(3) - interval ? microsecond)
                order by id limit ?""", row -> new Held(row.getLong(1), row.getBytes(2)), again.toMillis() * 1000,
                limit);
    }

    void held(long id, String reason, int plan) {
        sql.update("""
                update report set reason = ?, plan_version = ?, looked_at = utc_timestamp(3)
                where id = ? and state = 'HELD'""", reason, plan, id);
    }

    /** An error of ours: it is looked at no more until a person wants it. */
    void failed(long id) {
        sql.update("""
                update report set state = 'FAILED', reason = 'INTERNAL_ERROR', looked_at = utc_timestamp(3)
                where id = ? and state = 'HELD'""", id);
    }

    /** @param state GIVEN, KEPT, SKIPPED or FAILED */
    void ended(long id, String state, String reason, Ruling ruling, Integer plan, Long outboundId, Long seriesId) {
        sql.update("""
                update report set state = ?, reason = ?, study_id = ?, exam_id = left(?, 500), plan_version = ?,
                    outbound_id = ?, series_id = ?, series_state = if(? is null, null, 'NEW'),
                    looked_at = utc_timestamp(3)
                where id = ? and state = 'HELD'""", state, reason, ruling.study().map(s -> s.studyId()).orElse(null),
                ruling.study().map(s -> s.examId()).orElse(""), plan, outboundId, seriesId, seriesId, id);
        sql.update("""
                update report r join report_order other on other.report_id = r.id
                    join report_order mine on mine.number = other.number and mine.report_id < other.report_id
                set r.plan_version = null
                where mine.report_id = ? and r.state = 'HELD' and r.reason = 'EARLIER_HELD'""", id);
    }

    /** Series whose message has still to be sent. */
    List<Long> newSeries(int limit) {
        return sql.query("select series_id from report where series_state = 'NEW' order by id limit ?",
                row -> row.getLong(1), limit);
    }

    void seriesQueued(long seriesId) {
        sql.update("update report set series_state = 'QUEUED' where series_id = ?", seriesId);
    }

    Optional<Wrapped> ofSeries(long seriesId) {
        return sql.query("select id, body, study_id, created_at from report where series_id = ?",
                row -> new Wrapped(row.getLong(1), row.getBytes(2), row.getLong(3),
                        row.getObject(4, LocalDateTime.class)), seriesId).stream().findFirst();
    }

    /** The number of reports in each state that there is. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        sql.forEach("select " + STATE + ", count(*)" + FROM + "group by 1",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** The number of held reports by the reason for which they are. */
    public Map<String, Long> heldByReason() {
        Map<String, Long> counts = new TreeMap<>();
        sql.forEach("select coalesce(reason, 'NEW'), count(*) from report where state = 'HELD' group by 1",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** Reports in order, streamed; of all states if none is named. */
    public void forEach(String state, Consumer<Line> lines) {
        sql.forEach("select r.id, r.hl7_message_id, " + STATE + ", r.status, coalesce(r.reason, o.reason), r.study_id,"
                + " r.plan_version, r.outbound_id, s.state, r.created_at" + FROM
                + "left join series s on s.id = r.series_id where ? is null or " + STATE + " = ? order by r.id",
                row -> lines.accept(line(row)), state, state);
    }

    /**
     * Has held reports looked at again at once, and those that could not be rewritten; returns their number.
     *
     * @param id null: all
     */
    public int retry(Long id, String by) {
        int changed = sql.update("""
                update report set state = 'HELD', plan_version = null
                where state in ('HELD', 'FAILED') and (? is null or id = ?)""", id, id);
        if (changed > 0) {
            Events.in(sql).operator("REPLAY",
                    (id == null ? changed + " reports" : "report " + id) + " looked at again", by);
        }
        return changed;
    }

    /**
     * Gives up a report that is held or failed; those behind it are looked at again.
     *
     * @param because why, for the audit; no patient data
     * @return false if it is neither
     */
    public boolean discard(long id, String because, String by) {
        boolean given = sql.update("""
                update report set state = 'DISCARDED', looked_at = utc_timestamp(3)
                where id = ? and state in ('HELD', 'FAILED')""", id) > 0;
        if (given) {
            sql.update("update report set plan_version = null where state = 'HELD' and reason = 'EARLIER_HELD' and id > ?",
                    id);
            Events.in(sql).operator("DISCARDED", "report " + id + ": " + because, by);
        }
        return given;
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5),
                row.getObject(6, Long.class), row.getObject(7, Integer.class), row.getObject(8, Long.class),
                row.getString(9), row.getObject(10, LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }
}
