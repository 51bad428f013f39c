package org.dromedary.operate.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server again whenever it ends by itself, for as long as this process lives: at once the first time, then
 * with growing pauses, and from the beginning after it has been well for some time.
 */
final class ServerGuard {

    private static final System.Logger LOG = System.getLogger(ServerGuard.class.getName());

    private final Server server;
    private final Pauses pauses;
    private final LedgerOutage outage;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration pause = Duration.ZERO;
    private long downSince;
    private boolean told;

    /** What is guarded. */
    interface Server {

        /** Returns when it has ended; with its exit code. */
        int awaitEnd() throws InterruptedException;

        /** Starts it again; false, or an exception, if it does not start. */
        boolean startAgain() throws IOException;
    }

    /**
     * How long to wait before the second start in a row, at most before any, for how long a server must run to count as
     * well, after how long it is told that it is down, and how long one that runs may be silent.
     */
    record Pauses(Duration first, Duration longest, Duration well, Duration tellAfter, Duration silence) {

        /** The pause that follows one after which it did not start, or ended soon. */
        Duration after(Duration pause) {
            Duration longer = pause.isZero() ? first : pause.multipliedBy(2);
            return longer.compareTo(longest) < 0 ? longer : longest;
        }

        /** The pause that follows a run of that length. */
        Duration afterRun(Duration pause, Duration run) {
            return run.compareTo(well) >= 0 ? Duration.ZERO : pause;
        }
    }

    ServerGuard(Server server, Pauses pauses, LedgerOutage outage) {
        this.server = server;
        this.pauses = pauses;
        this.outage = outage;
    }

    void start() {
        Thread thread = new Thread(this::guard, "mariadb-guard");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts it no more; its end from now on is meant. */
    void close() {
        closed.countDown();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void guard() {
        try {
            while (!isClosed()) {
                long startedAt = System.nanoTime();
                int code = server.awaitEnd();
                if (isClosed()) {
                    return;
                }
                downSince = System.nanoTime();
                pause = pauses.afterRun(pause, Duration.ofNanos(downSince - startedAt));
                bringBack("it ended by itself with code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringBack(String why) throws InterruptedException {
        String reason = why;
        int tries = 0;
        while (!isClosed()) {
            LOG.log(System.Logger.Level.ERROR, "MariaDB is down ({0}) and is started again {1}", reason,
                    pause.isZero() ? "now" : "in " + pause.toMillis() + " ms");
            tellIfItLasts(reason, tries);
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            pause = pauses.after(pause);
            tries++;
            try {
                if (server.startAgain()) {
                    back(tries);
                    return;
                }
                reason = "it ended while starting";
            } catch (IOException | RuntimeException e) {
                reason = "it does not start: " + e.getMessage();
            }
        }
    }

    private void tellIfItLasts(String reason, int tries) {
        if (!told && System.nanoTime() - downSince >= pauses.tellAfter().toNanos()) {
            told = true;
            outage.begun(reason, tries);
        }
    }

    private void back(int tries) {
        LOG.log(System.Logger.Level.INFO, "MariaDB runs again, at try {0}", tries);
        if (told) {
            told = false;
            outage.over(tries);
        }
    }
}
