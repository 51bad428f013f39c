package org.dromedary.coordination.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.coordination.worker.WorkerTable.Seen;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The processes that share this migration: one ledger, one broker, an AE title each. */
@ApplicationScoped
public class Workers implements Crew {

    private static final Logger LOG = Logger.getLogger(Workers.class);

    /** Between two signs of life. */
    static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration LIFE = Duration.ofSeconds(WorkerTable.LIFE_SECONDS);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    /** After everything that still uses this worker's share: routes are stopped with the default priority. */
    private static final int LAST = 5000;

    private final String aet;
    private final String id;
    private final String host = host();
    private final WorkerTable table;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "worker-heart");
        thread.setDaemon(true);
        return thread;
    });
    private volatile LocalDateTime startedAt;
    private volatile List<String> alive = List.of();
    private boolean ledgerAway;

    Workers(DataSource dataSource, @ConfigProperty(name = "dromedary.local.aet") String aet,
            @ConfigProperty(name = ProcessSettings.DATA_DIR,
            defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir) {
        this.aet = aet.strip();
        this.id = WorkerId.in(dataDir);
        this.table = new WorkerTable(Sql.over(dataSource), id);
    }

    @Override
    public int place() {
        return Math.max(0, alive.indexOf(id));
    }

    @Override
    public int alive() {
        return Math.max(1, alive.size());
    }

    /** Whether this worker does what only one may do: the longest on the table. Who joins never is at once. */
    public boolean isLeader() {
        return place() == 0;
    }

    /**
     * Joins the others; returns when all of them count on this worker.
     *
     * @throws AeTitleInUseException if another worker with our AE title is alive
     */
    void join() {
        startedAt = claim();
        look();
        heart.scheduleWithFixedDelay(this::beat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        LOG.infof("Worker %s with AE title %s is number %d of %d", id, aet, place() + 1, alive());
        if (alive() > 1) {
            // The others learn at their next sign of life that they have to share with us.
            LockSupport.parkNanos(INTERVAL.plus(LOOK_AGAIN).toNanos());
        }
    }

    /** Waits for an AE title only as long as its holder may be dead. */
    private LocalDateTime claim() {
        Seen first = null;
        long since = System.nanoTime();
        while (true) {
            LocalDateTime claimed = table.claim(aet, host);
            if (claimed != null) {
                return claimed;
            }
            Seen holder = table.holder(aet);
            if (holder == null) {
                continue;
            }
            if (first == null || !first.id().equals(holder.id())) {
                first = holder;
                since = System.nanoTime();
                tellThatWeWait(holder);
            }
            if (!holder.seenAt().equals(first.seenAt())) {
                throw inUse(holder);
            }
            if (!holder.fresh() || System.nanoTime() - since > LIFE.toNanos()) {
                table.remove(holder);
            } else {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private void tellThatWeWait(Seen holder) {
        if (holder.fresh()) {
            LOG.warnf("AE title %s is worker %s's on host %s, whose last sign of life is %.1f s old: waiting for at"
                    + " most %d s to see whether it is alive", aet, holder.id(), holder.host(), holder.age(),
                    WorkerTable.LIFE_SECONDS);
        }
    }

    private AeTitleInUseException inUse(Seen holder) {
        return new AeTitleInUseException("AE title " + aet + " is in use by worker " + holder.id() + " on host "
                + holder.host() + ", which has it since " + holder.startedAt().withNano(0) + " UTC and is alive."
                + " Archives send what one of the two retrieves to the other. Set dromedary.local.aet to an AE title of"
                + " this worker's own that both archives know, or stop the other worker");
    }

    private void beat() {
        try {
            if (!table.beat(startedAt)) {
                comeBack();
            }
            look();
            if (ledgerAway) {
                LOG.info("The ledger is back; this worker shows signs of life again");
                ledgerAway = false;
            }
        } catch (RuntimeException e) {
            // Nothing new is begun without the ledger; the places stay as they were.
            if (!ledgerAway) {
                LOG.warnf("This worker can show no sign of life while the ledger is away: %s", e.getMessage());
                ledgerAway = true;
            }
        }
    }

    /** Whoever was silent for too long, a paused virtual machine for instance, may have lost its AE title. */
    private void comeBack() {
        LocalDateTime again = table.enter(aet, host);
        if (again == null) {
            LOG.errorf("This worker was silent for more than %d s, and another one has taken its AE title %s or its id"
                    + " %s: it stops", WorkerTable.LIFE_SECONDS, aet, id);
            heart.shutdown();
            Quarkus.asyncExit(1);
        } else {
            startedAt = again;
        }
    }

    private void look() {
        alive = table.alive();
    }

    void onShutdown(@Observes @Priority(LAST) ShutdownEvent event) {
        heart.shutdownNow();
        if (startedAt == null) {
            return;
        }
        try {
            table.leave(startedAt);
        } catch (LedgerException away) {
            LOG.debugf("The ledger is away: this worker is counted for another %d s", WorkerTable.LIFE_SECONDS);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
