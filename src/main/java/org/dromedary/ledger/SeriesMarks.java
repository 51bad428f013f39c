package org.dromedary.ledger;

/** What is noted of a series beside its state; in the caller's transaction. */
public final class SeriesMarks {

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
        sql.update("update series set doubt = ? where id = ?", Texts.cut(doubt, 255), seriesId);
    }

    /** Nothing of what the target took before counts as sent. */
    public void forgetManifest(long seriesId) {
        sql.update("delete from manifest where series_id = ?", seriesId);
    }
}
