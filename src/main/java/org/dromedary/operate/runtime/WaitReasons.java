package org.dromedary.operate.runtime;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.PaceStatus;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.QueryWindow;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.Summary;
import org.dromedary.pipeline.stage.SpoolRoom;

/**
 * What a migration waits for, in words for a person: incidents, archives, orders, the pace, series and their reasons.
 */
final class WaitReasons {

    private static final int MAX_LINES_OF_SERIES = 8;
    private static final int MAX_INCIDENTS = 8;

    private final Sql sql;
    private final Archives archives;
    private final Pace pace;
    private final SpoolRoom spool;

    WaitReasons(Sql sql, Archives archives, Pace pace, SpoolRoom spool) {
        this.sql = sql;
        this.archives = archives;
        this.pace = pace;
        this.spool = spool;
    }

    /** The nearest causes first; what the ledger can't say now is left out, and that said. */
    List<String> of(MigrationState look) {
        List<String> reasons = new ArrayList<>();
        archives.outages().forEach((role, why) -> reasons.add("the " + role + " archive, which is away: " + why));
        if (spool.suspended() != null) {
            reasons.add("the spool: " + spool.suspended());
        }
        if (look != null) {
            needed(look.summary()).filter(status -> status.state() != PaceStatus.State.RUNNING)
                    .forEach(status -> reasons.add(paced(status)));
            reasons.addAll(look.open());
            long windows = look.summary().count(QueryWindow.State.OPEN);
            if (windows > 0) {
                reasons.add(windows + " query windows of the inventory that are not answered");
            }
        }
        try {
            reasons.addAll(orders());
            reasons.addAll(incidents());
            reasons.addAll(series());
        } catch (LedgerException away) {
            reasons.add("the ledger, which does not answer: " + away.getMessage());
        }
        return reasons.stream().distinct().toList();
    }

    /** What goes on although no series moves. */
    Progress.Circumstance circumstance(MigrationState look) {
        if (look == null) {
            return Progress.Circumstance.NONE;
        }
        List<PaceStatus> needed = needed(look.summary()).toList();
        if (needed.stream().anyMatch(status -> isClosed(status) && !isOrdered(status.archive()))) {
            return Progress.Circumstance.CLOSED;
        }
        return needed.stream().anyMatch(status -> status.bytesPerSecond() > 0) ? Progress.Circumstance.ALIVE
                : Progress.Circumstance.NONE;
    }

    /** Whether the calendar keeps this from beginning, and will end that by itself. */
    private static boolean isClosed(PaceStatus status) {
        return switch (status.state()) {
            case RESTING -> true;
            case WAITING_FOR_WINDOW -> status.until() != null;
            case STOPPED -> status.limitedBy().equals("window");
            case RUNNING, PAUSED -> false;
        };
    }

    /** A window that an operator put in force does not end by the clock. */
    private boolean isOrdered(String role) {
        try {
            return new Controls(sql).orders().stream().anyMatch(order -> order.kind() == Controls.Kind.WINDOW
                    && (order.scope().equals(Controls.ALL) || order.scope().equals(Controls.archive(role))));
        } catch (LedgerException away) {
            return false;
        }
    }

    /** The operations that the series and windows on their way need next. */
    private Stream<PaceStatus> needed(Summary summary) {
        boolean queries = summary.count(QueryWindow.State.OPEN) > 0;
        boolean retrieves = summary.count(SeriesState.QUEUED) + summary.count(SeriesState.RETRY_WAIT) > 0;
        boolean stores = summary.count(SeriesState.RETRIEVED) + summary.count(SeriesState.RECONCILED)
                + summary.count(SeriesState.TRANSCODED) > 0;
        boolean verifies = summary.count(SeriesState.STORED) > 0;
        return pace.status().stream().filter(status -> status.archive().equals(Pace.SOURCE)
                ? status.operation() == Operation.QUERY ? queries : retrieves
                : status.operation() == Operation.QUERY ? verifies : stores);
    }

    private static String paced(PaceStatus status) {
        String what = status.operation().name().toLowerCase(Locale.ROOT) + " at the " + status.archive();
        String why = status.reason().isEmpty() ? status.state().name() : status.reason();
        return (isClosed(status) ? "the calendar, which closes " : "permission for ") + what + ": " + why;
    }

    private List<String> orders() {
        return new Controls(sql).orders().stream().filter(order -> order.kind() == Controls.Kind.PAUSE)
                .map(WaitReasons::order).toList();
    }

    private static String order(Order order) {
        return "an order by " + order.by() + " that pauses " + (order.scope().equals(Controls.ALL) ? "everything"
                : order.scope()) + (order.reason().isEmpty() ? "" : ": " + order.reason()) + " ('resume' ends it)";
    }

    private List<String> incidents() {
        List<Incident> open = new IncidentLedger(sql).open();
        List<String> lines = open.stream().limit(MAX_INCIDENTS).map(incident -> "incident " + incident.id() + ", "
                + incident.kind() + " " + incident.subject() + ": " + incident.statement() + " (" + incident.waiting()
                + " series wait; last: " + incident.evidence() + ")").collect(Collectors.toList());
        if (open.size() > MAX_INCIDENTS) {
            lines.add(open.size() - MAX_INCIDENTS + " more incidents");
        }
        return lines;
    }

    private List<String> series() {
        return sql.query("""
                select state, reason_code, count(*), min(retry_at), min(id) from series where state in (%s)
                group by state, reason_code order by 3 desc, 1, 2 limit ?"""
                .formatted(SeriesState.quoted(SeriesState::isMoving)), row -> series(row.getString(1),
                row.getString(2), row.getLong(3), row.getObject(4, LocalDateTime.class), row.getLong(5)),
                MAX_LINES_OF_SERIES);
    }

    private static String series(String state, String reason, long count, LocalDateTime next, long first) {
        return count + " series in " + state + (reason == null ? "" : ", last " + reason)
                + (count == 1 ? ": series " + first : ", the first is series " + first)
                + (next == null ? "" : "; next try at " + NoticeText.time(next.toInstant(ZoneOffset.UTC)));
    }
}
