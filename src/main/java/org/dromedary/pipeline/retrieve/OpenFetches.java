package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.ledger.spool.Spool;

/**
 * Fetches that wait for objects without holding a consumer, by series; when the message of the series comes again, it
 * goes on where it was. Between two attempts late objects are still taken. What waits for a message that came to
 * another worker ends after a time. Thread-safe.
 */
@ApplicationScoped
class OpenFetches {

    private static final Duration MAX_AGE = Duration.ofHours(6);

    /** Series that wait for their next attempt with what came so far; the spool should not fill with halves. */
    private static final int MAX_BETWEEN = 200;

    private final Reception reception;
    private final LateObjects late;
    private final Spool spool;
    private final Map<Long, SeriesFetch> open = new HashMap<>();
    private final Map<Long, SeriesFetch> between = new LinkedHashMap<>();
    private final Set<Long> working = new HashSet<>();

    OpenFetches(Reception reception, LateObjects late, Spool spool) {
        this.reception = reception;
        this.late = late;
        this.spool = spool;
    }

    /** Where the objects of a series arrive: with those of the attempt before, or late ones, if they are here. */
    Arrivals arrivals(long seriesId, String studyInstanceUid, String seriesInstanceUid) throws IOException {
        SeriesFetch before;
        synchronized (this) {
            before = between.remove(seriesId);
        }
        if (before != null) {
            reception.openAgain(before.arrivals());
            return before.arrivals();
        }
        spool.remove(studyInstanceUid, seriesInstanceUid);
        Arrivals came = late.take(seriesId);
        if (came != null) {
            came.into(spool.seriesFolder(studyInstanceUid, seriesInstanceUid));
            reception.openAgain(came);
            return came;
        }
        Arrivals arrivals = new Arrivals(studyInstanceUid, seriesInstanceUid,
                spool.seriesFolder(studyInstanceUid, seriesInstanceUid));
        reception.open(arrivals);
        return arrivals;
    }

    /** The attempt has failed: what came, and what comes until the next one, is kept for it. */
    void keepForNextAttempt(long seriesId, SeriesFetch fetch) throws IOException {
        reception.openAgain(fetch.arrivals());
        List<SeriesFetch> ended = new ArrayList<>();
        synchronized (this) {
            SeriesFetch other = between.put(seriesId, fetch);
            if (other != null && other != fetch) {
                ended.add(other);
            }
            while (between.size() > MAX_BETWEEN) {
                ended.add(between.remove(between.keySet().iterator().next()));
            }
        }
        ended.forEach(this::end);
    }

    /** Gives the room of what waits for its next attempt back; it is fetched as a whole then. */
    void forgetFailedAttempts() {
        late.forget();
        List<SeriesFetch> all;
        synchronized (this) {
            all = List.copyOf(between.values());
            between.clear();
        }
        all.forEach(this::end);
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
            for (Map<Long, SeriesFetch> fetches : List.of(open, between)) {
                fetches.values().removeIf(fetch -> fetch.age().compareTo(MAX_AGE) > 0 && old.add(fetch));
            }
        }
        old.forEach(this::end);
    }

    /** Nothing more is taken, and nothing that came is kept. */
    void end(SeriesFetch fetch) {
        reception.giveUp(fetch.arrivals());
    }
}
