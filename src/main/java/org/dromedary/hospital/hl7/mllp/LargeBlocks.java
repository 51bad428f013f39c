package org.dromedary.hospital.hl7.mllp;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that may hold a large block in memory, over all: each has a place from the moment its block grows
 * large until it ends, since camel-mllp keeps the buffer as long as the connection. Who finds none is not read from,
 * and TCP makes its sender wait; one that rests between two blocks is ended for it. Small blocks need no place.
 */
final class LargeBlocks {
    /** A block is large from so many bytes on. */
    static final int LARGE = 128 * 1024;
    private static final long LOOK_MILLIS = 500;

    /** Whoever has a place, or wants one. */
    interface Holder {
        boolean isResting();

        boolean isClosed();

        void end();
    }

    private final int places;
    private final Set<Holder> holders = new LinkedHashSet<>();

    LargeBlocks(int places) {
        this.places = places;
    }

    /** Returns with a place; without effect for whoever has one. */
    synchronized void enter(Holder holder) throws IOException {
        while (!holders.contains(holder) && holders.size() >= places) {
            holders.stream().filter(Holder::isResting).findFirst().ifPresent(Holder::end);
            await(holder);
        }
        holders.add(holder);
    }

    private void await(Holder holder) throws IOException {
        holders.removeIf(Holder::isClosed);
        if (holders.size() < places) {
            return;
        }
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for room for a large message", e);
        }
        if (holder.isClosed()) {
            throw new IOException("the connection was closed while it waited for room for a large message");
        }
    }

    synchronized void leave(Holder holder) {
        if (holders.remove(holder)) {
            notifyAll();
        }
    }

    synchronized int size() {
        return holders.size();
    }
}
