package org.dromedary.identity.match;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.dromedary.identity.match.Levels.BirthDate;

/** Dates as numbers such as 19681016, times as minutes of the day; what can't be read is {@link #NONE}. */
final class Dates {

    static final int NONE = Integer.MIN_VALUE;
    private static final int FIRST_BIRTH = 18700101;

    private Dates() {
    }

    /** The first eight digits of a DA or an ISO date. */
    static int number(String text) {
        int digits = 0;
        int value = 0;
        for (int i = 0; i < text.length() && digits < 8; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + c - '0';
                digits++;
            } else if (c != '-' && c != '.' && c != '/') {
                return NONE;
            }
        }
        return digits == 8 && value > 0 ? value : NONE;
    }

    /** Days since 1970. */
    static int day(String text) {
        int number = number(text);
        if (number == NONE) {
            return NONE;
        }
        try {
            return (int) LocalDate.of(number / 10000, number / 100 % 100, number % 100).toEpochDay();
        } catch (DateTimeException noSuchDay) {
            return NONE;
        }
    }

    /** The day before, the day itself and the day after, as numbers; only itself where that is no day. */
    static int[] around(int number) {
        try {
            LocalDate date = LocalDate.of(number / 10000, number / 100 % 100, number % 100);
            return new int[] {number(date.minusDays(1).toString()), number, number(date.plusDays(1).toString())};
        } catch (DateTimeException noSuchDay) {
            return new int[] {number};
        }
    }

    /** Minutes of the day in a TM (131500.25) or the time of an ISO 8601 date with time. */
    static int minute(String text) {
        int from = Math.max(text.indexOf('T'), text.indexOf(' ')) + 1;
        String digits = text.substring(from).replace(":", "");
        if (digits.length() < 4) {
            return NONE;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value / 100 < 24 && value % 100 < 60 ? value / 100 * 60 + value % 100 : NONE;
    }

    /** Compares a birth date of the PACS with one of the RIS. */
    static BirthDate compare(int pacs, int ris) {
        if (pacs < FIRST_BIRTH || ris < FIRST_BIRTH) {
            return BirthDate.MISSING;
        }
        if (pacs == ris) {
            return BirthDate.SAME;
        }
        int day = pacs % 100;
        int month = pacs / 100 % 100;
        if (pacs / 10000 * 10000 + day * 100 + month == ris) {
            return BirthDate.SWAPPED;
        }
        if (Edits.within(Integer.toString(pacs), Integer.toString(ris), 1)) {
            return BirthDate.DIGIT;
        }
        boolean firstOfYear = day == 1 && month == 1;
        return firstOfYear && pacs / 10000 == ris / 10000 ? BirthDate.YEAR : BirthDate.DIFFERENT;
    }
}
