package org.dromedary.dicom.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** What a single value of a VR may look like (PS3.5 §6.2, table 6.2-1). */
public final class ValueForm {
    private static final int MAX_TEXT_LENGTH = 1 << 20;
    private static final int MAX_NAME_GROUP_LENGTH = 64;
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]*");
    private static final Pattern DATE = Pattern.compile("\\d{8}");
    private static final Pattern TIME = Pattern.compile(
            "([01]\\d|2[0-3])([0-5]\\d(([0-5]\\d|60)(\\.\\d{1,6})?)?)?");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}((0[1-9]|1[0-2])((0[1-9]|[12]\\d|3[01])("
            + "([01]\\d|2[0-3])([0-5]\\d(([0-5]\\d|60)(\\.\\d{1,6})?)?)?)?)?)?([+-]\\d{4})?");
    private static final Pattern DECIMAL = Pattern.compile(" *[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([Ee][+-]?\\d+)? *");
    private static final Pattern INTEGER = Pattern.compile(" *[+-]?\\d{1,12} *");

    private ValueForm() {
    }

    /**
     * What is wrong with a value, without padding, as it would be stored; null: nothing. Says nothing on the character
     * set, nor on binary numbers, which do not have a form of their own.
     */
    public static String fault(Vr vr, String value) {
        if (!vr.isText() || value.isEmpty()) {
            return null;
        }
        if (vr == Vr.PN) {
            return nameFault(value);
        }
        int longest = longest(vr);
        if (value.codePointCount(0, value.length()) > longest) {
            return "is longer than the " + longest + " characters of VR " + vr;
        }
        if (vr.isMultiValued() && value.indexOf('\\') >= 0) {
            return "holds a backslash, which VR " + vr + " can't have in a value";
        }
        if (hasControl(value, vr == Vr.LT || vr == Vr.ST || vr == Vr.UT)) {
            return "holds control characters, which VR " + vr + " can't have";
        }
        return isOfForm(vr, value) ? null : "is no value of VR " + vr;
    }

    private static String nameFault(String value) {
        String[] groups = value.split("=", -1);
        if (groups.length > 3 || value.indexOf('\\') >= 0 || hasControl(value, false)) {
            return "is no value of VR PN";
        }
        for (String group : groups) {
            if (group.codePointCount(0, group.length()) > MAX_NAME_GROUP_LENGTH) {
                return "has a component group longer than the 64 characters of VR PN";
            }
            if (group.chars().filter(c -> c == '^').count() > 4) {
                return "has more than the five components of VR PN";
            }
        }
        return null;
    }

    /** Characters that a value of the VR may have; those of PN are counted by component groups, 64 each. */
    public static int longest(Vr vr) {
        return switch (vr) {
            case AE, CS, DS, SH -> 16;
            case AS -> 4;
            case DA -> 8;
            case DT -> 26;
            case IS -> 12;
            case LO, UI -> 64;
            case LT -> 10240;
            case ST -> 1024;
            case TM -> 14;
            default -> MAX_TEXT_LENGTH;
        };
    }

    /** Whether a value of the VR may be written so, leaving its length and control characters aside. */
    public static boolean isOfForm(Vr vr, String value) {
        return switch (vr) {
            case AE -> isAscii(value);
            case AS -> AGE.matcher(value).matches();
            case CS -> CODE.matcher(value).matches();
            case DA -> isDate(value);
            case DS -> DECIMAL.matcher(value).matches();
            case DT -> DATE_TIME.matcher(value).matches();
            case IS -> isInteger(value);
            case TM -> TIME.matcher(value).matches();
            case UI -> Uid.isValid(value);
            case UR -> isAscii(value) && value.indexOf(' ') < 0;
            default -> true;
        };
    }

    private static boolean isDate(String value) {
        if (!DATE.matcher(value).matches()) {
            return false;
        }
        try {
            LocalDate.of(Integer.parseInt(value.substring(0, 4)), Integer.parseInt(value.substring(4, 6)),
                    Integer.parseInt(value.substring(6)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** IS is a number of 32 bits, signed. */
    private static boolean isInteger(String value) {
        if (!INTEGER.matcher(value).matches()) {
            return false;
        }
        long number = Long.parseLong(value.strip());
        return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static boolean hasControl(String value, boolean lines) {
        return value.chars().anyMatch(c -> (c < ' ' || c == 0x7F)
                && !(lines && (c == '\n' || c == '\r' || c == '\f' || c == '\t')));
    }
}
