package org.dromedary.pipeline.inventory;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of Study Dates (PS3.4 §C.2.2.2.5), or all studies: those without a date are found no other way.
 *
 * @param from first date, null for the window of all studies
 * @param fromTime null unless the window is a part of a day, as earlier versions made them
 * @param toTime null unless the window is a part of a day that does not reach to its end
 */
record Window(LocalDate from, LocalDate to, LocalTime fromTime, LocalTime toTime) {

    static final Window UNDATED = new Window(null, null, null, null);

    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    static Window days(LocalDate from, LocalDate to) {
        return new Window(from, to, null, null);
    }

    boolean isUndated() {
        return from == null;
    }

    /** Whether days can't narrow it any more. */
    boolean isOneDay() {
        return !isUndated() && from.equals(to);
    }

    /** Halves of this window, or an empty list if it is of one day or of none. */
    List<Window> halves() {
        if (isUndated() || isOneDay()) {
            return List.of();
        }
        LocalDate middle = from.plusDays(ChronoUnit.DAYS.between(from, to) / 2);
        return List.of(days(from, middle), days(middle.plusDays(1), to));
    }

    /** Study Date as a key; empty, which matches all, for studies without one. */
    String dateKey() {
        return isUndated() ? "" : isOneDay() ? DATE.format(from) : DATE.format(from) + "-" + DATE.format(to);
    }

    /** Study Time as a key, of a window that is a part of a day. */
    String timeKey() {
        return TIME.format(fromTime) + "-" + (toTime == null ? "" : TIME.format(toTime));
    }

    /** Windows of {@code length} days that cover the range. */
    static List<Window> cover(LocalDate from, LocalDate to, int length, boolean newestFirst) {
        List<Window> windows = new ArrayList<>();
        for (LocalDate begin = from; !begin.isAfter(to); begin = begin.plusDays(length)) {
            LocalDate end = begin.plusDays(length - 1L);
            windows.add(days(begin, end.isAfter(to) ? to : end));
        }
        if (newestFirst) {
            java.util.Collections.reverse(windows);
        }
        return windows;
    }

    @Override
    public String toString() {
        if (isUndated()) {
            return "studies without date";
        }
        return dateKey() + (fromTime == null ? "" : " " + timeKey());
    }
}
