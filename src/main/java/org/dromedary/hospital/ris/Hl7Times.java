package org.dromedary.hospital.ris;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as HL7 v2 writes them (§2.A.22 DTM): as much of {@code YYYYMMDDHHMMSS.SSSS+ZZZZ} as is known. */
final class Hl7Times {

    private static final Pattern TIME =
            Pattern.compile("(\\d{8})(?:(\\d{2})(\\d{2})?(\\d{2})?(?:\\.(\\d{1,3})\\d*)?)?\\s*([+-]\\d{4})?");

    /** HL7 v2.1 is of 1990, its first draft of 1987. */
    private static final LocalDateTime FIRST = LocalDateTime.of(1987, 1, 1, 0, 0);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

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

    /**
     * When a message was sent, in UTC, as MSH-7 says; when it came, if MSH-7 says a time that cannot be: none, one that
     * is still to come, or one before there was HL7. In the hour that comes twice in autumn an offset decides; without
     * one it is the first while the second has not come, and then the order in which messages come.
     *
     * @param arrived in UTC
     */
    LocalDateTime sent(String text, LocalDateTime arrived) {
        LocalDateTime said = said(text, arrived);
        return said == null || said.isBefore(FIRST) || said.isAfter(arrived) ? arrived : said;
    }

    /** Whether a time is filled in that cannot be, beyond what clocks differ by. */
    boolean cannotBe(String text, LocalDateTime arrived) {
        LocalDateTime said = said(text, arrived);
        return said == null ? !text.isEmpty() : said.isBefore(FIRST) || said.isAfter(arrived.plus(CLOCKS_DIFFER));
    }

    private LocalDateTime said(String text, LocalDateTime arrived) {
        LocalDateTime local = local(text);
        Matcher parts = TIME.matcher(text.strip());
        if (local == null || !parts.matches() || parts.group(6) == null || parts.group(2) == null) {
            return local == null ? null : utc(local, arrived);
        }
        ZoneOffset offset = ZoneOffset.of(parts.group(6));
        return new Hl7Times(offset).local(text).minusSeconds(offset.getTotalSeconds());
    }

    private LocalDateTime utc(LocalDateTime local, LocalDateTime arrived) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() < 2) {
            return local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        LocalDateTime first = local.minusSeconds(offsets.get(0).getTotalSeconds());
        LocalDateTime second = local.minusSeconds(offsets.get(1).getTotalSeconds());
        if (second.isAfter(arrived)) {
            return first;
        }
        ZoneOffsetTransition twice = zone.getRules().getTransition(local);
        LocalDateTime over = LocalDateTime.ofInstant(twice.getInstant(), ZoneOffset.UTC)
                .plus(twice.getDuration().abs());
        return arrived.isBefore(over) ? arrived : over;
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
