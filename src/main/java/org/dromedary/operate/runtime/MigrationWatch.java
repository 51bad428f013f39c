package org.dromedary.operate.runtime;

import io.quarkus.arc.Arc;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.pace.Pace;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.Summary;
import org.dromedary.pipeline.stage.SpoolRoom;

/**
 * Watches the ledger from within the running process until nothing moves any more, or nothing has moved for too long,
 * and shows how it goes and what it waits for. The ledger is asked on another thread: an answer that never comes is a
 * reason to give up like others.
 */
public final class MigrationWatch {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    /** Counting a large ledger takes time; it may take a small share of the database's only. */
    private static final int PAUSE_FOR_COST = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** For what is only told. */
    private static final Duration REASONS_PATIENCE = Duration.ofSeconds(10);

    private final Progress progress;
    private final WaitingText text;
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "migration-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Future<MigrationState> asked;
    private String away;
    private WaitReasons reasons;

    public MigrationWatch(PrintStream out, Duration giveUpAfter) {
        this.progress = new Progress(giveUpAfter);
        this.text = new WaitingText(out, giveUpAfter);
    }

    /**
     * How the run ended.
     *
     * @param summary  the final numbers; null if the ledger never told any
     * @param waitsFor what it waited for when it gave up, in words; empty if it came to its end
     * @param reached  whether the ledger answered in the end
     */
    public record End(Summary summary, List<String> waitsFor, boolean reached) {

        /** Whether it came to its end by itself. */
        public boolean isFinished() {
            return waitsFor.isEmpty();
        }

        /** Whether anything at all has come of it, be it exceptions. */
        public boolean hasResults() {
            return summary != null && reached && (summary.totals().received() > 0
                    || summary.totals().series() > summary.moving() + summary.count(SeriesState.FOUND));
        }
    }

    /** Returns when it has ended or given up. @throws CancellationException if the process is told to stop */
    public End untilFinished() {
        reasons = new WaitReasons(Sql.over(Arc.container().instance(DataSource.class).get()),
                Arc.container().instance(Archives.class).get(), Arc.container().instance(Pace.class).get(),
                Arc.container().instance(SpoolRoom.class).get());
        MigrationState last = null;
        try {
            while (true) {
                MigrationState look = look();
                last = look != null ? look : last;
                Progress.Circumstance circumstance = ask(look, () -> reasons.circumstance(look),
                        Progress.Circumstance.NONE);
                progress.note(look == null ? null : standing(look), circumstance, System.nanoTime());
                if (look != null && look.isFinished()) {
                    text.last(look.summary());
                    return new End(look.summary(), List.of(), true);
                }
                text.show(last == null ? null : last.summary(), outage(), progress.idle(), circumstance,
                        () -> waitsFor(look));
                if (progress.isOver()) {
                    return new End(last == null ? null : last.summary(), waitsFor(look), look != null);
                }
                if (look != null) {
                    LockSupport.parkNanos(Math.max(INTERVAL.toNanos(), PAUSE_FOR_COST * look.nanos()));
                }
            }
        } finally {
            asking.shutdownNow();
        }
    }

    /** How it stands, or null if ledger or broker do not answer now. */
    private MigrationState look() {
        if (asked == null) {
            asked = asking.submit(MigrationState::now);
        }
        try {
            MigrationState look = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            asked = null;
            away = null;
            return look;
        } catch (TimeoutException e) {
            away = "the ledger, which has not answered for " + progress.idle().toSeconds() + " s";
        } catch (ExecutionException e) {
            asked = null;
            failed(e.getCause());
            LockSupport.parkNanos(INTERVAL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
        if (Daemon.isStopping()) {
            throw new CancellationException();
        }
        return null;
    }

    private void failed(Throwable cause) {
        if (Daemon.isStopping()) {
            throw new CancellationException();
        }
        if (!(cause instanceof LedgerException)) {
            throw new IllegalStateException("How the migration stands can't be told", cause);
        }
        away = "the ledger, which does not answer: " + cause.getMessage();
    }

    /** What changes when something moves; a series that is tried and waits by turns does not. */
    private static Object standing(MigrationState look) {
        Summary summary = look.summary();
        long waiting = summary.count(SeriesState.QUEUED) + summary.count(SeriesState.RETRY_WAIT);
        return List.of(summary.totals(), waiting, summary.series().entrySet().stream()
                .filter(state -> state.getKey() != SeriesState.QUEUED && state.getKey() != SeriesState.RETRY_WAIT)
                .toList().toString(), summary.windows().toString(), look.open().toString());
    }

    private List<String> waitsFor(MigrationState look) {
        if (look == null && away != null) {
            return List.of(away);
        }
        List<String> all = ask(look, () -> reasons.of(look), List.of());
        return all.isEmpty() ? List.of("nothing that it knows of: see the log") : all;
    }

    /** What a question to ledger and pace says, or {@code otherwise} if the answer does not come. */
    private <T> T ask(MigrationState look, Callable<T> question, T otherwise) {
        if (look == null) {
            return otherwise;
        }
        try {
            return asking.submit(question).get(REASONS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private static String outage() {
        Map<String, String> outages = Arc.container().instance(Archives.class).get().outages();
        String source = outages.get(Pace.SOURCE);
        String spool = Arc.container().instance(SpoolRoom.class).get().suspended();
        return source != null ? "source: " + source : spool != null ? spool : outages.get(Pace.TARGET);
    }
}
