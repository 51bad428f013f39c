package org.dromedary.coordination.incident;

import java.util.EnumSet;
import java.util.Set;
import org.dromedary.ledger.SeriesState;

/** Which series wait when something is affected. */
final class Waiting {

    static final Set<SeriesState> EVERYWHERE = EnumSet.of(SeriesState.QUEUED, SeriesState.RETRY_WAIT,
            SeriesState.RETRIEVED, SeriesState.RECONCILED, SeriesState.TRANSCODED, SeriesState.STORED);
    private static final Set<SeriesState> BEFORE_RETRIEVE = EnumSet.of(SeriesState.QUEUED, SeriesState.RETRY_WAIT);
    private static final Set<SeriesState> IN_THE_SPOOL = EnumSet.of(SeriesState.RETRIEVED, SeriesState.RECONCILED,
            SeriesState.TRANSCODED, SeriesState.STORED);

    private Waiting() {
    }

    /** A full spool keeps series at the source, as an absent source does; anything unknown may keep all. */
    static Set<SeriesState> statesOf(String subject) {
        return switch (subject.replaceFirst("^stage:", "").replaceFirst(" .*", "")) {
            case "source", "spool", "retrieve" -> BEFORE_RETRIEVE;
            case "target" -> IN_THE_SPOOL;
            case "reconcile" -> EnumSet.of(SeriesState.RETRIEVED);
            case "transcode" -> EnumSet.of(SeriesState.RECONCILED);
            case "store" -> EnumSet.of(SeriesState.TRANSCODED);
            case "verify" -> EnumSet.of(SeriesState.STORED);
            case "hl7", "hl7-out" -> EnumSet.noneOf(SeriesState.class);
            default -> EVERYWHERE;
        };
    }
}
