package org.dromedary.objects.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days, as rules and objects write them. */
final class Dates {

    private static final Pattern DAY = Pattern.compile("(\\d{4})([-.]?)(\\d{2})\\2(\\d{2})(?!\\d{0,1}[-.]).*");
    private static final Pattern AGE = Pattern.compile("(\\d{1,5})([dwmy])");

    private Dates() {
    }

    /** The day of DA, also as before 1993 with points, of DT, or {@code 2015-01-31}; null if it is none. */
    static LocalDate parse(String text) {
        Matcher matcher = text == null ? null : DAY.matcher(text.strip());
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        try {
            return LocalDate.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@code 10y}, {@code 6m}, {@code 2w}, {@code 30d}; null if it is none. */
    static Period age(String text) {
        Matcher matcher = AGE.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        int count = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Period.ofDays(count);
            case "w" -> Period.ofWeeks(count);
            case "m" -> Period.ofMonths(count);
            default -> Period.ofYears(count);
        };
    }
}
