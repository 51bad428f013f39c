package org.dromedary.hospital.hl7;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.util.Terser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HL7 v2 message (2.1 to 2.8) as a list of segments in their order, read leniently: no structure is demanded,
 * fields that a version does not know are there all the same. What it holds is bounded ({@link Hl7Bounds}). Immutable.
 */
public final class Hl7Message {

    private final Hl7Event event;
    private final List<Segment> segments;
    private final AtomicBoolean abandoned;

    private Hl7Message(Hl7Event event, List<Segment> segments, AtomicBoolean abandoned) {
        this.event = event;
        this.segments = List.copyOf(segments);
        this.abandoned = abandoned;
    }

    /**
     * Reads a message from text whose segments end with CR, LF or both.
     *
     * @throws Hl7FormatException if it does not begin with MSH or a segment can't be read
     */
    public static Hl7Message parse(String text) throws Hl7FormatException {
        String problem = problem(text);
        if (problem != null) {
            throw new Hl7FormatException(problem);
        }
        Header header = Header.of(text);
        EncodingCharacters encoding = new EncodingCharacters(header.separator().charAt(0),
                header.encoding().substring(0, 4));
        PipeParser parser = new PipeParser();
        GenericMessage parent = new GenericMessage.V25(new DefaultModelClassFactory());
        String escape = Pattern.quote(Character.toString(encoding.getEscapeCharacter()));
        Pattern hexadecimal = Pattern.compile(escape + "X((?:[0-9A-Fa-f]{2})+)" + escape);
        Pattern layout = Pattern.compile(escape + "(?:[HN]|(\\.[a-z]{2}[+-]?\\d*))" + escape);
        AtomicBoolean abandoned = new AtomicBoolean();
        List<Segment> segments = new ArrayList<>();
        List<String> lines = lines(text);
        for (String line : lines) {
            try {
                GenericSegment segment = new GenericSegment(parent, line.substring(0, Segmentation.NAME));
                parser.parse(segment, line, encoding);
                segments.add(new Segment(segment, hexadecimal, layout, abandoned));
            } catch (HL7Exception | RuntimeException e) {
                throw new Hl7FormatException("segment " + (segments.size() + 1) + " can't be read", e);
            }
        }
        return new Hl7Message(Hl7Event.of(header, lines), segments, abandoned);
    }

    /** Why this is no message, without values; null if it is one. */
    static String problem(String text) {
        Header header = Header.of(text);
        if (header == null) {
            return "the message does not begin with an MSH segment";
        }
        if (!header.hasDelimiters()) {
            return "MSH-1 and MSH-2 are no delimiters";
        }
        Segmentation segments = Segmentation.of(text, text.charAt(Segmentation.NAME));
        if (segments.doubt() != null) {
            return segments.doubt();
        }
        List<String> lines = lines(text);
        String exceeded = Hl7Bounds.exceeded(header, lines);
        return exceeded != null ? exceeded : Hl7Event.of(header, lines).problem();
    }

    /** The segments as they stand there, without their ends. */
    static List<String> lines(String text) {
        return Segmentation.of(text, text.charAt(Segmentation.NAME)).parts().stream()
                .map(part -> text.substring(part.begin(), part.end())).toList();
    }

    /** From now on nothing more is read of it: whoever still works on it ends with {@link IllegalStateException}. */
    void abandon() {
        abandoned.set(true);
    }

    public List<Segment> segments() {
        return segments;
    }

    /** The first segment of this name. */
    public Optional<Segment> first(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
    }

    private Segment msh() {
        return segments.get(0);
    }

    /** The message type, such as ADT. */
    public String type() {
        return event.type();
    }

    /** The event, such as A08; where its version has it. */
    public String trigger() {
        return event.trigger();
    }

    /** MSH-10. */
    public String controlId() {
        return msh().get(10);
    }

    /** MSH-3 and MSH-4, separated by {@code |}. */
    public String sender() {
        return msh().get(3) + "|" + msh().get(4);
    }

    /** One segment; fields, components and subcomponents are counted from 1, repetitions from 0, as HL7 writes them. */
    public static final class Segment {
        private static final Hl7Charsets BYTES = new Hl7Charsets(StandardCharsets.ISO_8859_1, false);

        private final GenericSegment segment;
        /** Bytes in hexadecimal (HL7 v2.8 §2.7.6), which HAPI leaves as they are. */
        private final Pattern hexadecimal;
        /** Highlighting and formatting of text (§2.7.3, §2.7.7), which are no part of a value. */
        private final Pattern layout;
        private final AtomicBoolean abandoned;

        private Segment(GenericSegment segment, Pattern hexadecimal, Pattern layout, AtomicBoolean abandoned) {
            this.segment = segment;
            this.hexadecimal = hexadecimal;
            this.layout = layout;
            this.abandoned = abandoned;
        }

        private void check() {
            if (abandoned.get()) {
                throw new IllegalStateException("the message was given up");
            }
        }

        public String name() {
            return segment.getName();
        }

        /** The first component of the field's first repetition, without escapes; empty if there is none. */
        public String get(int field) {
            return get(field, 0, 1);
        }

        /** A component, its first subcomponent; empty if there is none. */
        public String get(int field, int repetition, int component) {
            return get(field, repetition, component, 1);
        }

        public String get(int field, int repetition, int component, int subcomponent) {
            check();
            try {
                String value = Terser.get(segment, field, repetition, component, subcomponent);
                return value == null ? "" : layout.matcher(hexadecimal.matcher(value)
                        .replaceAll(match -> Matcher.quoteReplacement(text(match.group(1)))))
                        .replaceAll(match -> match.group(1) == null ? "" : " ").strip();
            } catch (HL7Exception e) {
                return "";
            }
        }

        private static String text(String digits) {
            byte[] bytes = HexFormat.of().parseHex(digits);
            return BYTES.read(bytes).text();
        }

        /** How often a field is repeated. */
        public int repetitions(int field) {
            check();
            try {
                return segment.getField(field).length;
            } catch (HL7Exception e) {
                return 0;
            }
        }
    }
}
