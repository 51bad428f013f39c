package org.dromedary.archives.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.dromedary.archives.pace.GivenBackException;

/**
 * Holds back the work of an archive that is out of reach, probes it with growing pauses, and lets the work on when it
 * answers: an outage costs no series an attempt. Thread-safe.
 */
public final class ArchiveGate {

    /** One cheap question to the archive (C-ECHO, PS3.7 §9.1.5, or another); returning means that it is back. */
    @FunctionalInterface
    public interface Probe {
        void ask() throws IOException;
    }

    /** The process ends: what waited is given back to its queue. */
    public static final class StoppingException extends GivenBackException {
        private static final long serialVersionUID = 1L;

        StoppingException(String role) {
            super("stopping before the work with the " + role + " archive is done; it stays queued");
        }
    }

    private final String role;
    private final String label;
    private final Probe probe;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Consumer<String> journal;
    private String outage;
    private boolean probing;
    private boolean stopping;

    /** @param journal told once when an outage begins and once when it ends */
    public ArchiveGate(String role, Probe probe, Duration firstPause, Duration longestPause, Consumer<String> journal) {
        this(role, "", probe, firstPause, longestPause, journal);
    }

    /** @param label which of the archive's application entities it is, empty for its main one */
    ArchiveGate(String role, String label, Probe probe, Duration firstPause, Duration longestPause,
            Consumer<String> journal) {
        this.role = role;
        this.label = label;
        this.probe = probe;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.journal = journal;
    }

    /** What keeps the archive's work back, or null while nothing does. */
    public synchronized String outage() {
        return outage;
    }

    /** Whether the archive does not answer a probe now. */
    boolean isSilent() {
        try {
            probe.ask();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** @throws StoppingException if the process ends */
    public void checkRunning() {
        synchronized (this) {
            if (stopping || Thread.currentThread().isInterrupted()) {
                throw new StoppingException(role);
            }
        }
    }

    /** Closes the gate. */
    void shut(String reason) {
        synchronized (this) {
            if (outage != null) {
                return;
            }
            outage = label.isEmpty() ? reason : label + ": " + reason;
        }
        journal.accept("The " + role + " archive is unavailable: " + outage());
    }

    /** Returns when the archive is available; one of the waiting threads probes it for all. */
    void await() {
        while (true) {
            synchronized (this) {
                if (stopping) {
                    throw new StoppingException(role);
                }
                if (outage == null) {
                    return;
                }
                if (probing) {
                    pause(longestPause);
                    continue;
                }
                probing = true;
            }
            probeUntilBack();
        }
    }

    private void probeUntilBack() {
        try {
            Duration wait = firstPause;
            while (true) {
                synchronized (this) {
                    pause(wait);
                    if (stopping) {
                        return;
                    }
                }
                if (!isSilent()) {
                    reopen();
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(longestPause) > 0 ? longestPause : wait.multipliedBy(2);
            }
        } finally {
            synchronized (this) {
                probing = false;
                notifyAll();
            }
        }
    }

    private void reopen() {
        synchronized (this) {
            outage = null;
        }
        journal.accept("The " + role + " archive is available again" + (label.isEmpty() ? "" : ": " + label));
    }

    private void pause(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        boolean before = probing;
        try {
            for (long left = time.toNanos(); left > 0 && !stopping && probing == before;
                    left = deadline - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppingException(role);
        }
    }

    /** Ends all waiting with {@link StoppingException}. */
    public synchronized void stop() {
        stopping = true;
        notifyAll();
    }
}
