package org.dromedary.operate.cli;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Waits;
import org.dromedary.ledger.Waits.Group;
import org.dromedary.ledger.Waits.Line;
import org.dromedary.ledger.Waits.Windows;
import org.dromedary.operate.runtime.WhyNotNow;

/** What every series that is not closed, and every open window, waits for, in a terminal. */
final class WaitsText {

    private static final int COLUMN = 10;
    private static final int DETAIL_COLUMN = 12;

    private final Waits waits;
    private final WhyNotNow why;

    WaitsText(Waits waits, WhyNotNow why) {
        this.waits = waits;
        this.why = why;
    }

    /** What waits for the same, together. */
    String groups() {
        StringBuilder text = new StringBuilder();
        Windows windows = waits.windows();
        if (windows.windows() > 0) {
            line(text, windows.windows(), (windows.windows() == 1 ? "query window waits" : "query windows wait")
                    + " for the inventory stage, since " + HistoryText.time(windows.since()) + "; for example window "
                    + words(windows.examples()) + (windows.undated()
                            ? "; that of the studies without a date comes after all others" : ""));
            notNow(text, Stage.INVENTORY);
        }
        Stage before = null;
        for (Group group : waits.groups()) {
            line(text, group.series(), words(group));
            Stage stage = Stage.taking(group.state()).orElse(null);
            if (stage != null && !group.delayed() && stage != before) {
                notNow(text, stage);
                before = stage;
            }
        }
        return text.isEmpty() ? "" : "\nwhat waits, and for what (times in UTC)\n" + text;
    }

    /** Prints each series that is not closed. */
    void printEach() {
        String row = "%-10s %-12s %-19s  %-19s %8s  %s%n";
        System.out.printf("%n" + row, "series", "state", "since (UTC)", "next try (UTC)", "attempts", "reason");
        waits.forEach(line -> {
            System.out.printf(row, line.seriesId(), line.state(), HistoryText.time(line.since()), nextTry(line),
                    line.attempt(), line.reasonCode() == null ? "" : line.reasonCode());
            if (line.reasonText() != null && !line.reasonText().isBlank()) {
                System.out.print(Lines.wrap("", DETAIL_COLUMN, line.reasonText()));
            }
        });
    }

    private static String nextTry(Line line) {
        if (!line.state().isMoving()) {
            return line.state() == SeriesState.FOUND ? "not selected" : "a person says";
        }
        return line.retryAt() == null || line.retryAt().isBefore(LocalDateTime.now(ZoneOffset.UTC))
                ? "its turn" : HistoryText.time(line.retryAt());
    }

    private void notNow(StringBuilder text, Stage stage) {
        List<String> reasons = why.at(stage);
        if (reasons.isEmpty()) {
            text.append(Lines.wrap("", COLUMN, "nothing keeps them: they wait for their turn"));
        }
        reasons.forEach(reason -> text.append(Lines.wrap("", COLUMN, "not now: " + reason)));
    }

    private static String words(Group group) {
        Optional<Stage> stage = Stage.taking(group.state());
        String end = ", since " + HistoryText.time(group.since()) + "; for example " + words(group.examples());
        String reason = group.reason().isEmpty() ? "" : " (" + group.reason() + ")";
        if (group.state() == SeriesState.FOUND) {
            return "series FOUND are not selected, so nothing happens to them" + reason + end;
        }
        if (stage.isEmpty()) {
            return "series " + group.state() + " wait for a person" + reason
                    + ": see 'dead-letters show', then replay or discard" + end;
        }
        String at = stage.get().id();
        return group.delayed() ? "series at " + at + " are tried again later" + reason + ", the first at "
                + HistoryText.time(group.nextTry()) + end : "series wait for the " + at + " stage" + reason + end;
    }

    private static String words(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, long count, String words) {
        text.append(Lines.wrap(String.format("%8d ", count), COLUMN, words));
    }
}
