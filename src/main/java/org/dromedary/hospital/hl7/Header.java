package org.dromedary.hospital.hl7;

import java.util.regex.Pattern;

/**
 * The MSH segment (HL7 v2.8 §2.14.9) of any message that has one, as its sender wrote it: what an acknowledgement needs
 * even if the rest can't be read.
 */
final class Header {

    private static final String DEFAULT_ENCODING = "^~\\&";
    private static final int MIN_LENGTH = 5;

    private final String separator;
    private final String[] fields;

    private Header(String separator, String[] fields) {
        this.separator = separator;
        this.fields = fields;
    }

    /** Null if the text does not begin with one. */
    static Header of(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
            end++;
        }
        String line = text.substring(0, end);
        if (!line.startsWith("MSH") || line.length() < MIN_LENGTH || Character.isLetterOrDigit(line.charAt(3))) {
            return null;
        }
        String separator = line.substring(3, 4);
        return new Header(separator, line.split(Pattern.quote(separator), Hl7Bounds.MAX_FIELDS));
    }

    /** MSH-1. */
    String separator() {
        return separator;
    }

    /** MSH-2, at least component, repetition, escape and subcomponent. */
    String encoding() {
        String given = raw(2);
        return given.length() < DEFAULT_ENCODING.length() ? given + DEFAULT_ENCODING.substring(given.length()) : given;
    }

    /** Whether the delimiters are characters that can be: no letters, digits or blanks, and not the separator again. */
    boolean hasDelimiters() {
        return encoding().substring(0, DEFAULT_ENCODING.length()).chars()
                .noneMatch(c -> Character.isLetterOrDigit(c) || c <= ' ' || c == separator.charAt(0));
    }

    /** A field as it stands, with its components and escapes; empty if there is none. MSH-2 is the first. */
    String raw(int field) {
        return field - 1 < fields.length ? fields[field - 1].strip() : "";
    }

    /** A component of a field's first repetition, counted from 1; empty if there is none. */
    String component(int field, int component) {
        String first = raw(field).split(Pattern.quote(encoding().substring(1, 2)), 2)[0];
        String[] components = first.split(Pattern.quote(encoding().substring(0, 1)), component + 1);
        return component <= components.length ? components[component - 1].strip() : "";
    }

    /** MSH-3 and MSH-4, separated by {@code |}, as {@link Hl7Message#sender()}. */
    String sender() {
        return component(3, 1) + "|" + component(4, 1);
    }
}
