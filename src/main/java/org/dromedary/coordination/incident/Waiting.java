package org.dromedary.coordination.incident;

import java.util.Arrays;
import java.util.List;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;

/** Which series wait when something is affected. */
final class Waiting {

    static final List<SeriesState> EVERYWHERE =
            Arrays.stream(SeriesState.values()).filter(SeriesState::isMoving).toList();

    private Waiting() {
    }

    /** A full spool keeps series at the source, as an absent source does; anything unknown may keep all. */
    static List<SeriesState> statesOf(String subject) {
        String affected = subject.replaceFirst("^stage:", "").replaceFirst(" .*", "");
        return switch (affected) {
            case "source", "spool" -> Stage.RETRIEVE.takes();
            case "target" -> EVERYWHERE.stream().filter(state -> !Stage.RETRIEVE.takes().contains(state)).toList();
            case "hl7", "hl7-out" -> List.of();
            default -> Stage.named(affected).map(Stage::takes).filter(states -> !states.isEmpty()).orElse(EVERYWHERE);
        };
    }
}
