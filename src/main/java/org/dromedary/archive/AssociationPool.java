package org.dromedary.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.dromedary.dicom.net.Association;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.DicomNetworkException;
import org.dromedary.dicom.net.DicomTimeoutException;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.NoPresentationContextException;

/**
 * Associations to one archive, kept open between uses so that the series of a study share one (an archive that stages
 * from tape does so once). Thread-safe; one association serves one use at a time, and there are never more of them than
 * uses at the same time: archives give each association a thread or a licence, idle or not.
 */
public final class AssociationPool implements AutoCloseable {

    /** What is done on an association; must be repeatable from its beginning. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Association association) throws IOException;
    }

    private record Idle(Association association, long sinceNanos) {
    }

    private final long keepIdleNanos;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Set<Association> working = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** @param keepIdle an association unused for so long is released at the next use or {@link #releaseIdle()} */
    public AssociationPool(Duration keepIdle) {
        this.keepIdleNanos = keepIdle.toNanos();
    }

    /**
     * Runs the work on an idle association that suits, else on a new one. A kept association may have been ended by the
     * peer meanwhile: then the work is begun again, once, on a new one.
     */
    public <T> T use(AssociationRequest request, Predicate<Association> suits, Work<T> work) throws IOException {
        Association kept = takeIdle(suits);
        if (kept != null) {
            try {
                return runAndKeep(kept, work);
            } catch (DimseStatusException | NoPresentationContextException | DicomTimeoutException answered) {
                throw answered;
            } catch (DicomNetworkException stale) {
                if (isClosed()) {
                    throw stale;
                }
                // fall through to a new association
            }
        }
        releaseOneThatDidNotSuit();
        return runAndKeep(Association.open(request), work);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void releaseOneThatDidNotSuit() {
        Idle oldest;
        synchronized (this) {
            oldest = idle.pollLast();
        }
        if (oldest != null) {
            oldest.association().close();
        }
    }

    private <T> T runAndKeep(Association association, Work<T> work) throws IOException {
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
                giveBack(association);
            } else {
                association.abort();
            }
        }
    }

    private Association takeIdle(Predicate<Association> suits) {
        releaseIdle();
        synchronized (this) {
            for (Iterator<Idle> i = idle.iterator(); i.hasNext();) {
                Association candidate = i.next().association();
                if (candidate.isOpen() && suits.test(candidate)) {
                    i.remove();
                    return candidate;
                }
            }
            return null;
        }
    }

    private void giveBack(Association association) {
        synchronized (this) {
            if (!closed) {
                idle.addFirst(new Idle(association, System.nanoTime()));
                return;
            }
        }
        association.close();
    }

    /** Releases the associations that nobody used for the settled time. */
    public void releaseIdle() {
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
            oldest.close();
        }
    }

    /** Releases what is idle and breaks off what is at work. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        working.forEach(Association::drop);
        release(System.nanoTime());
    }
}
