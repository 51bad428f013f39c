package org.dromedary.dicom.ul;

import java.time.Duration;

/** The end of a wait, reusable so that the path of each PDU needs no new one. */
public final class Deadline {
    private final Duration limit;
    private final String what;
    private final ByteGate gate;
    private long end;
    private long left;

    public Deadline(Duration limit, String what) {
        this(limit, what, ByteGate.OPEN);
    }

    /** @param gate what it holds back meanwhile is no fault of the peer: the end moves along */
    public Deadline(Duration limit, String what, ByteGate gate) {
        this.limit = limit;
        this.what = what;
        this.gate = gate;
        restart();
    }

    public Deadline restart() {
        end = now() + limit.toNanos();
        return this;
    }

    /** Time does not pass until {@link #resume}. */
    void suspend() {
        left = end - now();
    }

    void resume() {
        end = now() + left;
    }

    private long now() {
        return System.nanoTime() - gate.heldNanos();
    }

    /** Milliseconds left, at least 1; an exception once it has passed. */
    public long remainingMillis() throws DicomTimeoutException {
        long nanos = end - now();
        if (nanos <= 0) {
            throw expired();
        }
        return nanos / 1_000_000 + 1;
    }

    public boolean isOver() {
        return now() - end >= 0;
    }

    DicomTimeoutException expired() {
        return new DicomTimeoutException(what, limit);
    }
}
