package org.dromedary.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** Attribute matching of C-FIND identifiers (PS3.4 §C.2.2.2): one key against the values an entity has. */
final class Matching {

    private static final int DATE_LENGTH = 8;
    /** A zone offset of a DT value, at its end or before the hyphen of a range. */
    private static final Pattern OFFSET = Pattern.compile("-(0\\d|1[0-2])[0-5]\\d(-|$)");

    private Matching() {
    }

    /**
     * Whether the values match the key; an empty key matches all (universal matching), no value matches only that.
     *
     * @param key the key's values as they came, several only for UIDs
     * @param values the entity's values; any one of them matching is enough
     */
    static boolean matches(Vr vr, List<String> key, List<String> values) {
        List<String> wanted = key.stream().filter(value -> value != null && !value.isEmpty()).toList();
        if (wanted.isEmpty() || wanted.stream().allMatch("*"::equals)) {
            return true;
        }
        for (String value : values) {
            if (value != null && !value.isEmpty() && wanted.stream().anyMatch(one -> matchesOne(vr, one, value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesOne(Vr vr, String key, String value) {
        return switch (vr) {
            case DA -> inRange(key, key.indexOf('-'), value, Matching::canonicalDate);
            case TM -> inRange(key, key.indexOf('-'), value, Matching::canonicalTime);
            case DT -> inRange(key, rangeHyphen(key), value, Matching::canonicalDateTime);
            case UI -> key.equals(value);
            case PN -> nameMatches(key, value);
            case IS, DS, US, SS, UL, SL, FL, FD, UV, SV -> numberMatches(key, value);
            default -> hasWildcard(key) ? wildcard(key, value) : key.equals(value);
        };
    }

    /**
     * Date and time together as one range (PS3.4 §C.2.2.2.5.4), as negotiated by extended negotiation.
     *
     * <p>No date never matches; no time means the whole day, so that such an entity is found rather than lost.
     */
    static boolean matchesDateTime(String dateKey, String timeKey, String date, String time) {
        if (date == null || date.isEmpty()) {
            return false;
        }
        String[] days = bounds(dateKey);
        String[] times = bounds(timeKey);
        String from = low(canonicalDate(days[0]) + canonicalTime(times[0]), 14);
        String to = days[1].isEmpty() ? "99999999" : high(canonicalDate(days[1]) + canonicalTime(times[1]), 14);
        boolean timed = time != null && !time.isEmpty();
        String value = canonicalDate(date) + (timed ? canonicalTime(time) : "");
        return high(value, 14).compareTo(from) >= 0 && low(value, 14).compareTo(to) <= 0;
    }

    /** Sequence matching (PS3.4 §C.2.2.2.6): some item of the entity matches every key of the key's item. */
    static boolean matchesSequence(Element key, List<DataSet> items) {
        if (key.items().isEmpty() || key.items().get(0).isEmpty()) {
            return true;
        }
        DataSet wanted = key.items().get(0);
        boolean universal = true;
        for (Element element : wanted) {
            universal &= element.isSequence() ? element.items().isEmpty() : wanted.getStrings(element.tag()).isEmpty();
        }
        return universal || items.stream().anyMatch(item -> matchesItem(wanted, item));
    }

    private static boolean matchesItem(DataSet wanted, DataSet item) {
        for (Element key : wanted) {
            boolean same = key.isSequence()
                    ? matchesSequence(key, item.getItems(key.tag()))
                    : matches(vrOf(key), wanted.getStrings(key.tag()), item.getStrings(key.tag()));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    static Vr vrOf(Element key) {
        return key.vr() == Vr.UN && !Tag.isPrivate(key.tag()) ? Dictionary.vrOf(key.tag()) : key.vr();
    }

    private interface Canonical {
        String of(String value);
    }

    private static boolean inRange(String key, int hyphen, String value, Canonical canonical) {
        String exact = canonical.of(value);
        if (hyphen < 0) {
            String wanted = canonical.of(key);
            return exact.startsWith(wanted) || wanted.startsWith(exact);
        }
        String from = canonical.of(key.substring(0, hyphen));
        String to = canonical.of(key.substring(hyphen + 1));
        int width = Math.max(exact.length(), Math.max(from.length(), to.length()));
        return (from.isEmpty() || low(exact, width).compareTo(low(from, width)) >= 0)
                && (to.isEmpty() || low(exact, width).compareTo(high(to, width)) <= 0);
    }

    private static String[] bounds(String key) {
        int hyphen = key.indexOf('-');
        return hyphen < 0 ? new String[] {key, key}
                : new String[] {key.substring(0, hyphen), key.substring(hyphen + 1)};
    }

    /** The hyphen of a range of DT values, not that of a zone offset as in "20240101120000-0500". */
    private static int rangeHyphen(String key) {
        int first = key.indexOf('-');
        boolean longerThanDate = first > DATE_LENGTH;
        return longerThanDate && OFFSET.matcher(key).region(first, key.length()).lookingAt()
                ? key.indexOf('-', first + 1) : first;
    }

    private static String canonicalDate(String value) {
        return value.replace(".", "").trim();
    }

    private static String canonicalTime(String value) {
        String digits = value.replace(":", "").trim();
        int point = digits.indexOf('.');
        return point < 0 ? digits : digits.substring(0, point) + digits.substring(point + 1);
    }

    private static String canonicalDateTime(String value) {
        int zone = Math.max(value.indexOf('+'), value.indexOf('-'));
        return canonicalTime(zone < 0 ? value : value.substring(0, zone));
    }

    private static String low(String value, int width) {
        return pad(value, width, '0');
    }

    private static String high(String value, int width) {
        return pad(value, width, '9');
    }

    private static String pad(String value, int width, char with) {
        return value.length() >= width ? value : value + String.valueOf(with).repeat(width - value.length());
    }

    private static boolean numberMatches(String key, String value) {
        try {
            return Double.parseDouble(key) == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return key.equals(value);
        }
    }

    /** Names match without regard to case, in any of their component groups, trailing delimiters ignored. */
    private static boolean nameMatches(String key, String value) {
        String wanted = name(key);
        List<String> candidates = new ArrayList<>(List.of(name(value)));
        for (String group : value.split("=")) {
            candidates.add(name(group));
        }
        return candidates.stream().anyMatch(one -> hasWildcard(wanted) ? wildcard(wanted, one) : wanted.equals(one));
    }

    private static String name(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ ^=]+$", "");
    }

    private static boolean hasWildcard(String key) {
        return key.indexOf('*') >= 0 || key.indexOf('?') >= 0;
    }

    /** Linear in practice: on a mismatch only the last asterisk is tried again, one character further. */
    static boolean wildcard(String pattern, String value) {
        int p = 0;
        int v = 0;
        int star = -1;
        int mark = 0;
        while (v < value.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = v;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == value.charAt(v))) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
