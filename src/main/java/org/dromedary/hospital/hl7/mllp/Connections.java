package org.dromedary.hospital.hl7.mllp;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that are open, a bounded number. One too many takes the place of one that has brought no message for
 * a while: of one that never brought any, if there is such, else of the one that did so longest ago.
 */
final class Connections {
    private static final long IDLE_NANOS = 5_000_000_000L;

    private final int limit;
    private final Set<MllpSocket> open = ConcurrentHashMap.newKeySet();

    Connections(int limit) {
        this.limit = limit;
    }

    /** False if there is no place. */
    synchronized boolean enter(MllpSocket socket) {
        open.removeIf(MllpSocket::isClosed);
        if (open.size() >= limit) {
            long now = System.nanoTime();
            open.stream().filter(each -> now - each.lastBlockNanos() > IDLE_NANOS)
                    .min(Comparator.comparing(MllpSocket::hasBrought)
                            .thenComparing(Comparator.comparingLong((MllpSocket each) -> now - each.lastBlockNanos())
                                    .reversed()))
                    .ifPresent(idle -> {
                        idle.end();
                        open.remove(idle);
                    });
        }
        return open.size() < limit && open.add(socket);
    }
}
