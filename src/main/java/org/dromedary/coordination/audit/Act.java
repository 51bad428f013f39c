package org.dromedary.coordination.audit;

import java.time.Instant;

/**
 * What a person did, as the ledger's event says.
 *
 * @param code such as ORDER, INCIDENT, REPLAY
 * @param seriesId the series it was done to, or null
 * @param windowId the query window it was done to, or null
 */
record Act(long eventId, Instant at, String who, String code, String what, Long seriesId, Long windowId) {

    String hash(String previous, long number) {
        return ChainHash.of(previous, number, eventId, at.toEpochMilli(), who, code, what, seriesId, windowId);
    }

    AuditMessage message(long number, String hash) {
        Subject subject = Subject.node("migration").detail("act", code).detail("what", what)
                .detail("series", seriesId).detail("query-window", windowId).detail("event", eventId)
                .detail("number", number).detail("hash", hash);
        return AuditMessage.of(AuditMessage.Event.SECURITY_ALERT, AuditMessage.Type.RESTRICTED_FUNCTION,
                AuditMessage.Action.EXECUTE).at(at).by(Participant.person(who, null)).by(Participant.program())
                .about(subject);
    }
}
