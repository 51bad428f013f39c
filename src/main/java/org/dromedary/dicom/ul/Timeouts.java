package org.dromedary.dicom.ul;

import java.time.Duration;

/**
 * The limits of every wait on an association.
 *
 * @param connect     to open the transport connection
 * @param association from the open connection to the whole answer of the negotiation, and for a release (ARTIM)
 * @param response    to the next message of an operation under way, for each PDU once begun, and for each write
 * @param idle        as an SCP: to the next command; generous, since clinicians' archives keep associations open
 */
public record Timeouts(Duration connect, Duration association, Duration response, Duration idle) {
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(10));

    public Timeouts {
        for (Duration limit : new Duration[] {connect, association, response, idle}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("A timeout must be positive: " + limit);
            }
        }
    }

    public Timeouts withResponse(Duration limit) {
        return new Timeouts(connect, association, limit, idle);
    }

    public Timeouts withAssociation(Duration limit) {
        return new Timeouts(connect, limit, response, idle);
    }

    public Timeouts withConnect(Duration limit) {
        return new Timeouts(limit, association, response, idle);
    }

    public Timeouts withIdle(Duration limit) {
        return new Timeouts(connect, association, response, limit);
    }
}
