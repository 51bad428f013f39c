package org.dromedary.archives.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The operations of a lane under way, and those that ended and whose place still rests. Thread-safe.
 *
 * <p>Of 1.5 operations at once two may run, and each place then rests a third of the time that it worked.
 */
final class Slots {

    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private record Rested(long endNanos, long tookNanos) {
    }

    private final Lane lane;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Turn> turns = new HashSet<>();
    private final List<Rested> resting = new ArrayList<>();
    private int peak = 1;

    Slots(Lane lane) {
        this.lane = lane;
    }

    /** Waits for a place. */
    Turn take() {
        try {
            lock.lockInterruptibly();
            try {
                for (long wait = waitNanos(); wait > 0; wait = waitNanos()) {
                    changed.awaitNanos(Math.min(wait, GLANCE_NANOS));
                }
                Turn turn = new Turn(lane);
                turns.add(turn);
                peak = Math.max(peak, turns.size());
                return turn;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenBackException("interrupted before the pace allowed the work");
        }
    }

    private long waitNanos() {
        if (lane.isStopping()) {
            throw new GivenBackException("stopping before the work with the " + lane.role
                    + " archive is done; it stays queued");
        }
        Present present = lane.present();
        if (!present.mayBegin()) {
            return GLANCE_NANOS;
        }
        double concurrency = lane.concurrency(present);
        long rest = purge(present.limits().pause(), concurrency);
        if (turns.size() + resting.size() < places(concurrency)) {
            return 0;
        }
        if (resting.isEmpty()) {
            lane.noteSlotWait(concurrency);
            return GLANCE_NANOS;
        }
        if (present.limits().pause() == null) {
            lane.noteSlotWait(concurrency);
        } else {
            lane.noteWait("pause", "window");
        }
        return Math.max(1, rest);
    }

    /** Without a limit a pause holds for as many associations as there have been at once. */
    private int places(double concurrency) {
        if (Double.isInfinite(concurrency)) {
            return resting.isEmpty() ? Integer.MAX_VALUE : peak;
        }
        return (int) Math.ceil(concurrency);
    }

    /** Forgets rests that are over; returns the nanoseconds until the next one is. */
    private long purge(Duration pause, double concurrency) {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        double places = Math.ceil(concurrency);
        double share = Double.isInfinite(concurrency) ? 0 : places / concurrency - 1;
        for (Iterator<Rested> i = resting.iterator(); i.hasNext();) {
            Rested rested = i.next();
            long rest = Math.max(pause == null ? 0 : pause.toNanos(), (long) (share * rested.tookNanos()));
            long left = rested.endNanos() + rest - now;
            if (left <= 0) {
                i.remove();
            } else {
                next = Math.min(next, left);
            }
        }
        return next;
    }

    void give(Turn turn) {
        lock.lock();
        try {
            if (turns.remove(turn)) {
                long now = System.nanoTime();
                resting.add(new Rested(now, now - turn.beganNanos()));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The turn was never used: its place needs no rest. */
    void cancel(Turn turn) {
        lock.lock();
        try {
            turns.remove(turn);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int busy() {
        lock.lock();
        try {
            return turns.size();
        } finally {
            lock.unlock();
        }
    }

    void parkAll() {
        List<Turn> late;
        lock.lock();
        try {
            late = List.copyOf(turns);
        } finally {
            lock.unlock();
        }
        late.forEach(Turn::park);
    }

    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
