package org.dromedary.camel;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.dromedary.dicom.dimse.ScpListener;
import org.dromedary.dicom.net.AssociationInfo;
import org.dromedary.dicom.ul.AssociationAbortedException;
import org.dromedary.dicom.ul.RejectReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says which associations an scp rejected or had to abort, each kind once a minute and never many of them: a scanner
 * must not fill the log. What the association policy rejects, the policy itself tells of. Thread-safe.
 */
final class AssociationLog implements ScpListener {

    private static final Logger LOG = LoggerFactory.getLogger(AssociationLog.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_LINES = 10;

    private final String aet;
    private final ScpListener next;
    private final Set<String> told = new HashSet<>();
    private long since = System.nanoTime();
    private long untold;

    /** @param next is told all, whatever goes into the log */
    AssociationLog(String aet, ScpListener next) {
        this.aet = aet;
        this.next = next;
    }

    @Override
    public void onRejected(AssociationInfo request, RejectReason reason) {
        String called = reason == RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED
                ? ": it called '" + printable(request.calledAeTitle()) + "', this is '" + aet + "'" : "";
        if (reason != RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED) {
            tell(true, "Rejected an association of " + caller(request) + ", " + reason.words() + called);
        }
        next.onRejected(request, reason);
    }

    @Override
    public void onAborted(AssociationInfo association, Exception reason) {
        boolean byPeer = reason instanceof AssociationAbortedException;
        tell(!byPeer, "An association of " + caller(association) + (byPeer ? " ended without release: "
                : " was aborted by this side: ") + printable(reason.getClass().getSimpleName() + ", "
                + reason.getMessage()));
        next.onAborted(association, reason);
    }

    private static String caller(AssociationInfo association) {
        String address = association.address() == null ? "unknown" : association.address().getHostAddress();
        return "'" + printable(association.callingAeTitle()) + "' at " + address;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private synchronized void tell(boolean warning, String line) {
        if (System.nanoTime() - since >= MINUTE_NANOS) {
            if (untold > 0) {
                LOG.warn("{} more associations were rejected or did not end in order in the last minute", untold);
            }
            since = System.nanoTime();
            untold = 0;
            told.clear();
        }
        if (told.size() < MAX_LINES && told.add(line)) {
            LOG.atLevel(warning ? Level.WARN : Level.INFO).log(line);
        } else {
            untold++;
        }
    }
}
