package org.dromedary.coordination.incident;

import java.time.Instant;

/**
 * What prevents, or prevented, normal operation.
 *
 * @param statement what prevents it, in a sentence
 * @param evidence the last status or error, of {@code lastAt}
 * @param advice what to check and what happens next
 * @param times how often it was noticed
 * @param waiting series that wait because of it now; 0 once it is closed
 */
public record Incident(long id, String kind, String subject, String statement, String evidence, String advice,
        int times, Instant openedAt, Instant lastAt, Instant acknowledgedAt, String acknowledgedBy, Instant closedAt,
        String closedBy, String closeReason, long waiting) {

    /** Who closes what is over without a person's act. */
    public static final String ITSELF = "dromedary";

    public boolean isOpen() {
        return closedAt == null;
    }

    public boolean isAcknowledged() {
        return acknowledgedAt != null;
    }
}
