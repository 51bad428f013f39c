package org.dromedary.archives.pace;

/** Leave for one operation with an archive, from {@link Pace#begin} to {@link #close()}. Thread-safe. */
public final class Turn implements AutoCloseable {

    private final Lane lane;
    private volatile long beganNanos = System.nanoTime();
    private Runnable breakOff;
    private boolean parked;
    private boolean closed;

    Turn(Lane lane) {
        this.lane = lane;
    }

    /** Tells how the operation can be broken off from another thread, should it have to be parked. */
    public void breakOffBy(Runnable action) {
        synchronized (this) {
            breakOff = action;
            if (!parked) {
                return;
            }
        }
        action.run();
    }

    /** Whether the operation must end now: its pace stopped long ago. It is then no failure of the work. */
    public synchronized boolean isParked() {
        return parked;
    }

    void park() {
        Runnable action;
        synchronized (this) {
            if (parked || closed) {
                return;
            }
            parked = true;
            action = breakOff;
        }
        if (action != null) {
            action.run();
        }
    }

    /** The work begins only now: waiting needs no rest. */
    Turn begun() {
        beganNanos = System.nanoTime();
        return this;
    }

    long beganNanos() {
        return beganNanos;
    }

    /** Ends the turn; its association may rest now. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            breakOff = null;
        }
        lane.end(this);
    }
}
