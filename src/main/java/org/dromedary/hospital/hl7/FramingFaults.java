package org.dromedary.hospital.hl7;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.jboss.logging.Logger;

/** Senders whose bytes are no blocks of MLLP: each is a line in the log, and an incident if it goes on. */
@ApplicationScoped
public class FramingFaults {

    /** Kind of the incident. */
    static final String KIND = "HL7_FRAMING";

    private static final Logger LOG = Logger.getLogger("org.dromedary.hospital.hl7");
    private static final String SUBJECT = "hl7";
    private static final int MANY = 3;
    private static final Duration QUIET = Duration.ofHours(1);

    private final Incidents incidents;
    private int faults;
    private long lastNanos;
    /** Whether the ledger may have an open incident; after a start nobody knows. */
    private boolean mayBeOpen = true;

    FramingFaults(Incidents incidents) {
        this.incidents = incidents;
    }

    /**
     * Something was wrong with what a sender sent.
     *
     * @param sender its address
     * @param reason without a value of the message
     */
    public synchronized void met(String sender, String reason) {
        LOG.warnf("The HL7 sender at %s: %s", sender, reason);
        faults++;
        lastNanos = System.nanoTime();
        if (faults >= MANY) {
            mayBeOpen = true;
            incidents.open(KIND, SUBJECT, "What an HL7 sender sends is not framed as MLLP wants it.",
                    sender + ": " + reason,
                    "A block is VT, the message, FS, CR. Mend the sender; if only the CR is missing,"
                    + " dromedary.hl7.lenient-framing=true takes its messages. Others are not touched by it.");
        }
    }

    /** By the clock: forgets what is long past. */
    synchronized void look() {
        if (mayBeOpen && (faults == 0 || System.nanoTime() - lastNanos > QUIET.toNanos())) {
            mayBeOpen = false;
            faults = 0;
            incidents.close(KIND, SUBJECT, Incident.ITSELF, "no sender broke a block for an hour, or since the start");
        }
    }
}
