package org.dromedary.archives.archive;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.net.Association;

/**
 * Aborts an association of which nothing came for a while. It begins when an answer is expected to end soon, after a
 * C-CANCEL or at the number of answers after which the archive is known to fall silent: the general timeout is made for
 * tape libraries.
 */
final class StallWatch implements AutoCloseable {

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "query-stall-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final Association association;
    private final long patienceNanos;
    private volatile long lastNanos;
    private ScheduledFuture<?> watch;

    StallWatch(Association association, Duration patience) {
        this.association = association;
        this.patienceNanos = patience.toNanos();
    }

    /** Something came. */
    void alive() {
        lastNanos = System.nanoTime();
    }

    void begin() {
        if (watch == null) {
            alive();
            long interval = Math.max(1_000_000, patienceNanos / 4);
            watch = TIMER.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        if (System.nanoTime() - lastNanos > patienceNanos) {
            association.abort();
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.cancel(false);
        }
    }
}
