package org.dromedary.hospital.ris;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The hospital's local times, between exports and the ledger. A day without a time of day is its midnight there. */
final class LocalTimes {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private LocalTimes() {
    }

    /** A day or a time as ISO 8601, with a blank or a T between them, or a day as DICOM DA; null if it is neither. */
    static LocalDateTime read(String text) {
        String iso = text == null ? "" : text.strip().replace(' ', 'T');
        if (iso.matches("\\d{8}")) {
            iso = iso.substring(0, 4) + "-" + iso.substring(4, 6) + "-" + iso.substring(6);
        }
        try {
            return iso.length() == 10 ? LocalDate.parse(iso).atStartOfDay() : iso.isEmpty() ? null
                    : LocalDateTime.parse(iso);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    /** A whole date as ISO 8601; null if it is none. */
    static LocalDate date(String text) {
        LocalDateTime time = read(text);
        return time == null ? null : time.toLocalDate();
    }

    static String text(LocalDateTime time) {
        if (time == null) {
            return "";
        }
        return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate().toString() : MINUTE.format(time);
    }
}
