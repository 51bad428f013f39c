package org.dromedary.ledger;

import java.util.List;
import java.util.Set;
import org.dromedary.ledger.LedgerView.ExceptionLine;

/** What is noted of a series beside its state; in the caller's transaction. */
public final class SeriesMarks {

    private static final String CLAIM_UNMET = "CLAIM_UNMET";
    private static final Set<String> NOT_COME = Set.of("UNAVAILABLE", "REFUSED_HERE");

    private final Sql sql;

    private SeriesMarks(Sql sql) {
        this.sql = sql;
    }

    public static SeriesMarks in(Sql sql) {
        return new SeriesMarks(sql);
    }

    /** Its JMS priority is at least this. */
    public void priorityAtLeast(long seriesId, int priority) {
        sql.update("update series set priority = ? where id = ? and priority < ?", priority, seriesId, priority);
    }

    /** Why what came may not be all, or null. */
    public void doubt(long seriesId, String doubt) {
        sql.update("update series set doubt = ? where id = ?", Texts.line(doubt, 255), seriesId);
    }

    /**
     * A person has looked into what the source claims of a closed series, and takes what came for all there is: objects
     * that are claimed by number only are expected no more, and a doubt ends. Objects that are missing by name stay
     * exceptions.
     *
     * @param because why, for the record; no patient data
     * @param by      who says so
     * @return whether there was anything to accept
     */
    public boolean acceptClaims(long seriesId, String because, String by) {
        return sql.inTransaction(work -> {
            List<ExceptionLine> open = new LedgerView(work).openExceptionsOf(seriesId);
            boolean unmet = open.stream().anyMatch(line -> line.reasonCode().equals(CLAIM_UNMET));
            long named = open.stream().filter(line -> NOT_COME.contains(line.reasonCode())).count();
            int unnamed = work.query("select unavailable_count, doubt is not null from series where id = ? and state in"
                    + " ('VERIFIED', 'SKIPPED') for update", row -> unmet || row.getBoolean(2)
                    ? Math.max(0, row.getInt(1) - (int) named) : -1, seriesId).stream().findFirst().orElse(-1);
            if (unnamed < 0) {
                return false;
            }
            work.update("update series set doubt = null, expected_instances = expected_instances - ?,"
                    + " unavailable_count = unavailable_count - ? where id = ?", unnamed, unnamed, seriesId);
            work.update("delete from object_exception where series_id = ? and reason_code = ?", seriesId, CLAIM_UNMET);
            Events.in(work).operator(seriesId, null, "ACCEPT", unnamed + " objects that were claimed by number: "
                    + because, by);
            return true;
        });
    }

    /** Nothing of what the target took before counts as sent. */
    public void forgetManifest(long seriesId) {
        sql.update("delete from manifest where series_id = ?", seriesId);
    }
}
