package org.dromedary.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dromedary.dicom.net.Association;

/** The waiting that faults do; closing the simulator ends it at once. */
final class Pause {

    private static final Duration MAX_DURATION = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final CountDownLatch closed = new CountDownLatch(1);

    void close() {
        closed.countDown();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Returns true if the simulator was closed meanwhile. */
    boolean sleep(Duration duration) {
        try {
            return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Says nothing until the simulator is closed, the association is gone, or an hour has passed; then aborts. */
    void untilClosed(Association association) throws IOException {
        long end = System.nanoTime() + MAX_DURATION.toNanos();
        while (association.isOpen() && System.nanoTime() < end && !sleep(LOOK)) {
            continue;
        }
        association.abort();
        throw new IOException("no answer by a fault");
    }
}
