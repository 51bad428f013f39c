package org.dromedary.pipeline.retrieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.pipeline.stage.Claims.Verdict;

/**
 * The objects of one series that a retrieve waits for and has got. Their files lie in the folder of the series, without
 * final names until the series is kept. What an attempt brought, and what comes late, can be had in the next attempt.
 * Thread-safe.
 */
final class Arrivals {

    /** What became of an object that was offered. */
    enum Taken { YES, COPY, NO }

    private final String studyInstanceUid;
    private final String seriesInstanceUid;
    private Path folder;
    private Predicate<String> wanted = sopInstanceUid -> true;
    private final Set<String> named = new LinkedHashSet<>();
    private final Map<String, Arrived> received = new LinkedHashMap<>();
    private final Map<String, Arrived> unlisted = new LinkedHashMap<>();
    private final Map<String, List<Arrived>> conflicting = new LinkedHashMap<>();
    private final Map<String, Arrived> earlier = new LinkedHashMap<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final Set<String> strangers = new LinkedHashSet<>();
    private String refusal;
    private boolean closed;
    private boolean sourceSends;
    private final List<Arrived> expelled = new ArrayList<>();
    private long lastArrivalNanos = System.nanoTime();
    private Course course = new Course(0, 0, 0, 0, 0);

    /**
     * How the objects of one retrieve came.
     *
     * @param askedNanos when they were asked for, by {@link System#nanoTime()} as the others
     */
    record Course(long askedNanos, long firstNanos, long lastNanos, int objects, long bytes) {
        private Course plus(long now, long more) {
            return new Course(askedNanos, objects == 0 ? now : firstNanos, now, objects + 1, bytes + more);
        }
    }

    Arrivals(String studyInstanceUid, String seriesInstanceUid, Path folder) {
        this.studyInstanceUid = studyInstanceUid;
        this.seriesInstanceUid = seriesInstanceUid;
        this.folder = folder;
    }

    /** Takes the objects of all series of a study. */
    static Arrivals ofStudy(String studyInstanceUid, Path folder) {
        return new Arrivals(studyInstanceUid, null, folder);
    }

    /**
     * Takes what these have not got.
     *
     * @param verdict what is missing; if nobody says which objects, any that did not come
     */
    synchronized Arrivals late(Verdict verdict, Path otherFolder) {
        Arrivals late = new Arrivals(studyInstanceUid, seriesInstanceUid, otherFolder);
        Set<String> missing = verdict.missing();
        Set<String> here = uids();
        boolean any = missing.isEmpty() || verdict.unnamed() > 0;
        late.name(missing);
        late.sourceSends = sourceSends;
        late.wanted = uid -> missing.contains(uid) || any && !here.contains(uid);
        return late;
    }

    /** Adds objects that the source says the series has; those of them that came before it did are no strangers. */
    synchronized void name(Collection<String> sopInstanceUids) {
        for (String uid : sopInstanceUids) {
            named.add(uid);
            Arrived early = unlisted.remove(uid);
            if (early != null) {
                received.put(uid, early);
            }
        }
    }

    /** Whether the object is of our series, or study, by its own word. */
    boolean isOurs(Arrived object) {
        boolean sameSeries = seriesInstanceUid == null ? object.seriesInstanceUid() != null
                : seriesInstanceUid.equals(object.seriesInstanceUid());
        return sameSeries && studyInstanceUid.equals(object.studyInstanceUid());
    }

    /** Whether the source lists the object in our series, whatever the object itself says. */
    synchronized boolean expects(Arrived object) {
        return named.contains(object.sopInstanceUid());
    }

    /**
     * Takes the object into account: as one of the series if it was named, else as one whose place is still to be
     * decided. A second copy with the same bytes is not kept; one with other bytes makes both doubtful.
     */
    synchronized Taken take(Arrived object) throws IOException {
        if (!mayTake(object)) {
            return Taken.NO;
        }
        if (object.bySource() && !sourceSends) {
            sourceSends = true;
            expelOthers();
        }
        lastArrivalNanos = System.nanoTime();
        course = course.plus(lastArrivalNanos, object.dataSetBytes());
        notifyAll();
        String uid = object.sopInstanceUid();
        List<Arrived> copies = conflicting.get(uid);
        if (copies != null) {
            return addCopy(copies, object);
        }
        Map<String, Arrived> place = named.contains(uid) ? received : unlisted;
        Arrived before = place.get(uid);
        if (before == null) {
            place.put(uid, object.movedInto(folder));
            return Taken.YES;
        }
        if (before.isCopyOf(object)) {
            return Taken.COPY;
        }
        // Moved first: if that fails, the copy before is still there.
        Arrived moved = object.movedInto(folder);
        place.remove(uid);
        conflicting.put(uid, new ArrayList<>(List.of(before, moved)));
        return Taken.YES;
    }

    /**
     * Whether an object would be taken. From others than the source none is once the source itself has sent one: they
     * would give out their objects for its.
     */
    synchronized boolean mayTake(Arrived object) {
        return !closed && wanted.test(object.sopInstanceUid()) && listensTo(object.bySource());
    }

    /** Whether what the source, or another, sends is taken. */
    synchronized boolean listensTo(boolean bySource) {
        return bySource || !sourceSends;
    }

    private void expelOthers() {
        for (Map<String, Arrived> place : List.of(received, unlisted, earlier)) {
            place.values().removeIf(object -> !object.bySource() && expelled.add(object));
        }
        conflicting.values().forEach(copies -> copies.removeIf(copy -> !copy.bySource() && expelled.add(copy)));
        conflicting.values().removeIf(List::isEmpty);
    }

