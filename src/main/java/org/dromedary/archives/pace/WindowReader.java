package org.dromedary.archives.pace;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Understands the settings of windows and calendar; what it can't it names with its value and an example. */
final class WindowReader {

    private static final String PREFIX = "dromedary.pace.";
    private static final String CALENDAR = "dromedary.calendar.";
    private static final String DAYS = "MON-FRI,SAT,HOLIDAY";
    private static final List<String> NAMES = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final String HOLIDAY = "HOLIDAY";

    private WindowReader() {
    }

    static Windows read(PaceSettings pace, CalendarSettings calendar) {
        Set<LocalDate> holidays = holidays(calendar);
        List<Window> windows = new ArrayList<>();
        pace.windows().forEach((name, written) -> windows.add(window(name, written, holidays)));
        windows.sort(Comparator.comparingInt(Window::order).thenComparing(Window::name));
        return new Windows(windows, zone(calendar), parkAfter(calendar));
    }

    private static Optional<Duration> parkAfter(CalendarSettings calendar) {
        return calendar.parkAfter().map(text -> LimitReader.duration(CALENDAR + "park-after", text));
    }

    private static ZoneId zone(CalendarSettings calendar) {
        if (calendar.timeZone().isEmpty()) {
            return ZoneId.systemDefault();
        }
        String text = calendar.timeZone().get().strip();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new PaceSettingsException(CALENDAR + "time-zone", text, "Europe/Berlin");
        }
    }

    private static Set<LocalDate> holidays(CalendarSettings calendar) {
        Set<LocalDate> dates = new HashSet<>();
        for (String text : calendar.holidays().orElse(List.of())) {
            try {
                dates.add(LocalDate.parse(text.strip()));
            } catch (DateTimeException e) {
                throw new PaceSettingsException(CALENDAR + "holidays", text, "2026-12-25,2027-01-01");
            }
        }
        return dates;
    }

    private static Window window(String name, PaceSettings.NamedWindow written, Set<LocalDate> holidays) {
        String prefix = PREFIX + name + ".";
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new PaceSettingsException(PREFIX + "<name>", name, "clinic or night-2 (a-z, 0-9 and hyphens)");
        }
        Set<DayOfWeek> days = null;
        boolean onHolidays = true;
        if (written.days().isPresent()) {
            Set<String> words = words(written.days().get());
            onHolidays = words.remove(HOLIDAY);
            days = days(prefix + "days", words);
        }
        List<Hours> hours = written.hours().orElse(List.of()).stream()
                .map(text -> Hours.of(prefix + "hours", text)).toList();
        Map<Operation, Limits> limits = new EnumMap<>(Operation.class);
        limits.put(Operation.QUERY, LimitReader.read(prefix + "query.", written.query()));
        limits.put(Operation.RETRIEVE, LimitReader.read(prefix + "retrieve.", written.retrieve()));
        limits.put(Operation.STORE, LimitReader.read(prefix + "store.", written.store()));
        return new Window(name, order(prefix, written.order()), days, onHolidays, holidays,
                hours.isEmpty() ? List.of(Hours.WHOLE_DAY) : hours, archives(prefix, written.archives()), limits);
    }

    private static int order(String prefix, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new PaceSettingsException(prefix + "order", text, "100");
        }
    }

    private static Set<String> archives(String prefix, List<String> written) {
        Set<String> archives = new TreeSet<>();
        for (String text : written) {
            String role = text.strip();
            if (!role.equals("source") && !role.equals("target")) {
                throw new PaceSettingsException(prefix + "archives", text, "source,target");
            }
            archives.add(role);
        }
        return archives;
    }

    private static Set<String> words(List<String> texts) {
        Set<String> words = new TreeSet<>();
        texts.forEach(text -> words.add(text.strip().toUpperCase(java.util.Locale.ROOT)));
        return words;
    }

    private static Set<DayOfWeek> days(String property, Set<String> words) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : words) {
            String[] ends = word.split("-", 2);
            int from = NAMES.indexOf(ends[0].strip());
            int to = NAMES.indexOf(ends[ends.length - 1].strip());
            if (from < 0 || to < 0) {
                throw new PaceSettingsException(property, word, DAYS);
            }
            for (int day = from; ; day = (day + 1) % NAMES.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == to) {
                    break;
                }
            }
        }
        return days;
    }
}
