package org.dromedary.dicom.net;

import java.time.Duration;

/** The end of a wait, reusable so that the path of each PDU needs no new one. */
final class Deadline {
    private final Duration limit;
    private final String what;
    private long end;

    Deadline(Duration limit, String what) {
        this.limit = limit;
        this.what = what;
        restart();
    }

    Deadline restart() {
        end = System.nanoTime() + limit.toNanos();
        return this;
    }

    /** Milliseconds left, at least 1; an exception once it has passed. */
    long remainingMillis() throws DicomTimeoutException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw expired();
        }
        return nanos / 1_000_000 + 1;
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    DicomTimeoutException expired() {
        return new DicomTimeoutException(what, limit);
    }
}