    /** What others had sent before the source did, to be deleted. */
    synchronized List<Arrived> takeExpelled() {
        List<Arrived> taken = List.copyOf(expelled);
        expelled.clear();
        return taken;
    }

    private Taken addCopy(List<Arrived> copies, Arrived object) throws IOException {
        if (copies.stream().anyMatch(object::isCopyOf)) {
            return Taken.COPY;
        }
        copies.add(object.movedInto(folder));
        return Taken.YES;
    }

    /** Sets the copies of objects that came with different bytes apart, and forgets them, to fetch them alone. */
    synchronized Map<String, List<Arrived>> takeConflicts() {
        Map<String, List<Arrived>> taken = new LinkedHashMap<>(conflicting);
        conflicting.clear();
        return taken;
    }

    /** Objects that came with different bytes under one UID. */
    synchronized Set<String> conflicts() {
        return new LinkedHashSet<>(conflicting.keySet());
    }

    /** Gives back what {@link #takeConflicts} took, since fetching the object alone has not settled it. */
    synchronized void restoreConflict(String uid, List<Arrived> copies) {
        List<Arrived> all = conflicting.computeIfAbsent(uid, key -> new ArrayList<>());
        all.addAll(copies);
        for (Map<String, Arrived> place : List.of(received, unlisted)) {
            Arrived since = place.remove(uid);
            if (since != null) {
                all.add(since);
            }
        }
    }

    /** An object of this series, or that may be one, which we did not take. */
    synchronized void refused(String sopInstanceUid, String why) {
        if (!closed) {
            refused.add(sopInstanceUid);
            refusal = why;
            notifyAll();
        }
    }

    /** An object of another series by its own word, sent for our retrieve; it was not taken. */
    synchronized void stranger(String sopInstanceUid) {
        strangers.add(sopInstanceUid);
    }

    /** The objects of other series that were sent for our retrieve. */
    synchronized Set<String> strangers() {
        return new LinkedHashSet<>(strangers);
    }

    /** Objects that were sent and not taken, and have not come since. */
    synchronized Set<String> refused() {
        Set<String> open = new LinkedHashSet<>(refused);
        open.removeAll(received.keySet());
        open.removeAll(conflicting.keySet());
        return open;
    }

    /** Why the last one was not taken, or null. */
    synchronized String refusal() {
        return refusal;
    }

    /**
     * The next attempt begins, or is waited for: objects are taken again, and those that came are kept
     * for {@link #recall}.
     *
     * @return files that nobody wants any more
     */
    synchronized List<Arrived> nextAttempt() {
        List<Arrived> unwanted = new ArrayList<>();
        conflicting.forEach((uid, copies) -> {
            unwanted.addAll(copies);
            Arrived before = earlier.remove(uid);
            if (before != null) {
                unwanted.add(before);
            }
        });
        for (Map<String, Arrived> place : List.of(received, unlisted)) {
            place.forEach((uid, object) -> {
                Arrived before = earlier.put(uid, object);
                if (before != null) {
                    unwanted.add(before);
                }
            });
            place.clear();
        }
        conflicting.clear();
        named.clear();
        refused.clear();
        strangers.clear();
        refusal = null;
        wanted = sopInstanceUid -> true;
        closed = false;
        return unwanted;
    }

    /** Where the files of objects that come from now on lie. */
    synchronized void into(Path place) {
        folder = place;
    }

    /** Takes objects that came in an earlier attempt, or after it, for those of this one that did not come. */
    synchronized void recall(Predicate<String> wanted) {
        Set<String> here = uids();
        for (Map.Entry<String, Arrived> object : Map.copyOf(earlier).entrySet()) {
            String uid = object.getKey();
            // Another worker that shares the spool may have begun the series anew meanwhile.
            if (!here.contains(uid) && wanted.test(uid) && Files.exists(object.getValue().file())) {
                (named.contains(uid) ? received : unlisted).put(uid, earlier.remove(uid));
            }
        }
    }

    /** From here on nothing is taken: what comes later must not be answered as if it were safe. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits for a short time at most, until {@code enough} holds. */
    synchronized void await(BooleanSupplier enough, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!enough.getAsBoolean() && !closed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /** When the last object came, by {@link System#nanoTime()}. */
    synchronized long lastArrivalNanos() {
        return lastArrivalNanos;
    }

    /** A retrieve begins. */
    synchronized void asked() {
        course = new Course(System.nanoTime(), 0, 0, 0, 0);
        lastArrivalNanos = System.nanoTime();
    }

    /** How the objects have come since the last {@link #asked()}. */
    synchronized Course course() {
        return course;
    }

    /** Everything that came, whatever is to become of it. */
    synchronized int count() {
        return received.size() + unlisted.size() + conflicting.size();
    }

    /** What belongs to the series. */
    synchronized Map<String, Arrived> received() {
        return new LinkedHashMap<>(received);
    }

    /** What came without being named, in the order of its arrival. */
    synchronized Map<String, Arrived> unlisted() {
        return new LinkedHashMap<>(unlisted);
    }

    /** The UIDs of all that came. */
    synchronized Set<String> uids() {
        Set<String> uids = new LinkedHashSet<>(received.keySet());
        uids.addAll(unlisted.keySet());
        uids.addAll(conflicting.keySet());
        return uids;
    }

    /** Every file, to be kept aside or deleted by whoever gives the series up. */
    synchronized List<Arrived> all() {
        List<Arrived> all = new ArrayList<>(received.values());
        all.addAll(unlisted.values());
        conflicting.values().forEach(all::addAll);
        all.addAll(earlier.values());
        return all;
    }
}
