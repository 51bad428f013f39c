package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;

/**
 * Notices what is wrong with a stage rather than with one series, opens an incident, and closes it when a series passes
 * again. In memory: a process asks the ledger once a stage, and again only after it has opened an incident.
 *
 * <p>A retrieve stage that has brought nothing since the process started may be set up wrongly, whatever the source
 * answers: an unknown move destination is told as 0xA801, 0xA702, 0x0120, 0xC000 or an abort. Until an object comes
 * failures consume no attempt; when so many different series have failed alike that it can't be their fault, the stage
 * pauses. A process that finds earlier successes in the ledger believes the second failure of a series.
 */
@ApplicationScoped
public class StageHealth {

    /** A setting of ours or of an archive is wrong. */
    public static final String MISCONFIGURED = "MISCONFIGURED";
    /** An archive has been too busy for too long. */
    public static final String BUSY = "ARCHIVE_BUSY";
    /** Series after series fails for the same reason. */
    public static final String FAILING = "SERIES_FAILING";
    /** Nothing has ever come through the stage: its set-up is to be doubted. */
    public static final String SET_UP = "SET_UP";

    private static final List<String> KINDS = List.of(MISCONFIGURED, BUSY, FAILING, SET_UP);
    /** Failures of one series that don't count while the ledger knows of series that came before. */
    private static final int MAX_DOUBTS = 1;
    /** Failures of one series after which a stage that has never brought anything is an incident. */
    private static final int PATIENCE = 3;
    private static final String SELF = "dromedary";
    private static final String SET_UP_ADVICE = "Mostly the source does not know us as a move destination, or knows"
            + " another host or port: compare its entry for our AE title with dromedary.local.aet and .port, look at"
            + " its log, and let 'dromedary check' try a retrieve. No attempt is lost.";

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
        /** How often each series has failed while nothing had come yet. */
        private final Map<Long, Integer> doubts = new HashMap<>();
        private boolean works;
    }

    /** Something has come through the stage since the process started, if not a whole series. */
    public void works(String stage) {
        synchronized (this) {
            Trouble trouble = troubles.computeIfAbsent(stage, name -> new Trouble());
            trouble.works = true;
            trouble.doubts.clear();
        }
    }

    /** A series passed the stage. */
    public void passed(String stage) {
        boolean close;
        synchronized (this) {
            Trouble trouble = troubles.computeIfAbsent(stage, name -> new Trouble());
            close = trouble.told;
            trouble.told = false;
            trouble.works = true;
            trouble.doubts.clear();
            trouble.busySince = null;
            trouble.inARow.clear();
        }
        if (close) {
            KINDS.forEach(kind -> incidents.close(kind, stage, SELF, "the stage works again"));
        }
    }

    /**
     * A series, or a query window, failed at the stage.
     *
     * @return the failure as it counts for the series
     */
    public Failure failed(String stage, long id, Failure failure) {
        switch (failure.kind()) {
            case MISCONFIGURED -> open(MISCONFIGURED, stage, "The stage " + stage + " can not work as things are set"
                    + " up: " + failure.reason(), failure, advice(failure));
            case BUSY -> busy(stage, failure);
            case SERIES_FAILED -> {
                if (isDoubtful(stage)) {
                    return doubted(stage, id, failure);
                }
                inARow(stage, id, failure);
            }
            case BUG -> inARow(stage, id, failure);
            // What is refused or left out is about the data, and what the spool lacks is told elsewhere.
            case NOTHING_TO_DO, REFUSED, UNSAFE, UNDECIDED, NO_ROOM, SPOOL_LOST, SETTLING -> { }
        }
        return failure;
    }

    private synchronized boolean isDoubtful(String stage) {
        return stage.equals(Stage.RETRIEVE.id()) && settings.doubtSetUp()
                && !troubles.computeIfAbsent(stage, name -> new Trouble()).works;
    }

    private Failure doubted(String stage, long id, Failure failure) {
        boolean earlier = !Sql.over(dataSource).query("select 1 from manifest limit 1", row -> 1).isEmpty();
        int different;
        int times;
        synchronized (this) {
            Trouble trouble = troubles.get(stage);
            if (!trouble.reason.equals(failure.reason())) {
                trouble.reason = failure.reason();
                trouble.inARow.clear();
            }
            trouble.inARow.add(id);
            different = trouble.inARow.size();
            times = trouble.doubts.merge(id, 1, Integer::sum);
            if (different >= settings.seriesInARow()) {
                trouble.inARow.clear();
                // Whoever ends the pause has looked: with earlier successes the series themselves are to blame then.
                trouble.works = earlier;
            }
        }
        if (different >= settings.seriesInARow()) {
            String statement = different + " different series failed alike at the stage " + stage + " with "
                    + failure.reason() + ", and nothing has come since the start; the stage pauses";
            open(SET_UP, stage, statement, failure, SET_UP_ADVICE + " Then end the pause of the stage " + stage + ".");
            pause(stage, statement);
        } else if (earlier && times > MAX_DOUBTS) {
            inARow(stage, id, failure);
            return failure;
        } else if (!earlier && times >= PATIENCE) {
            open(SET_UP, stage, "Nothing has ever come through the stage " + stage + ": all series that were asked for"
                    + " fail, the last one with " + failure.reason(), failure, SET_UP_ADVICE
                    + " What waits is tried again with growing pauses.");
        }
        return new Failure(Failure.Kind.MISCONFIGURED, failure.reason(), failure.detail());
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
