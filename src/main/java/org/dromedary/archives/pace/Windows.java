package org.dromedary.archives.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All windows on the clock of one time zone. At the changes of daylight-saving time a window holds whenever the clock
 * on the wall shows an hour of it; so windows that fill a day without overlap do so on every day.
 */
final class Windows {

    private static final int HORIZON_DAYS = 370;

    private final List<Window> windows;
    private final ZoneId zone;
    private final Optional<Duration> parkAfter;

    /** @param windows those that decide first come first */
    Windows(List<Window> windows, ZoneId zone, Optional<Duration> parkAfter) {
        this.windows = List.copyOf(windows);
        this.zone = zone;
        this.parkAfter = parkAfter;
    }

    ZoneId zone() {
        return zone;
    }

    /** Longest time that what is under way may take once the pace is stopped. */
    Optional<Duration> parkAfter() {
        return parkAfter;
    }

    /** Whether any window is for that archive; if none is, nothing limits it. */
    boolean concern(String role) {
        return windows.stream().anyMatch(window -> window.archives().contains(role));
    }

    Optional<Window> named(String name) {
        return windows.stream().filter(window -> window.name().equals(name)).findFirst();
    }

    /** The window that decides at a time. */
    Optional<Window> at(Instant time, String role) {
        LocalDateTime wall = LocalDateTime.ofInstant(time, zone);
        return windows.stream().filter(window -> window.archives().contains(role) && window.holdsAt(wall)).findFirst();
    }

    /** When, after a time, the first window for the archive begins; empty if none does within a year. */
    Optional<Instant> nextBegin(Instant time, String role) {
        LocalDate day = LocalDateTime.ofInstant(time, zone).toLocalDate().minusDays(1);
        for (int i = 0; i < HORIZON_DAYS; i++) {
            for (Instant candidate : changes(day.plusDays(i))) {
                if (candidate.isAfter(time) && at(candidate, role).isPresent()) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** The moments of a day at which a window may begin. */
    private SortedSet<Instant> changes(LocalDate day) {
        SortedSet<Instant> moments = new TreeSet<>();
        moments.add(day.atStartOfDay(zone).toInstant());
        ZoneOffsetTransition change = zone.getRules().nextTransition(day.atStartOfDay(zone).toInstant().minusNanos(1));
        if (change != null && change.getInstant().isBefore(day.plusDays(1).atStartOfDay(zone).toInstant())) {
            moments.add(change.getInstant());
        }
        for (Window window : windows) {
            for (Hours hours : window.hours()) {
                LocalDateTime begin = day.atStartOfDay().plusSeconds(hours.from());
                for (ZoneOffset offset : zone.getRules().getValidOffsets(begin)) {
                    moments.add(begin.toInstant(offset));
                }
            }
        }
        return moments;
    }

    /** The lowest rate of bytes that any window sets: buffers must be small enough for it. */
    OptionalDouble lowestBytesPerSecond(String role, Operation operation) {
        return windows.stream().filter(window -> window.archives().contains(role))
                .map(window -> window.limits().get(operation).bytesPerSecond())
                .filter(rate -> rate != null).mapToDouble(Double::doubleValue).min();
    }
}
