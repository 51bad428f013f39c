package org.dromedary.archives.archive;

import java.time.Duration;
import java.time.Instant;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.LedgerException;

/**
 * Makes an incident of an archive's outage once it lasts, and closes it when the archive answers again, also one that
 * was opened before a restart. Looks when {@link #run} is called, by one thread.
 */
final class OutageWatch implements Runnable {

    static final String KIND = "ARCHIVE_UNAVAILABLE";

    /** As {@link org.dromedary.dicom.ul.AssociationRejectedException} says it: the archive is there. */
    private static final String REJECTED = "Association rejected";

    /** How often the incident of an outage that goes on is noticed again, and an archive of before a restart probed. */
    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Archive archive;
    private final String subject;
    private final ArchiveGate gate;
    private final Incidents incidents;
    private final Duration unavailableAfter;
    private Instant since;
    private long repeatAt = System.nanoTime();
    /** Whether the ledger may have an open incident; after a start nobody knows. */
    private boolean mayBeOpen = true;

    OutageWatch(Archive archive, ArchiveGate gate, Incidents incidents, Duration unavailableAfter) {
        this(archive, archive.role(), gate, incidents, unavailableAfter);
    }

    /** A watch over one of an archive's application entities. */
    OutageWatch(Line line, Incidents incidents, Duration unavailableAfter) {
        this(line.endpoint(), line.label().isEmpty() ? line.endpoint().role()
                : line.endpoint().role() + " " + line.endpoint(), line.gate(), incidents, unavailableAfter);
    }

    private OutageWatch(Archive archive, String subject, ArchiveGate gate, Incidents incidents,
            Duration unavailableAfter) {
        this.archive = archive;
        this.subject = subject;
        this.gate = gate;
        this.incidents = incidents;
        this.unavailableAfter = unavailableAfter;
    }

    @Override
    public void run() {
        String outage = gate.outage();
        long now = System.nanoTime();
        if (outage != null) {
            away(outage, now);
        } else if (mayBeOpen) {
            try {
                back(now);
            } catch (LedgerException e) {
                // Looked at again at the next turn.
                return;
            }
        }
        if (outage == null) {
            since = null;
        }
    }

    private void away(String outage, long now) {
        if (since == null) {
            since = Instant.now();
            repeatAt = now + unavailableAfter.toNanos();
        }
        if (now - repeatAt < 0) {
            return;
        }
        repeatAt = now + REPEAT.toNanos();
        mayBeOpen = true;
        String what = outage.contains(REJECTED) ? " rejects our associations since " : " has not answered since ";
        incidents.open(KIND, subject, "The " + archive.role() + " archive " + archive + what
                + NoticeText.time(since) + "; all work with it waits.", outage, advice());
    }

    private String advice() {
        return "Check that the archive runs, that " + archive.host() + " port " + archive.port()
                + " can be reached from here (network, firewall), and that it knows our AE title and accepts it;"
                + " 'dromedary check' shows what it answers. Dromedary asks it at most a minute apart and"
                + " goes on by itself as soon as it answers; no series loses an attempt.";
    }

    private void back(long now) {
        if (since == null && now - repeatAt < 0) {
            return;
        }
        repeatAt = now + REPEAT.toNanos();
        if (!incidents.isOpen(KIND, subject)) {
            mayBeOpen = false;
        } else if (since != null || !gate.isSilent()) {
            incidents.close(KIND, subject, Incident.ITSELF, "the archive answers again");
            mayBeOpen = false;
        }
    }
}
