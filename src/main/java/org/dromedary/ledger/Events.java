package org.dromedary.ledger;

/** What happened, when and why: the one place that writes the table {@code event}, in the caller's transaction. */
public final class Events {

    private static final String OPERATOR = "operator";

    private final Sql sql;

    private Events(Sql sql) {
        this.sql = sql;
    }

    public static Events in(Sql sql) {
        return new Events(sql);
    }

    /** An act of a person, for the audit. */
    public void operator(String reasonCode, String detail, String by) {
        operator(null, null, reasonCode, detail, by);
    }

    /** The same on a series or a query window; null for what it is not about. */
    public void operator(Long seriesId, Long windowId, String reasonCode, String detail, String by) {
        long id = sql.query("""
                insert into event (at, series_id, window_id, kind, reason_code, detail, worker)
                values (utc_timestamp(3), ?, ?, ?, ?, ?, ?) returning id""", row -> row.getLong(1), seriesId, windowId,
                OPERATOR, Texts.code(reasonCode), Texts.cut(detail, 500), Texts.cutOrEmpty(by, 64)).get(0);
        sql.update("insert into audit_act (event_id) values (?)", id);
    }

    /** Anything else that is no change of a state. */
    public void note(Long seriesId, Long windowId, String kind, String reasonCode, String detail, String worker) {
        write(seriesId, windowId, kind, null, null, reasonCode, detail, worker);
    }

    /** A change of a state; what it was is all that is known if nothing changes but the time of the next try. */
    void transition(long seriesId, String kind, SeriesState from, SeriesState to, Change change) {
        write(seriesId, null, kind, from, to, change.reasonCode, change.reasonText, change.worker);
    }

    private void write(Long seriesId, Long windowId, String kind, SeriesState from, SeriesState to, String reasonCode,
            String detail, String worker) {
        sql.update("""
                insert into event (at, series_id, window_id, kind, from_state, to_state, reason_code, detail, worker)
                values (utc_timestamp(3), ?, ?, ?, ?, ?, ?, ?, ?)""",
                seriesId, windowId, kind, from == null ? null : from.name(), to == null ? null : to.name(),
                Texts.code(reasonCode), Texts.line(detail, 500), Texts.cutOrEmpty(worker, 64));
    }
}
