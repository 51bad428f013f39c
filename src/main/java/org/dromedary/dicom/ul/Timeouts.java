package org.dromedary.dicom.ul;

import java.time.Duration;

/**
 * The limits of every wait on an association.
 *
 * @param connect     to open the transport connection
 * @param association from the open connection to the whole answer of the negotiation, and for a release (ARTIM)
 * @param response    to the next message of an operation under way, and for each write
 * @param idle        as an SCP: to the next command; generous, since clinicians' archives keep associations open
 * @param transfer    for a message once begun: all that may be waited for it, anew for each 256 KiB of it; the response
 *                    timeout at most
 */
public record Timeouts(Duration connect, Duration association, Duration response, Duration idle, Duration transfer) {
    private static final Duration TRANSFER = Duration.ofMinutes(2);

    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** With two minutes for a message once begun. */
    public Timeouts(Duration connect, Duration association, Duration response, Duration idle) {
        this(connect, association, response, idle, TRANSFER);
    }

    public Timeouts {
        for (Duration limit : new Duration[] {connect, association, response, idle, transfer}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("A timeout must be positive: " + limit);
            }
        }
        transfer = transfer.compareTo(response) < 0 ? transfer : response;
    }

    public Timeouts withResponse(Duration limit) {
        return new Timeouts(connect, association, limit, idle);
    }

    public Timeouts withAssociation(Duration limit) {
        return new Timeouts(connect, limit, response, idle, transfer);
    }

    public Timeouts withConnect(Duration limit) {
        return new Timeouts(limit, association, response, idle, transfer);
    }

    public Timeouts withIdle(Duration limit) {
        return new Timeouts(connect, association, response, limit, transfer);
    }

    public Timeouts withTransfer(Duration limit) {
        return new Timeouts(connect, association, response, idle, limit);
    }
}
