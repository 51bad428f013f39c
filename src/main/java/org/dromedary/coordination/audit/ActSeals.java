package org.dromedary.coordination.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.dromedary.ledger.Sql;

/** The chain of what persons did, in the ledger: seals what is new, and looks whether any of it was changed. */
public final class ActSeals {

    private static final int BATCH = 500;
    private static final int MAX_FINDINGS = 100;
    private static final String COLUMNS = "e.id, e.at, e.worker, e.reason_code, e.detail, e.series_id, e.window_id";

    private final Sql sql;

    public ActSeals(Sql sql) {
        this.sql = sql;
    }

    /** Where the chain ends. */
    record End(long number, String hash) {

        static final End NONE = new End(0, ChainHash.NONE);
    }

    /** Whether there is anything to seal; locks nothing. */
    boolean isDue() {
        return !sql.query("select a.event_id from audit_act a join event e on e.id = a.event_id"
                + " where a.number is null limit 1", row -> row.getLong(1)).isEmpty();
    }

    /**
     * Seals some of what is not sealed yet, within a transaction of its own, of which only one is at work at a time.
     *
     * @param sealed gets each act with its message before the transaction ends
     */
    End seal(BiConsumer<Act, AuditMessage> sealed) {
        sql.update("insert ignore into audit_head (id, number, hash) values (1, 0, ?)", ChainHash.NONE);
        End end = sql.query("select number, hash from audit_head where id = 1 for update",
                row -> new End(row.getLong(1), row.getString(2))).get(0);
        for (Act act : sql.query("select " + COLUMNS + " from audit_act a join event e on e.id = a.event_id"
                + " where a.number is null order by a.event_id limit ?", ActSeals::act, BATCH)) {
            end = new End(end.number() + 1, act.hash(end.hash(), end.number() + 1));
            sql.update("update audit_act set number = ?, hash = ? where event_id = ?", end.number(), end.hash(),
                    act.eventId());
            sealed.accept(act, act.message(end.number(), end.hash()));
        }
        sql.update("update audit_head set number = ?, hash = ? where id = 1", end.number(), end.hash());
        return end;
    }

    /** Keeps where a worker's trail ended, apart from the trail. */
    void anchor(String worker, AuditHead head) {
        sql.update("insert ignore into audit_anchor (worker, number, hash, at) values (?, ?, ?, utc_timestamp(3))",
                worker, head.number(), head.hash());
    }

    /** Hashes of records of a worker's trail, by their numbers. */
    public Map<Long, String> anchors(String worker) {
        Map<Long, String> anchors = new TreeMap<>();
        sql.query("select number, hash from audit_anchor where worker = ?",
                row -> anchors.put(row.getLong(1), row.getString(2)), worker);
        return anchors;
    }

    /**
     * What is not as it was sealed, a line each.
     *
     * @param known where the chain ended, as it is known from elsewhere
     */
    public List<String> check(long known, String knownHash) {
        List<String> findings = new ArrayList<>();
        End[] end = {End.NONE};
        boolean[] knownSeen = {known == 0};
        sql.forEach("select a.number, a.hash, " + COLUMNS.replace("e.id", "a.event_id")
                + ", e.kind from audit_act a left join event e on e.id = a.event_id where a.number is not null"
                + " order by a.number", row -> {
                    long number = row.getLong(1);
                    String hash = row.getString(2);
                    for (long gone = end[0].number() + 1; gone < number && findings.size() < MAX_FINDINGS; gone++) {
                        findings.add("act " + gone + " is gone");
                    }
                    if (!"operator".equals(row.getString(10))) {
                        add(findings, "act " + number + " (event " + row.getLong(3) + ") is gone from the events");
                    } else if (!hash.equals(act(row, 2).hash(end[0].hash(), number))
                            && end[0].number() == number - 1) {
                        add(findings, "act " + number + " (event " + row.getLong(3) + ") was changed");
                    }
                    knownSeen[0] |= number == known && hash.equals(knownHash);
                    end[0] = new End(number, hash);
                });
        sql.query("select number, hash from audit_head where id = 1", row -> new End(row.getLong(1), row.getString(2)))
                .stream().filter(head -> !head.equals(end[0])).forEach(head -> add(findings, "the chain ends at act "
                        + end[0].number() + ", but was sealed up to " + head.number()));
        if (!knownSeen[0]) {
            add(findings, "act " + known + ", which the data folder knows, is not there or is another");
        }
        sql.query("select a.event_id from audit_act a left join event e on e.id = a.event_id where a.number is null"
                + " and e.id is null order by a.event_id limit " + MAX_FINDINGS, row -> row.getLong(1))
                .forEach(id -> add(findings, "event " + id + " is gone, before it was sealed"));
        sql.query("select e.id from event e left join audit_act a on a.event_id = e.id where e.kind = 'operator'"
                + " and a.event_id is null order by e.id limit " + MAX_FINDINGS, row -> row.getLong(1))
                .forEach(id -> add(findings, "event " + id + " was put in: it was never sealed"));
        return findings;
    }

    private static void add(List<String> findings, String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(what);
        }
    }

    private static Act act(ResultSet row) throws SQLException {
        return act(row, 0);
    }

    private static Act act(ResultSet row, int before) throws SQLException {
        return new Act(row.getLong(before + 1),
                row.getObject(before + 2, LocalDateTime.class).toInstant(ZoneOffset.UTC), row.getString(before + 3),
                row.getString(before + 4), row.getString(before + 5), row.getObject(before + 6, Long.class),
                row.getObject(before + 7, Long.class));
    }
}
