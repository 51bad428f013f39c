package org.dromedary.operate.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waiting for something outside this process that can only be asked again. */
final class Waiting {

    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

    private Waiting() {
    }

    /** Asks until the answer is yes, the time is over or the thread is interrupted; returns the last answer. */
    static boolean until(Duration patience, BooleanSupplier done) {
        long end = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
