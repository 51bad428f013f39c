package org.dromedary.pipeline.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The first look at the ledger for a message. It waits while the database is away: else a queue would be taken and
 * given back message by message for the whole outage, and each time would count as a delivery.
 */
public final class LedgerRead {

    /** Shorter than the time in which routes must end when the process stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private LedgerRead() {
    }

    /** Reads, again and again for a while if the ledger is out of reach; fails as the last try did. */
    public static <T> T patiently(Supplier<T> read) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return until(() -> System.nanoTime() - end > 0, read);
    }

    /** Reads, again and again while the ledger is out of reach and it is not over; fails as the last try did. */
    public static <T> T until(BooleanSupplier over, Supplier<T> read) {
        while (true) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                boolean last = over.getAsBoolean() || Thread.currentThread().isInterrupted();
                if (last || !FailureClassifier.isServerTrouble(e)) {
                    throw e;
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }
}
