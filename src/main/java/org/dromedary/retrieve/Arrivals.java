package org.dromedary.retrieve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.dromedary.retrieve.ObjectReceiver.Arrived;

/** The objects of one series that a retrieve waits for and has got. Thread-safe. */
final class Arrivals {

    private final String studyInstanceUid;
    private final String seriesInstanceUid;
    private final Path folder;
    private final Set<String> expected;
    private final Map<String, Arrived> received = new LinkedHashMap<>();
    private boolean closed;
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

    /** @param expected SOP Instance UIDs, or null when only the source knows */
    Arrivals(String studyInstanceUid, String seriesInstanceUid, Path folder, Set<String> expected) {
        this.studyInstanceUid = studyInstanceUid;
        this.seriesInstanceUid = seriesInstanceUid;
        this.folder = folder;
        this.expected = expected;
    }

    /** Whether the object is of our series by its own word. */
    boolean isOurs(Arrived object) {
        return seriesInstanceUid.equals(object.seriesInstanceUid())
                && studyInstanceUid.equals(object.studyInstanceUid());
    }

    /** Whether the source lists the object in our series, whatever the object itself says. */
    boolean expects(Arrived object) {
        return expected != null && expected.contains(object.sopInstanceUid());
    }

    /** Puts the file in its place; false when nobody waits any more. */
    synchronized boolean take(Arrived object) throws IOException {
        if (closed) {
            return false;
        }
        object.moveTo(folder);
        received.put(object.sopInstanceUid(), object);
        lastArrivalNanos = System.nanoTime();
        course = course.plus(lastArrivalNanos, object.dataSetBytes());
        notifyAll();
        return true;
    }

    /** From here on nothing is taken: what comes later must not be answered as if it were safe. */
    synchronized void close() {
        closed = true;
    }

    /** Waits until all wanted objects are here, or none has come for the given time. */
    synchronized void settle(int wantedCount, Duration quiet) throws InterruptedException {
        lastArrivalNanos = Math.max(lastArrivalNanos, System.nanoTime());
        while (!complete(wantedCount)) {
            long left = lastArrivalNanos + quiet.toNanos() - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /** A retrieve begins. */
    synchronized void asked() {
        course = new Course(System.nanoTime(), 0, 0, 0, 0);
    }

    /** How the objects have come since the last {@link #asked()}. */
    synchronized Course course() {
        return course;
    }

    private boolean complete(int wantedCount) {
        return received.size() >= wantedCount && !received.isEmpty() && missing().isEmpty();
    }

    /** Expected objects that have not come; empty when what is expected is unknown. */
    synchronized Set<String> missing() {
        Set<String> missing = expected == null ? new LinkedHashSet<>() : new LinkedHashSet<>(expected);
        missing.removeAll(received.keySet());
        return missing;
    }

    synchronized int count() {
        return received.size();
    }

    synchronized Map<String, Arrived> received() {
        return new LinkedHashMap<>(received);
    }
}
