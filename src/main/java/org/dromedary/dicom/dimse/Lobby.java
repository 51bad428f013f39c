package org.dromedary.dicom.dimse;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Connections without an association yet: a bounded number of them, and when all places are taken the oldest makes room
 * for the next. Each has a moment to send its A-ASSOCIATE-RQ first, so whoever floods the port waits in the system's
 * queue like anybody else, and who sends its request at once gets in.
 */
final class Lobby {
    static final int PLACES = 64;
    private static final long MOMENT_NANOS = 100_000_000L;

    private final Map<ScpSession, Long> waiting = new LinkedHashMap<>();
    private boolean closed;

    /** Takes a connection in; waits no longer than a moment for a place. */
    synchronized void enter(ScpSession session) throws InterruptedException {
        while (waiting.size() >= PLACES && !closed) {
            Iterator<Map.Entry<ScpSession, Long>> byAge = waiting.entrySet().iterator();
            Map.Entry<ScpSession, Long> oldest = byAge.next();
            long left = oldest.getValue() + MOMENT_NANOS - System.nanoTime();
            if (left > 0) {
                wait(left / 1_000_000 + 1);
            } else {
                byAge.remove();
                oldest.getKey().kill();
            }
        }
        waiting.put(session, System.nanoTime());
    }

    /** The connection has ended or become an association; without effect if it is not here. */
    synchronized void leave(ScpSession session) {
        waiting.remove(session);
        notifyAll();
    }

    /** Nobody has to wait any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
