package org.dromedary.stage;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.dromedary.control.Controls;
import org.dromedary.control.Controls.Kind;
import org.dromedary.control.Controls.Order;
import org.dromedary.incident.IncidentSettings;
import org.dromedary.incident.Incidents;
import org.dromedary.ledger.Sql;

/**
 * Notices what is wrong with a stage rather than with one series, opens an incident, and closes it when a series passes
 * again. In memory: a process asks the ledger once a stage, and again only after it has opened an incident.
 */
@ApplicationScoped
public class StageHealth {

    /** A setting of ours or of an archive is wrong. */
    public static final String MISCONFIGURED = "MISCONFIGURED";
    /** An archive has been too busy for too long. */
    public static final String BUSY = "ARCHIVE_BUSY";
    /** Series after series fails for the same reason. */
    public static final String FAILING = "SERIES_FAILING";

    private static final List<String> KINDS = List.of(MISCONFIGURED, BUSY, FAILING);
    private static final String SELF = "dromedary";

    private final Incidents incidents;
    private final IncidentSettings settings;
    private final DataSource dataSource;
    private final Map<String, Trouble> troubles = new HashMap<>();

    StageHealth(Incidents incidents, IncidentSettings settings, DataSource dataSource) {
        this.incidents = incidents;
        this.settings = settings;
        this.dataSource = dataSource;
    }

    /** What is known of one stage since something last passed it. */
    private static final class Trouble {
        /** Whether an incident may be open: also at the start, by an earlier process. */
        private boolean told = true;
        private Long busySince;
        private String reason = "";
        private final Set<Long> inARow = new HashSet<>();
    }

    /** A series passed the stage. */
    public void passed(String stage) {
        boolean close;
        synchronized (this) {
            Trouble trouble = troubles.computeIfAbsent(stage, name -> new Trouble());
            close = trouble.told;
            trouble.told = false;
            trouble.busySince = null;
            trouble.inARow.clear();
        }
        if (close) {
            KINDS.forEach(kind -> incidents.close(kind, stage, SELF, "the stage works again"));
        }
    }

    /** A series, or a query window, failed at the stage. */
    public void failed(String stage, long id, Failure failure) {
        switch (failure.kind()) {
            case MISCONFIGURED -> open(MISCONFIGURED, stage, "The stage " + stage + " can not work as things are set"
                    + " up: " + failure.reason(), failure, advice(failure));
            case BUSY -> busy(stage, failure);
            case SERIES_FAILED, BUG -> inARow(stage, id, failure);
            // What is refused or left out is about the data, and what the spool lacks is told elsewhere.
            case NOTHING_TO_DO, REFUSED, UNSAFE, UNDECIDED, NO_ROOM, SPOOL_LOST, SETTLING -> { }
        }
    }

    private static String advice(Failure failure) {
        String check = failure.reason().equals("STATUS_A801")
                ? "The source does not know us: enter our AE title, host and port there"
                : "Check the settings of both archives, and what they grant our AE title";
        return check + ". What waits goes on by itself; no attempt is lost.";
    }

    private void busy(String stage, Failure failure) {
        long now = System.nanoTime();
        synchronized (this) {
            Trouble trouble = troubles.computeIfAbsent(stage, name -> new Trouble());
            if (trouble.busySince == null) {
                trouble.busySince = now;
            }
            if (Duration.ofNanos(now - trouble.busySince).compareTo(settings.busyAfter()) < 0) {
                return;
            }
        }
        open(BUSY, stage, "The archive of the stage " + stage + " has only said that it is busy: " + failure.reason(),
                failure, "Check its load and its disks. What waits is tried again with growing pauses.");
    }

    private void inARow(String stage, long id, Failure failure) {
        synchronized (this) {
            Trouble trouble = troubles.computeIfAbsent(stage, name -> new Trouble());
            if (!trouble.reason.equals(failure.reason())) {
                trouble.reason = failure.reason();
                trouble.inARow.clear();
            }
            trouble.inARow.add(id);
            if (trouble.inARow.size() < settings.seriesInARow()) {
                return;
            }
            trouble.inARow.clear();
        }
        String statement = settings.seriesInARow() + " series in a row failed at the stage " + stage + " with "
                + failure.reason() + "; the stage pauses";
        open(FAILING, stage, statement, failure, "Find out why, then end the pause of the stage " + stage
                + "; what failed can be replayed from the dead letters.");
        pause(stage, statement);
    }

    private void pause(String stage, String why) {
        Controls controls = new Controls(Sql.over(dataSource));
        String scope = Controls.stage(stage);
        boolean paused = controls.orders().stream()
                .anyMatch(order -> order.scope().equals(scope) && order.kind() == Kind.PAUSE);
        if (!paused) {
            controls.give(new Order(scope, Kind.PAUSE, "", why, SELF));
        }
    }

    private void open(String kind, String stage, String statement, Failure failure, String advice) {
        synchronized (this) {
            troubles.computeIfAbsent(stage, name -> new Trouble()).told = true;
        }
        incidents.open(kind, stage, statement, failure.reason() + ": " + failure.detail(), advice);
    }
}
