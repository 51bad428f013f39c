package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.dromedary.archives.archive.ArchiveLink.Purpose;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.ul.AssociationRejectedException;
import org.dromedary.dicom.ul.DicomNetworkException;
import org.dromedary.dicom.ul.DicomTimeoutException;

/**
 * Associations to one application entity, kept open between uses so that the series of a study share one (an archive
 * that stages from tape does so once). Thread-safe; one association serves one use at a time, and for each purpose
 * there are never more of them than uses at the same time: archives give each association a thread or a licence, idle
 * or not.
 * Over all purposes there are no more than the archive is known to serve.
 */
public final class AssociationPool implements AutoCloseable {

    /** What is done on an association; must be repeatable from its beginning. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Association association) throws IOException;
    }

    private record Idle(Association association, Purpose purpose, long sinceNanos) {
    }

    /** An archive needs a moment to notice that an association has ended. */
    private static final long JUST_CLOSED_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final int TRIES = 6;
    private static final long MAX_WAIT_MILLIS = 1000;

    private final long keepIdleNanos;
    private final AssociationLimit limit;
    private final Object door = new Object();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Set<Association> working = ConcurrentHashMap.newKeySet();
    /** Associations that are open, or being opened; and the latter alone. */
    private int open;
    private int opening;
    private long closedAt = System.nanoTime() - JUST_CLOSED_NANOS;
    private boolean closed;

    /** @param keepIdle an association unused for so long is released at the next use or {@link #releaseIdle()} */
    AssociationPool(Duration keepIdle, AssociationLimit limit) {
        this.keepIdleNanos = keepIdle.toNanos();
        this.limit = limit;
    }

    /**
     * Runs the work on an idle association that suits, else on a new one. A kept association may have been ended by the
     * peer meanwhile: then the work is begun again, once, on a new one.
     *
     * @throws NoPlaceException when no association may be opened now: {@link #awaitPlace()} and try again
     */
    <T> T use(Purpose purpose, AssociationRequest request, Predicate<Association> suits, Work<T> work)
            throws IOException {
        Association kept = takeIdle(purpose, suits);
        if (kept != null) {
            try {
                return runAndKeep(purpose, kept, work);
            } catch (DimseStatusException | NoPresentationContextException | DicomTimeoutException answered) {
                throw answered;
            } catch (DicomNetworkException stale) {
                if (isClosed()) {
                    throw stale;
                }
                // fall through to a new association
            }
        }
        releaseOneThatDidNotSuit(purpose);
        return runAndKeep(purpose, open(request), work);
    }

    /** Runs the work on a new association that is released afterwards; as {@link #use} otherwise. */
    <T> T useOnce(AssociationRequest request, Work<T> work) throws IOException {
        Association association = open(request);
        try {
            return work.on(association);
        } finally {
            end(association);
        }
    }

    /** Runs the work on an idle association, if there is one: work that must not cost an association of its own. */
    <T> T useIdle(Purpose purpose, Predicate<Association> suits, Work<T> work) throws IOException {
        Association kept = takeIdle(purpose, suits);
        if (kept == null) {
            throw new NoPlaceException();
        }
        return runAndKeep(purpose, kept, work);
    }

    /** Whether the archive is known to serve only so many associations. */
    boolean isLimited() {
        return limit.most() < Integer.MAX_VALUE;
    }

