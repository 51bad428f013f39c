package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Claims.Verdict;

/**
 * Takes objects that come after the last attempt of a series that ended without them, as from a tape that was mounted
 * too late. They wait in a folder of their own until the series is asked for again, which is due as soon as one came.
 * Thread-safe.
 */
@ApplicationScoped
@Named("lateObjects")
public class LateObjects {

    /** Series of which objects may still come; the oldest are given up first. */
    private static final int MAX_SERIES = 200;
    private static final Duration MAX_AGE = Duration.ofHours(6);
    /** Others may follow the one that came. */
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** A source that invents UIDs would be asked for ever. */
    private static final int MAX_REPLAYS = 3;

    private final Reception reception;
    private final Spool spool;
    private final RetrieveMethod method;
    private final Map<Long, Awaited> awaited = new LinkedHashMap<>();
    private final Map<Long, Integer> replays = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MAX_SERIES * 10;
        }
    };

    private record Awaited(Arrivals arrivals, long sinceNanos) {
        boolean isOld() {
            return System.nanoTime() - sinceNanos > MAX_AGE.toNanos();
        }

        boolean cameAndIsQuiet() {
            return arrivals.count() > 0 && System.nanoTime() - arrivals.lastArrivalNanos() >= QUIET.toNanos();
        }
    }

    LateObjects(Reception reception, Spool spool, ArchiveSettings.Source source) {
        this.reception = reception;
        this.spool = spool;
        this.method = source.retrieve();
    }

    /**
     * The series has ended without objects that were claimed; those that are sent from now on are taken.
     *
     * @param ended   where objects of the series arrived until now
     * @param verdict what is missing of it
     */
    void await(long seriesId, Arrivals ended, Verdict verdict) {
        List<Awaited> givenUp = new ArrayList<>();
        Arrivals late = ended.late(verdict, spool.late());
        synchronized (this) {
            if (method != RetrieveMethod.MOVE || replays.getOrDefault(seriesId, 0) >= MAX_REPLAYS) {
                return;
            }
            Awaited before = awaited.put(seriesId, new Awaited(late, System.nanoTime()));
            if (before != null) {
                givenUp.add(before);
            }
            while (awaited.size() > MAX_SERIES) {
                givenUp.add(awaited.remove(awaited.keySet().iterator().next()));
            }
        }
        reception.openInstead(ended, late);
        givenUp.forEach(this::end);
    }

    /** The objects that came late, for the next attempt of the series; null if none are waited for. */
    Arrivals take(long seriesId) {
        Awaited taken;
        synchronized (this) {
            taken = awaited.remove(seriesId);
            if (taken != null && taken.arrivals().count() > 0) {
                replays.merge(seriesId, 1, Integer::sum);
            }
        }
        return taken == null ? null : taken.arrivals();
    }

    /** The ledger ids of series to be asked for again, since objects of theirs came. Called by the clock. */
    public List<Long> due() {
        List<Awaited> old = new ArrayList<>();
        List<Long> due = new ArrayList<>();
        synchronized (this) {
            awaited.values().removeIf(each -> each.isOld() && old.add(each));
            awaited.forEach((seriesId, each) -> {
                if (each.cameAndIsQuiet()) {
                    due.add(seriesId);
                }
            });
        }
        old.forEach(this::end);
        return due;
    }

    /** Gives the room in the spool back. */
    void forget() {
        List<Awaited> all;
        synchronized (this) {
            all = List.copyOf(awaited.values());
            awaited.clear();
        }
        all.forEach(this::end);
    }

    private void end(Awaited series) {
        reception.giveUp(series.arrivals());
    }
}
