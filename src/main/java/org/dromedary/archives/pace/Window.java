package org.dromedary.archives.pace;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A named window.
 *
 * @param days on which it begins; null: every day, holidays too
 * @param onHolidays whether it also begins on holidays, whatever day of the week they are
 * @param holidays the dates that are holidays
 */
record Window(String name, int order, Set<DayOfWeek> days, boolean onHolidays, Set<LocalDate> holidays,
        List<Hours> hours, Set<String> archives, Map<Operation, Limits> limits) {

    /** Whether the clock on the wall is within the window; hours that the clock skips or repeats are as it shows. */
    boolean holdsAt(LocalDateTime wall) {
        int second = wall.toLocalTime().toSecondOfDay();
        LocalDate today = wall.toLocalDate();
        boolean todays = beginsOn(today);
        boolean yesterdays = beginsOn(today.minusDays(1));
        return hours.stream().anyMatch(range -> todays && range.coversOnFirstDay(second)
                || yesterdays && range.coversOnNextDay(second));
    }

    private boolean beginsOn(LocalDate day) {
        if (days == null) {
            return true;
        }
        return holidays.contains(day) ? onHolidays : days.contains(day.getDayOfWeek());
    }
}