    private Association open(AssociationRequest request) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return openOne(request);
            } catch (AssociationRejectedException rejected) {
                if (!rejected.isTransient() || isClosed()) {
                    throw rejected;
                }
                int held = held();
                if (held > 0) {
                    limit.refused(held, rejected);
                    if (!closeOldestIdle()) {
                        throw new NoPlaceException();
                    }
                } else if (tries >= TRIES || !justClosed()) {
                    throw rejected;
                }
                pause(FIRST_PAUSE_MILLIS << Math.min(tries, TRIES) - 1);
            }
        }
    }

    /** One after the other: archives count those that have not been accepted yet too. */
    private Association openOne(AssociationRequest request) throws IOException {
        synchronized (door) {
            takePlace();
            boolean accepted = false;
            try {
                Association association = Association.open(request);
                accepted = true;
                limit.accepted(opened());
                return association;
            } finally {
                if (!accepted) {
                    giveUpPlace();
                }
            }
        }
    }

    /** Returns how many others are open. */
    private synchronized int opened() {
        opening--;
        notifyAll();
        return open - opening - 1;
    }

    private synchronized void giveUpPlace() {
        opening--;
        open--;
        notifyAll();
    }

    /** How many associations the archive has accepted and still serves, once it has answered those being opened. */
    private synchronized int held() {
        long end = System.nanoTime() + MAX_WAIT_MILLIS * 1_000_000;
        while (opening > 0 && !closed && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            pause(FIRST_PAUSE_MILLIS);
        }
        return open - opening;
    }

    /** Takes a place for one more, closing idle ones if need be. */
    private void takePlace() throws NoPlaceException {
        int most = limit.most();
        List<Idle> superfluous = new ArrayList<>();
        try {
            synchronized (this) {
                if (closed) {
                    throw new NoPlaceException();
                }
                while (open >= most) {
                    Idle oldest = idle.pollLast();
                    if (oldest == null) {
                        throw new NoPlaceException();
                    }
                    superfluous.add(oldest);
                    open--;
                }
                open++;
                opening++;
            }
        } finally {
            superfluous.forEach(each -> each.association().close());
            if (!superfluous.isEmpty()) {
                noteClosed();
            }
        }
    }

    private synchronized void givePlaceBack() {
        open--;
        closedAt = System.nanoTime();
        notifyAll();
    }

    private synchronized void noteClosed() {
        closedAt = System.nanoTime();
    }

    private synchronized boolean justClosed() {
        return System.nanoTime() - closedAt < JUST_CLOSED_NANOS;
    }

    private boolean closeOldestIdle() {
        Idle oldest;
        synchronized (this) {
            oldest = idle.pollLast();
        }
        if (oldest != null) {
            end(oldest.association());
        }
        return oldest != null;
    }

    private void end(Association association) {
        association.close();
        givePlaceBack();
    }

    /** Returns when a place may be free, at the latest after a second. */
    synchronized void awaitPlace() {
        if (!closed) {
            pause(MAX_WAIT_MILLIS);
        }
    }

    private synchronized void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void releaseOneThatDidNotSuit(Purpose purpose) {
        Idle oldest = null;
        synchronized (this) {
            for (Iterator<Idle> i = idle.descendingIterator(); oldest == null && i.hasNext();) {
                Idle candidate = i.next();
                if (candidate.purpose() == purpose) {
                    i.remove();
                    oldest = candidate;
                }
            }
        }
        if (oldest != null) {
            end(oldest.association());
        }
    }

    private <T> T runAndKeep(Purpose purpose, Association association, Work<T> work) throws IOException {
        boolean usable = false;
        working.add(association);
        if (isClosed()) {
            association.drop();
        }
        try {
            T result = work.on(association);
            usable = true;
            return result;
        } catch (DimseStatusException answered) {
            usable = true;
            throw answered;
        } finally {
            working.remove(association);
            if (usable && association.isOpen()) {
                giveBack(purpose, association);
            } else {
                association.abort();
                givePlaceBack();
            }
        }
    }

    private Association takeIdle(Purpose purpose, Predicate<Association> suits) {
        releaseIdle();
        List<Association> ended = new ArrayList<>();
        try {
            synchronized (this) {
                for (Iterator<Idle> i = idle.iterator(); i.hasNext();) {
                    Idle candidate = i.next();
                    if (!candidate.association().isOpen()) {
                        i.remove();
                        ended.add(candidate.association());
                    } else if (candidate.purpose() == purpose && suits.test(candidate.association())) {
                        i.remove();
                        return candidate.association();
                    }
                }
                return null;
            }
        } finally {
            ended.forEach(this::end);
        }
    }

    private void giveBack(Purpose purpose, Association association) {
        synchronized (this) {
            if (!closed) {
                idle.addFirst(new Idle(association, purpose, System.nanoTime()));
                notifyAll();
                return;
            }
        }
        end(association);
    }

    /** Releases the associations that nobody used for the settled time. */
    void releaseIdle() {
        release(System.nanoTime() - keepIdleNanos);
    }

    private void release(long unusedSince) {
        while (true) {
            Association oldest;
            synchronized (this) {
                Idle last = idle.peekLast();
                if (last == null || last.sinceNanos() - unusedSince > 0) {
                    return;
                }
                oldest = idle.removeLast().association();
            }
            end(oldest);
        }
    }

    /** Releases what is idle and breaks off what is at work. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        working.forEach(Association::drop);
        release(System.nanoTime());
    }
}
