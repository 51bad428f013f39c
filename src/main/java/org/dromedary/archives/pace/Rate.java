package org.dromedary.archives.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.dromedary.ledger.LedgerException;

/**
 * One rate of one archive and operation, kept together with the other workers: a share of about a tenth of a second is
 * reserved, waited for and spent. Without a limit it costs nothing. Thread-safe; who waits is served in order.
 */
final class Rate {

    private static final double SHARE_SECONDS = 0.1;
    /** What a busy machine lost between two shares may be made up for; more would show in ten seconds. */
    private static final double TOLERANCE_SECONDS = 0.15;
    private static final long LEDGER_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double MICROS = 1e6;

    private final String bucket;
    private final Supplier<Double> limit;
    private final Reservations reservations;
    private final IntSupplier workers;
    private final BooleanSupplier stopping;
    private final ReentrantLock lock = new ReentrantLock(true);
    private double budget;

    /** @param limit units a second as of now, null for none */
    Rate(String bucket, Supplier<Double> limit, Reservations reservations, IntSupplier workers,
            BooleanSupplier stopping) {
        this.bucket = bucket;
        this.limit = limit;
        this.reservations = reservations;
        this.workers = workers;
        this.stopping = stopping;
    }

    /**
     * Returns when so many units may pass, or have passed and are paid for; true if that took waiting.
     *
     * @throws GivenBackException when the process ends and that would take longer
     */
    boolean take(long units) {
        if (limit.get() == null) {
            return false;
        }
        lock();
        try {
            boolean waited = false;
            for (Double rate = limit.get(); rate != null; rate = limit.get()) {
                // What was reserved at a higher rate is worth less now.
                budget = Math.min(budget, units + share(rate));
                if (budget >= units) {
                    budget -= units;
                    return waited;
                }
                double wanted = Math.max(units - budget, share(rate));
                waited |= reserve(wanted, rate);
            }
            budget = 0;
            return waited;
        } finally {
            lock.unlock();
        }
    }

    private static double share(double rate) {
        return Math.floor(rate * SHARE_SECONDS);
    }

    private boolean reserve(double units, double rate) {
        double cost = units / rate;
        double tolerance = Math.max(0, TOLERANCE_SECONDS - 1 / rate);
        double ahead = 1 + cost * (workers.getAsInt() + 1);
        long wait;
        try {
            wait = reservations.reserve(bucket, Math.round(cost * MICROS), Math.round(tolerance * MICROS),
                    Math.round(ahead * MICROS));
        } catch (LedgerException away) {
            await(System.nanoTime() + LEDGER_PAUSE_NANOS, rate);
            return true;
        }
        if (await(System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(wait), rate)) {
            budget += units;
        }
        return wait > 0;
    }

    /** False when the rate changed meanwhile: what was reserved is forgotten. */
    private boolean await(long end, double rate) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            if (stopping.getAsBoolean() && left > GLANCE_NANOS) {
                throw new GivenBackException("stopping before the pace allows more");
            }
            pause(Math.min(left, GLANCE_NANOS));
            Double now = limit.get();
            if (now == null || now != rate) {
                return false;
            }
        }
        return true;
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void lock() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static GivenBackException interrupted() {
        Thread.currentThread().interrupt();
        return new GivenBackException("interrupted while the pace held the work back");
    }
}
