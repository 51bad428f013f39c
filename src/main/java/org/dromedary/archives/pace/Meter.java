package org.dromedary.archives.pace;

import java.util.function.LongSupplier;

/** What passed in the last ten seconds. Thread-safe. */
final class Meter {

    private static final int SLOTS = 20;
    private static final long SLOT_NANOS = 500_000_000;

    private final LongSupplier nanos;
    private final long[] counts = new long[SLOTS];
    private long last;

    Meter(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong() / SLOT_NANOS;
    }

    synchronized void add(long count) {
        forget();
        counts[(int) Math.floorMod(last, (long) SLOTS)] += count;
    }

    /** Per second. */
    synchronized double rate() {
        forget();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum * 1e9 / (SLOTS * SLOT_NANOS);
    }

    private void forget() {
        long now = nanos.getAsLong() / SLOT_NANOS;
        for (long slot = Math.max(last + 1, now - SLOTS + 1); slot <= now; slot++) {
            counts[(int) Math.floorMod(slot, (long) SLOTS)] = 0;
        }
        last = Math.max(last, now);
    }
}
