package org.dromedary.inventory;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/**
 * A range of Study Dates, or of Study Times within one date, as matched by PS3.4 §C.2.2.2.5. Neighbours of a split
 * share their boundary: finding a study twice does no harm, missing one does.
 *
 * @param from first date, null for the window of studies without a date
 * @param fromTime null unless the window is part of a day
 * @param toTime null unless the window is part of a day that does not reach to its end
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

    /** Halves of this window, or an empty list when it can't be narrower than a minute. */
    List<Window> halves() {
        if (isUndated()) {
            return List.of();
        }
        long days = ChronoUnit.DAYS.between(from, to);
        if (days > 0) {
            LocalDate middle = from.plusDays(days / 2);
            return List.of(days(from, middle), days(middle.plusDays(1), to));
        }
        LocalTime begin = fromTime == null ? LocalTime.MIN : fromTime;
        long minutes = toTime == null
                ? ChronoUnit.MINUTES.between(begin, LocalTime.MAX) + 1
                : ChronoUnit.MINUTES.between(begin, toTime);
        if (minutes < 2) {
            return List.of();
        }
        LocalTime middle = begin.plusMinutes(minutes / 2);
        return List.of(new Window(from, from, begin, middle), new Window(from, from, middle, toTime));
    }

    /** Writes Study Date and Study Time as keys into a C-FIND identifier. */
    void writeKeys(DataSet identifier) {
        identifier.set(Tag.StudyDate, isUndated() ? "" : dateKey());
        identifier.set(Tag.StudyTime, fromTime == null ? "" : timeKey());
    }

    private String dateKey() {
        return from.equals(to) ? DATE.format(from) : DATE.format(from) + "-" + DATE.format(to);
    }

    private String timeKey() {
        return TIME.format(fromTime) + "-" + (toTime == null ? "" : TIME.format(toTime));
    }

    /** Whether a Study Date answered by the source lies in this window; one that can't be read is taken to. */
    boolean holdsDate(String studyDate) {
        if (isUndated() || studyDate == null) {
            return true;
        }
        try {
            LocalDate date = LocalDate.parse(studyDate.replace(".", ""), DATE);
            return !date.isBefore(from) && !date.isAfter(to);
        } catch (java.time.format.DateTimeParseException unreadable) {
            return true;
        }
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
