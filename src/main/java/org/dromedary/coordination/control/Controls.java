package org.dromedary.coordination.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;

/** The operator's orders, which hold until they are taken back, across restarts; each leaves an event (audit). */
public final class Controls {

    /** Scope of everything. */
    public static final String ALL = "all";

    private final Sql sql;

    public Controls(Sql sql) {
        this.sql = sql;
    }

    /** What an order does. */
    public enum Kind {
        /** Nothing new is begun within the scope. */
        PAUSE,
        /** The archive's pace is that of the named window, whatever the clock says. */
        WINDOW
    }

    /**
     * One order.
     *
     * @param scope {@link #ALL}, {@code stage:NAME} or {@code archive:NAME}
     * @param value of a WINDOW: its name
     * @param at when it was given, null before
     */
    public record Order(String scope, Kind kind, String value, String reason, String by, Instant at) {

        public Order(String scope, Kind kind, String value, String reason, String by) {
            this(scope, kind, value, reason, by, null);
        }
    }

    public static String stage(String name) {
        return "stage:" + name;
    }

    public static String archive(String role) {
        return "archive:" + role;
    }

    /** The orders in force. */
    public List<Order> orders() {
        return sql.query("select scope, kind, value, reason, by_who, at from control order by scope, kind",
                row -> new Order(row.getString(1), Kind.valueOf(row.getString(2)), row.getString(3), row.getString(4),
                        row.getString(5), row.getObject(6, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
    }

    /** Gives an order, in place of an earlier one of the same scope and kind. */
    public void give(Order order) {
        sql.update("""
                insert into control (scope, kind, value, reason, by_who, at)
                values (?, ?, ?, left(?, 255), left(?, 64), utc_timestamp(3))
                on duplicate key update value = values(value), reason = values(reason), by_who = values(by_who),
                    at = values(at)""",
                order.scope(), order.kind().name(), order.value(), order.reason(), order.by());
        audit(order.kind() + " " + order.scope() + " " + order.value(), order.reason(), order.by());
    }

    /** Takes an order back; false if there was none. */
    public boolean takeBack(String scope, Kind kind, String by) {
        boolean was = sql.update("delete from control where scope = ? and kind = ?", scope, kind.name()) > 0;
        if (was) {
            audit("END OF " + kind + " " + scope, "", by);
        }
        return was;
    }

    private void audit(String what, String why, String by) {
        Events.in(sql).operator("ORDER", what.strip() + (why.isEmpty() ? "" : ": " + why), by);
    }
}
