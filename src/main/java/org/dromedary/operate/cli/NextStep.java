package org.dromedary.operate.cli;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dromedary.coordination.broker.QueueControl.Place;
import org.dromedary.ledger.SeriesDetails;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.operate.runtime.WhyNotNow;

/** What happens next to a series, and what keeps it from happening now; a line each. */
final class NextStep {

    private static final String MISSING = "nothing by itself, but objects are missing, or may be: 'dead-letters replay"
            + " --suspect --series %1$d' asks for them again, 'series accept %1$d --because ...' takes what came for"
            + " all that only a number claims";

    private final WhyNotNow why;

    NextStep(WhyNotNow why) {
        this.why = why;
    }

    /** @param where its messages, null if the queues were not asked */
    List<String> of(SeriesDetails series, Whereabouts where) {
        Optional<Stage> stage = Stage.taking(series.state());
        if (stage.isPresent()) {
            return moving(series, where, stage.get());
        }
        return switch (series.state()) {
            case FOUND -> List.of("nothing: it is not selected, or not released (dromedary.inventory.modalities)");
            case SKIPPED -> List.of(series.doubt() == null ? "nothing: it was left out"
                    : MISSING.formatted(series.id()));
            case VERIFIED -> List.of(verified(series));
            default -> dead(series, where);
        };
    }

    private static String verified(SeriesDetails series) {
        SeriesDetails.Counts counts = series.counts();
        boolean lacks = counts.unavailable() + counts.rejected() + counts.quarantined() > 0
                || counts.verified() + counts.skipped() == 0 || series.expected() == null || series.doubt() != null;
        return lacks ? MISSING.formatted(series.id()) : "nothing: it is done";
    }

    private static List<String> dead(SeriesDetails series, Whereabouts where) {
        List<String> lines = new ArrayList<>(List.of("nothing by itself: it waits for a person ('dead-letters show "
                + series.id() + "', then replay or discard)"));
        if (where != null && where.trouble() == null && where.messages().isEmpty()) {
            lines.add("its dead letter is lost: 'ledger rebuild-queues' makes it anew while no worker runs");
        }
        return lines;
    }

    private List<String> moving(SeriesDetails series, Whereabouts where, Stage stage) {
        List<String> lines = new ArrayList<>();
        boolean later = series.retryAt() != null && series.retryAt().isAfter(LocalDateTime.now(ZoneOffset.UTC));
        if (later) {
            lines.add("the " + stage.id() + " stage tries again at " + HistoryText.time(series.retryAt())
                    + " UTC, after " + text(series.reasonCode()) + (series.state() == SeriesState.RETRY_WAIT
                            ? "; sooner if nothing else is left to do" : ""));
        } else {
            lines.add("the " + stage.id() + " stage takes it when its turn comes");
        }
        if (where != null && where.trouble() == null) {
            if (where.messages().isEmpty()) {
                lines.add("NO MESSAGE IN ANY QUEUE: it would wait for ever. 'ledger rebuild-queues' makes it anew while"
                        + " no worker runs");
            } else if (!where.isIn(stage.queue())) {
                lines.add("its message is elsewhere: the stage that takes it puts it in step, or it is at work now");
            } else if (where.messages().stream().anyMatch(each -> each.place() == Place.IN_DELIVERY)) {
                lines.add("it is being worked on, or next");
            }
        }
        why.at(stage).forEach(reason -> lines.add("not now: " + reason));
        return lines;
    }

    private static String text(String reason) {
        return reason == null ? "an attempt" : reason;
    }
}
