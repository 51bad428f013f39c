package org.dromedary.operate.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dromedary.operate.settings.RefusedException;

/** A time as a person writes it. */
public final class Since {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    private Since() {
    }

    /**
     * That time; the beginning of all times for null or nothing.
     *
     * @param text a date or time in UTC, or how long ago in minutes, hours or days (30m, 8h, 7d)
     * @throws RefusedException if it is none of these
     */
    public static Instant of(String text) {
        if (text == null || text.isBlank()) {
            return Instant.EPOCH;
        }
        Matcher ago = AGO.matcher(text.strip());
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            return Instant.now().minus(switch (ago.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            });
        }
        try {
            String time = text.strip().replaceFirst("Z$", "");
            return time.length() == 10 ? LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new RefusedException("'since' is no time: write a date or time in UTC (2026-11-22,"
                    + " 2026-11-22T08:00) or how long ago (30m, 8h, 7d)");
        }
    }
}
