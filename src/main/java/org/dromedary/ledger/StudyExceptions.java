package org.dromedary.ledger;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Studies that the source would not tell all about: one row for each and each reason, open until the source answers or
 * a person accepts it. Works in the transaction of its statements, and without one.
 */
public final class StudyExceptions {

    /** Why a window is SUSPECT that has nothing but exceptions of its studies. */
    public static final String WINDOW_DOUBT = "the source would not tell all about some of its studies";

    private static final int MAX_UID = 128;

    private final Sql sql;

    public StudyExceptions(Sql sql) {
        this.sql = sql;
    }

    /**
     * One exception; time in UTC.
     *
     * @param studyInstanceUid empty if the source gave none
     * @param status  (0000,0900), or null
     * @param comment the claims side by side
     */
    public record Line(long id, long windowId, String studyInstanceUid, String reasonCode, Integer status,
            String comment, LocalDateTime at) {
    }

    /** What tells a study from others: its UID or, without one, values that are kept as a digest only. */
    public static String key(String... values) {
        String text = Arrays.stream(values).map(value -> value == null ? "" : value.strip())
                .collect(Collectors.joining("\u0000"));
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Opens an exception, again if need be; one that was accepted stays so as long as it says the same. */
    public void open(long windowId, String key, String studyInstanceUid, String reasonCode, Integer status,
            String comment) {
        String uid = fits(studyInstanceUid) ? studyInstanceUid : "";
        sql.update("""
                insert into study_exception (window_id, study_key, study_instance_uid, reason_code, status, comment, at)
                values (?, ?, ?, ?, ?, ?, utc_timestamp(3))
                on duplicate key update window_id = values(window_id),
                    resolved_at = if(resolution = 'ACCEPTED' and comment = values(comment), resolved_at, null),
                    resolution = if(resolution = 'ACCEPTED' and comment = values(comment), resolution, null),
                    status = values(status), comment = values(comment), at = values(at)""",
                windowId, key, uid, reasonCode, status, Texts.cutOrEmpty(ControlCharacters.escaped(comment), 255));
    }

    /** The source has answered: what was open of this study is no more. */
    public void answered(String key) {
        sql.update("update study_exception set resolved_at = utc_timestamp(3), resolution = 'ANSWERED'"
                + " where study_key = ? and resolved_at is null", key);
    }

    /** Whether any exception of the window is open. */
    public boolean hasOpen(long windowId) {
        return sql.query("select exists (select 1 from study_exception where window_id = ? and resolved_at is null)",
                row -> row.getBoolean(1), windowId).get(0);
    }

    /** Open exceptions, the oldest first, at most limit. */
    public List<Line> open(int limit) {
        return sql.query("""
                select id, window_id, study_instance_uid, reason_code, status, comment, at from study_exception
                where resolved_at is null order by id limit ?""", row -> new Line(row.getLong(1), row.getLong(2),
                row.getString(3), row.getString(4), row.getObject(5, Integer.class), row.getString(6),
                row.getObject(7, LocalDateTime.class)), limit);
    }

    /**
     * A person has looked into what the source claims of a study, and takes what was found for all there is: its open
     * exceptions end, the number of instances that it announces need not be met, and a window that was SUSPECT for its
     * sake alone is DONE. A larger number does count again.
     *
     * @param because why, for the record; no patient data
     * @param by who says so
     * @return whether there was anything to accept
     */
    public boolean accept(String studyInstanceUid, String because, String by) {
        return sql.inTransaction(work -> {
            int changed = work.update("update study_exception set resolved_at = utc_timestamp(3),"
                    + " resolution = 'ACCEPTED' where study_instance_uid = ? and resolved_at is null", studyInstanceUid)
                    + work.update("update study set settled_instances = expected_instances where study_instance_uid = ?"
                    + " and expected_instances is not null and not settled_instances <=> expected_instances",
                    studyInstanceUid);
            if (changed > 0) {
                endDoubts(work, "study_instance_uid = ?", studyInstanceUid);
                audit(work, "study " + studyInstanceUid + ": " + because, by);
            }
            return changed > 0;
        });
    }

    /** The same for one exception, also of a study that has no UID. */
    public boolean accept(long id, String because, String by) {
        return sql.inTransaction(work -> {
            int changed = work.update("update study_exception set resolved_at = utc_timestamp(3),"
                    + " resolution = 'ACCEPTED' where id = ? and resolved_at is null", id);
            if (changed > 0) {
                endDoubts(work, "id = ?", id);
                audit(work, "exception " + id + " of the inventory: " + because, by);
            }
            return changed > 0;
        });
    }

    /** A window of which no study is in doubt any more is as good as answered. */
    private static void endDoubts(Sql sql, String accepted, Object parameter) {
        sql.update("update query_window set state = 'DONE', reason = null where state = 'SUSPECT' and reason = ?"
                + " and id in (select window_id from study_exception where " + accepted + ") and not exists (select 1"
                + " from study_exception e where e.window_id = query_window.id and e.resolved_at is null)",
                WINDOW_DOUBT, parameter);
    }

    private static void audit(Sql sql, String what, String by) {
        Events.in(sql).operator("ACCEPT", what, by);
    }

    private static boolean fits(String uid) {
        return uid != null && uid.length() <= MAX_UID && uid.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
