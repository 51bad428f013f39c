package org.dromedary.hospital.hl7;

import java.util.List;

/**
 * What a message may hold at most, counted by its delimiters before anything is built of it: parsers make objects of
 * each part and copy lists of them, so that a message of a few bytes a part could cost minutes and all memory.
 */
final class Hl7Bounds {

    /** Segments of a message. */
    static final int MAX_SEGMENTS = 20_000;
    /** Fields of a segment; HL7 v2.8 defines fewer than a hundred for any. */
    static final int MAX_FIELDS = 1_000;
    /** Repetitions of a field. */
    static final int MAX_REPETITIONS = 10_000;
    /** Components of a repetition, and subcomponents of a component. */
    static final int MAX_COMPONENTS = 1_000;
    /** Parts of all kinds in a message. */
    static final int MAX_PARTS = 500_000;

    private final char field;
    private final char component;
    private final char repetition;
    private final char subcomponent;
    private int parts;

    private Hl7Bounds(Header header) {
        String encoding = header.encoding();
        this.field = header.separator().charAt(0);
        this.component = encoding.charAt(0);
        this.repetition = encoding.charAt(1);
        this.subcomponent = encoding.charAt(3);
    }

    /** Which bound the segments exceed, without values; null if none. */
    static String exceeded(Header header, List<String> segments) {
        if (segments.size() > MAX_SEGMENTS) {
            return "the message has more than " + MAX_SEGMENTS + " segments";
        }
        Hl7Bounds bounds = new Hl7Bounds(header);
        for (int i = 0; i < segments.size(); i++) {
            String exceeded = bounds.exceeded(segments.get(i));
            if (exceeded != null) {
                return "segment " + (i + 1) + exceeded;
            }
        }
        return bounds.parts > MAX_PARTS ? "the message has more than " + MAX_PARTS + " parts" : null;
    }

    private String exceeded(String segment) {
        int fields = first(segment);
        int repetitions = 0;
        int components = 0;
        int subcomponents = 0;
        for (int i = fields == 0 ? 0 : 4 + header(segment); i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == field) {
                fields++;
                repetitions = 0;
                components = 0;
                subcomponents = 0;
            } else if (c == repetition) {
                repetitions++;
                components = 0;
                subcomponents = 0;
            } else if (c == component) {
                components++;
                subcomponents = 0;
            } else if (c == subcomponent) {
                subcomponents++;
            } else {
                continue;
            }
            parts++;
            if (fields > MAX_FIELDS) {
                return " has more than " + MAX_FIELDS + " fields";
            }
            if (repetitions >= MAX_REPETITIONS) {
                return " has more than " + MAX_REPETITIONS + " repetitions in field " + fields;
            }
            if (components >= MAX_COMPONENTS || subcomponents >= MAX_COMPONENTS) {
                return " has more than " + MAX_COMPONENTS + " components in field " + fields;
            }
        }
        return null;
    }

    /** The field before the first one that is counted: MSH-1 and MSH-2 are the delimiters themselves. */
    private static int first(String segment) {
        return segment.startsWith("MSH") ? 2 : 0;
    }

    /** Characters of MSH-2. */
    private int header(String segment) {
        int end = segment.indexOf(field, 4);
        return end < 0 ? segment.length() - 4 : end - 4;
    }
}
