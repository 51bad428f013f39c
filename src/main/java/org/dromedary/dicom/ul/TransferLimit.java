package org.dromedary.dicom.ul;

import java.time.Duration;

/**
 * Bounds the time that is spent waiting for the bytes of a message once it has begun, however they are spread over PDUs
 * and packets: a peer that sends a byte now and then is slower than any network. The time begins anew with each piece
 * of 256 KiB. What this side does between two reads does not count. Of one thread, but for {@link #stalledNanos}.
 */
final class TransferLimit {
    private static final int PIECE = 256 * 1024;

    private final Deadline deadline;
    private final ByteGate gate;
    private int received;
    private boolean fresh = true;
    private long spent;
    private volatile long spentBefore;
    private volatile long waitingSince;

    TransferLimit(Duration limit, ByteGate gate) {
        this.gate = gate;
        this.deadline = new Deadline(limit, "transfer of a message", gate);
        deadline.suspend();
    }

    /** The next bytes that come are those of another message. */
    void nextMessage() {
        fresh = true;
    }

    /** Waiting begins. */
    Deadline begin() {
        if (fresh || received >= PIECE) {
            deadline.restart();
            deadline.suspend();
            received = 0;
            spent = 0;
            spentBefore = 0;
            fresh = false;
        }
        deadline.resume();
        waitingSince = now();
        return deadline;
    }

    /** Waiting has ended. */
    void end(int bytes) {
        deadline.suspend();
        received += bytes;
        spent += now() - waitingSince;
        spentBefore = spent;
        waitingSince = 0;
    }

    /** For any thread: how long the peer has been waited for since the piece began; 0 if it is not waited for. */
    long stalledNanos() {
        long since = waitingSince;
        return since == 0 ? 0 : spentBefore + now() - since;
    }

    private long now() {
        return System.nanoTime() - gate.heldNanos();
    }
}
