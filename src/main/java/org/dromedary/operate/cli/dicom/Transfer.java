package org.dromedary.operate.cli.dicom;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts objects and bytes of a transfer, and how long it took; thread-safe. */
final class Transfer {

    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong firstNanos = new AtomicLong();
    private volatile long lastNanos;

    /** Starts the clock unless it runs. */
    void begin() {
        firstNanos.compareAndSet(0, System.nanoTime());
        lastNanos = System.nanoTime();
    }

    void add(long length) {
        objects.incrementAndGet();
        bytes.addAndGet(length);
        lastNanos = System.nanoTime();
    }

    long objects() {
        return objects.get();
    }

    /** Nanoseconds since the last object came, or since the beginning. */
    long idleNanos() {
        return System.nanoTime() - lastNanos;
    }

    /** For instance {@code 1000 objects, 524.3 MB in 1.23 s: 813 objects/s, 426.3 MB/s}; MB are 10^6 bytes. */
    String summary() {
        long count = objects.get();
        double megabytes = bytes.get() / 1e6;
        double seconds = firstNanos.get() == 0 ? 0 : (lastNanos - firstNanos.get()) / 1e9;
        String rates = seconds <= 0 ? "" : String.format(Locale.ROOT, ": %.0f objects/s, %.1f MB/s",
                count / seconds, megabytes / seconds);
        return String.format(Locale.ROOT, "%d object%s, %.1f MB in %.2f s%s", count, count == 1 ? "" : "s", megabytes,
                seconds, rates);
    }
}
