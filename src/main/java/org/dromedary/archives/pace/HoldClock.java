package org.dromedary.archives.pace;

/** How long something of a kind has been held back by us, in total; waits at the same time count once. Thread-safe. */
final class HoldClock {

    private long total;
    private int waiting;
    private long since;

    synchronized void begin() {
        if (waiting++ == 0) {
            since = System.nanoTime();
        }
    }

    synchronized void end() {
        if (--waiting == 0) {
            total += System.nanoTime() - since;
        }
    }

    synchronized long nanos() {
        return waiting == 0 ? total : total + System.nanoTime() - since;
    }
}
