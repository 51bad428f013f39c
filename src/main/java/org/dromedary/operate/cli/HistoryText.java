package org.dromedary.operate.cli;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.ledger.LedgerView.EventLine;

/** What happened to a series, an event a line; events that repeat each other are one line with their number. */
final class HistoryText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int COLUMN = 23;

    private HistoryText() {
    }

    static String of(List<EventLine> events) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size();) {
            int period = period(events, i);
            int times = times(events, i, period);
            for (int j = 0; j < period; j++) {
                text.append(Lines.wrap("  " + time(events.get(i + j).at()), COLUMN, words(events.get(i + j))));
            }
            if (times > 1) {
                String last = time(events.get(i + period * times - 1).at());
                text.append(Lines.wrap("", COLUMN, (period == 1 ? "and " : "and these " + period + " ")
                        + (times - 1) + (period == 1 ? " times more" : " times more each") + ", last at " + last));
            }
            i += period * times;
        }
        return text.toString();
    }

    /** A series that is tried again and again repeats one event, or two in turn. */
    private static int period(List<EventLine> events, int begin) {
        for (int period = 1; period <= 2; period++) {
            if (times(events, begin, period) > 1) {
                return period;
            }
        }
        return 1;
    }

    private static int times(List<EventLine> events, int begin, int period) {
        int times = 1;
        while (begin + period * (times + 1) <= events.size()) {
            for (int j = 0; j < period; j++) {
                if (!words(events.get(begin + j)).equals(words(events.get(begin + times * period + j)))) {
                    return times;
                }
            }
            times++;
        }
        return times;
    }

    private static String words(EventLine event) {
        StringBuilder text = new StringBuilder();
        if (event.fromState() != null && event.toState() != null) {
            text.append(event.fromState()).append(" -> ").append(event.toState());
        } else {
            text.append(event.kind()).append(event.fromState() == null ? "" : " in " + event.fromState());
        }
        append(text, " ", event.reasonCode());
        append(text, event.reasonCode() == null ? " " : ": ", event.detail());
        if (event.worker() != null && !event.worker().isEmpty()) {
            text.append(", by ").append(event.worker());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String before, String value) {
        if (value != null && !value.isBlank()) {
            text.append(before).append(value);
        }
    }

    static String time(LocalDateTime utc) {
        return utc.format(TIME);
    }
}
