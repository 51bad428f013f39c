package org.dromedary.pipeline.stage;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.Watermark;
import org.jboss.logging.Logger;

/**
 * Begins no retrieve while the spool is too full: from the high watermark, or from a write that failed for want of
 * space, until the low watermark. What is under way finishes, and what is sent on makes room.
 */
@Singleton
@Unremovable
@Named("spoolRoom")
public class SpoolRoom {

    private static final Logger LOG = Logger.getLogger(SpoolRoom.class);
    private static final String KIND = "SPOOL_FULL";
    private static final String SUBJECT = "spool";
    private static final int AFTER_THE_ROUTES = 4000;
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
    /** While series are begun: a small disk fills faster than one thinks. */
    private static final long LOOK_OPEN_NANOS = Duration.ofMillis(20).toNanos();
    /** Several processes may share the spool, and each counts only what it writes and removes itself. */
    private static final long RECOUNT_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long RECOUNT_SUSPENDED_NANOS = Duration.ofMinutes(1).toNanos();
    /** A disk that was full to the last byte must have so much free again. */
    private static final Watermark NO_LONGER_FULL = Watermark.of("95 %");

    private final Spool spool;
    private final SpoolSettings settings;
    private final Incidents incidents;
    private final Archives archives;
    private final AtomicLong ranOut = new AtomicLong();
    private volatile String suspended;
    private volatile boolean empty;
    private boolean closedAtStart;
    private boolean wasFull;
    private long lookedAt;
    private long countedAt;

    SpoolRoom(Spool spool, SpoolSettings settings, Incidents incidents, Archives archives) {
        if (!settings.lowWatermark().isBelow(settings.highWatermark())) {
            throw new SettingsException("dromedary.spool.low-watermark must be below dromedary.spool.high-watermark,"
                    + " both sizes or both parts of the disk");
        }
        this.spool = spool;
        this.settings = settings;
        this.incidents = incidents;
        this.archives = archives;
        this.lookedAt = System.nanoTime() - LOOK_NANOS;
        this.countedAt = System.nanoTime() - RECOUNT_NANOS;
    }

    /** Why nothing is fetched, or null. */
    public String suspended() {
        return suspended;
    }

    /**
     * Returns when there is room; ends with the process.
     *
     * @param fetchesWait whether fetches wait that hold files in the spool: the consumer must be free for their
     *                    messages
     * @throws StageException if there is no room and fetches wait
     */
    public void await(BooleanSupplier fetchesWait) throws IOException, StageException {
        look();
        // With an empty spool there is nothing to wait for, whoever else fills the disk.
        while (suspended != null && !empty) {
            archives.source().gate().checkRunning();
            LockSupport.parkNanos(LOOK_NANOS);
            look();
            if (suspended != null && !empty && fetchesWait.getAsBoolean()) {
                throw noRoom();
            }
        }
    }

    /** Called by the clock: when the last series has been sent on, no retrieve looks any more. */
    public void lookAgain() throws IOException {
        if (suspended != null) {
            look();
        }
    }

    void onShutdown(@Observes @Priority(AFTER_THE_ROUTES) ShutdownEvent event) throws IOException {
        lookedAt = System.nanoTime() - LOOK_NANOS;
        lookAgain();
    }

    /** How often a write failed for want of space. */
    public long timesRanOut() {
        return ranOut.get();
    }

    /** Takes note if a write failed for want of space. */
    public void check(IOException failure) {
        if (Spool.isFull(failure)) {
            ranOut.incrementAndGet();
            synchronized (this) {
                wasFull = true;
                lookedAt = System.nanoTime() - LOOK_NANOS;
            }
        }
    }

    public StageException noRoom() {
        return new StageException(Failure.Kind.NO_ROOM, KIND, "the disk of the spool (" + spool.root()
                + ") has no room left: fetching goes on when series have been sent on");
    }

    private synchronized void look() throws IOException {
        long now = System.nanoTime();
        if (now - lookedAt < (suspended == null ? LOOK_OPEN_NANOS : LOOK_NANOS)) {
            return;
        }
        lookedAt = now;
        if (now - countedAt >= (suspended == null ? RECOUNT_NANOS : RECOUNT_SUSPENDED_NANOS)) {
            countedAt = now;
            spool.recount();
        }
        Watermark.Level level = spool.level();
        empty = level.spoolBytes() == 0;
        boolean stop = suspended == null ? mustStop(level) : !mayGoOn(level);
        if (stop && suspended == null) {
            suspend(level);
        } else if (!stop && (suspended != null || !closedAtStart)) {
            resume(level);
        }
    }

    private boolean mustStop(Watermark.Level level) {
        return wasFull || settings.highWatermark().isReachedBy(level);
    }

    private boolean mayGoOn(Watermark.Level level) {
        return !settings.lowWatermark().isReachedBy(level)
                && (!wasFull || !NO_LONGER_FULL.isReachedBy(level));
    }

    private void suspend(Watermark.Level level) {
        suspended = (wasFull ? "no space was left on the spool's disk; " : "the spool is full; ") + level;
        LOG.warnf("Nothing more is fetched for the moment: %s", suspended);
        tell(() -> incidents.open(KIND, SUBJECT, "Nothing is fetched because the spool is full", suspended,
                "Check that the target takes what is sent to it, and who else fills the disk of " + spool.root()
                        + ". Fetching goes on by itself below dromedary.spool.low-watermark."));
    }

    private void resume(Watermark.Level level) {
        if (suspended != null) {
            LOG.infof("There is room in the spool again, fetching goes on: %s", level);
        }
        suspended = null;
        wasFull = false;
        closedAtStart = true;
        tell(() -> incidents.close(KIND, SUBJECT, "dromedary", "there is room again: " + level));
    }

    private static void tell(Runnable incident) {
        try {
            incident.run();
        } catch (LedgerException away) {
            LOG.warnf("The incident could not be written: %s", away.getMessage());
        }
    }
}
