package org.dromedary.dicom.data;

/**
 * A person's name in up to three component groups (PS3.5 §6.2.1); a group that is absent is empty, never null.
 * The accessors of single components read the alphabetic group.
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
    public PersonName {
        alphabetic = alphabetic == null ? "" : alphabetic;
        ideographic = ideographic == null ? "" : ideographic;
        phonetic = phonetic == null ? "" : phonetic;
    }

    /** Splits at {@code =}; null gives an empty name. */
    public static PersonName parse(String text) {
        String[] groups = text == null ? new String[0] : text.split("=", 3);
        return new PersonName(part(groups, 0), part(groups, 1), part(groups, 2));
    }

    public String familyName() {
        return component(0);
    }

    public String givenName() {
        return component(1);
    }

    public String middleName() {
        return component(2);
    }

    public String prefix() {
        return component(3);
    }

    public String suffix() {
        return component(4);
    }

    public boolean isEmpty() {
        return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
    }

    /** The value as encoded, without trailing delimiters of groups. */
    public String toValue() {
        String value = alphabetic + "=" + ideographic + "=" + phonetic;
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '=') {
            end--;
        }
        return value.substring(0, end);
    }

    private String component(int index) {
        return part(alphabetic.split("\\^", -1), index);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index].strip() : "";
    }
}
