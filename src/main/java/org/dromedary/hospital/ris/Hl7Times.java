package org.dromedary.hospital.ris;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as HL7 v2 writes them (§2.A.22 DTM): as much of {@code YYYYMMDDHHMMSS.SSSS+ZZZZ} as is known. */
final class Hl7Times {

    private static final Pattern TIME =
            Pattern.compile("(\\d{8})(?:(\\d{2})(\\d{2})?(\\d{2})?(?:\\.(\\d{1,3})\\d*)?)?\\s*([+-]\\d{4})?");

    private final ZoneId zone;

    /** @param zone of times that name none */
    Hl7Times(ZoneId zone) {
        this.zone = zone;
    }

    /** @throws DateTimeException if there is no zone of that name */
    static Hl7Times of(RisSettings settings) {
        return new Hl7Times(settings.zone().map(ZoneId::of).orElseGet(ZoneId::systemDefault));
    }

    /** The hospital's local time, of a day its midnight; null if not even the day is known. */
    LocalDateTime local(String text) {
        Matcher parts = TIME.matcher(text.strip());
        if (!parts.matches()) {
            return null;
        }
        try {
            LocalDateTime time = LocalDate.parse(parts.group(1), BASIC_ISO_DATE)
                    .atTime(number(parts.group(2)) % 24, number(parts.group(3)), Math.min(59, number(parts.group(4))),
                            parts.group(5) == null ? 0
                                    : Integer.parseInt((parts.group(5) + "00").substring(0, 3)) * 1_000_000);
            boolean elsewhere = parts.group(6) != null && parts.group(2) != null;
            return elsewhere ? time.atZone(ZoneOffset.of(parts.group(6))).withZoneSameInstant(zone).toLocalDateTime()
                    : time;
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** The same in UTC. */
    LocalDateTime utc(String text) {
        LocalDateTime local = local(text);
        return local == null ? null
                : local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    /** A whole date as ISO 8601, null if there is none: of a year or a month nothing is taken. */
    static String date(String text) {
        String digits = text.strip();
        try {
            return digits.length() < 8 ? null : LocalDate.parse(digits.substring(0, 8),
                    BASIC_ISO_DATE).toString();
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
