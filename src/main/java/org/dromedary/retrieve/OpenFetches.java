package org.dromedary.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Fetches that wait for objects without holding a consumer, by series; when the message of the series comes again, it
 * goes on where it was. Those whose message came to another worker end after a time. Thread-safe.
 */
@ApplicationScoped
class OpenFetches {

    private static final Logger LOG = Logger.getLogger(OpenFetches.class);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final Reception reception;
    private final Map<Long, SeriesFetch> open = new HashMap<>();
    private final Set<Long> working = new HashSet<>();

    OpenFetches(Reception reception) {
        this.reception = reception;
    }

    /** A consumer works on the series, until {@link #leave}. */
    synchronized void work(long seriesId) {
        working.add(seriesId);
    }

    synchronized void leave(long seriesId) {
        working.remove(seriesId);
    }

    /** Whether a consumer works on the series, or a fetch of it waits. */
    synchronized boolean isTaken(long seriesId) {
        return working.contains(seriesId) || open.containsKey(seriesId);
    }

    /** Whether any fetch waits, with files in the spool. */
    synchronized boolean anyWaits() {
        return !open.isEmpty();
    }

    /** The fetch of that attempt if it waits here, which it then no longer does; else null. */
    SeriesFetch take(long seriesId, int attempt) {
        endOld();
        SeriesFetch fetch;
        synchronized (this) {
            fetch = open.remove(seriesId);
        }
        if (fetch != null && fetch.attempt() != 0 && fetch.attempt() != attempt) {
            end(fetch);
            return null;
        }
        return fetch;
    }

    void put(long seriesId, SeriesFetch fetch) {
        SeriesFetch before;
        synchronized (this) {
            before = open.put(seriesId, fetch);
        }
        if (before != null && before != fetch) {
            end(before);
        }
    }

    private void endOld() {
        List<SeriesFetch> old = new ArrayList<>();
        synchronized (this) {
            open.values().removeIf(fetch -> fetch.age().compareTo(LONGEST) > 0 && old.add(fetch));
        }
        old.forEach(this::end);
    }

    /** Nothing more is taken, and nothing that came is kept. */
    void end(SeriesFetch fetch) {
        reception.close(fetch.arrivals());
        try {
            reception.discard(fetch.arrivals().all());
        } catch (IOException e) {
            LOG.warnf("files of a fetch that was given up stay in the spool: %s", e.toString());
        }
    }
}
