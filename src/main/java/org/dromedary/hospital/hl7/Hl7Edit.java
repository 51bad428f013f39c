package org.dromedary.hospital.hl7;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message in which single fields are changed, and every other byte stays: unknown segments, repetitions, escapes,
 * line ends and bytes that the character set does not have. Segments are counted from 0, fields and components from 1,
 * repetitions from 0. Not thread-safe.
 */
public final class Hl7Edit {

    /** Letters of a segment's name. */
    private static final int NAME = Segmentation.NAME;

    private final Charset charset;
    private final List<byte[]> lines = new ArrayList<>();
    /** Of each line, how many bytes at its end are what ends the segment. */
    private final List<Integer> ends = new ArrayList<>();
    private final byte[] mark;
    private final boolean wide;
    private final String fieldSeparator;
    private final char component;
    private final char repetition;
    private final char escape;
    private final char subcomponent;

    private Hl7Edit(byte[] body, Charset charset) throws Hl7FormatException {
        this.mark = mark(body);
        boolean utf = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
        this.charset = utf && charset.name().length() == 6 ? wide(body, charset) : charset;
        byte[] content = Arrays.copyOfRange(body, mark.length, body.length);
        this.wide = utf || hidesDelimiters(content, charset);
        if (wide) {
            if (!Arrays.equals(new String(content, this.charset).getBytes(this.charset), content)) {
                throw new Hl7FormatException("it has bytes that " + this.charset + " does not have");
            }
            content = strictly(new String(content, this.charset), StandardCharsets.UTF_8);
        }
        split(content);
        String msh = text(0);
        if (!msh.startsWith("MSH") || msh.length() < 8) {
            throw new Hl7FormatException("the message does not begin with an MSH segment");
        }
        fieldSeparator = msh.substring(3, 4);
        component = msh.charAt(4);
        repetition = msh.charAt(5);
        escape = msh.charAt(6);
        subcomponent = msh.charAt(7);
    }

    /**
     * @param charset of the text, see {@link Hl7Text}
     * @throws Hl7FormatException if it does not begin with MSH, or its segments can't be told from text
     */
    public static Hl7Edit of(byte[] body, Charset charset) throws Hl7FormatException {
        return new Hl7Edit(body, charset);
    }

    /**
     * Whether a byte of another letter may look like a delimiter, as in Big5 or ISO 2022; and all of it can be read.
     */
    private static boolean hidesDelimiters(byte[] content, Charset charset) {
        boolean single = !charset.canEncode() || charset.newEncoder().maxBytesPerChar() == 1
                || charset.equals(StandardCharsets.UTF_8);
        return !single && Arrays.equals(new String(content, charset).getBytes(charset), content);
    }

    private static byte[] mark(byte[] body) {
        int first = body.length < 2 ? 0 : (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        return Arrays.copyOf(body, first == 0xFEFF || first == 0xFFFE ? 2 : first == 0xEFBB ? 3 : 0);
    }

    private static Charset wide(byte[] body, Charset charset) {
        boolean little = (body[0] & 0xFF) == 0xFF || body[1] == 0;
        return Charset.forName(charset.name() + (little ? "LE" : "BE"));
    }

    private void split(byte[] content) throws Hl7FormatException {
        String bytes = new String(content, StandardCharsets.ISO_8859_1);
        Segmentation segments = Segmentation.of(bytes, bytes.length() > NAME ? bytes.charAt(NAME) : '|');
        if (segments.doubt() != null) {
            throw new Hl7FormatException(segments.doubt());
        }
        for (Segmentation.Part part : segments.parts()) {
            lines.add(Arrays.copyOfRange(content, part.begin(), part.next()));
            ends.add(part.next() - part.end());
        }
    }

    private Charset inner() {
        return wide ? StandardCharsets.UTF_8 : charset;
    }

    private String text(int segment) {
        byte[] line = lines.get(segment);
        return new String(line, 0, line.length - ends.get(segment), inner());
    }

    /** The number of segments. */
    public int size() {
        return lines.size();
    }

    /** The name of a segment, such as PID. */
    public String name(int segment) {
        byte[] line = lines.get(segment);
        return new String(line, 0, Math.min(NAME, line.length), StandardCharsets.US_ASCII).strip();
    }

    /** Whether a segment is byte for byte as in another message, with what ends it. */
    public boolean isSame(Hl7Edit other, int segment) {
        return Arrays.equals(lines.get(segment), other.lines.get(segment));
    }

    /** The segments of this name, in their order. */
    public List<Integer> named(String name) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (name(i).equals(name)) {
                found.add(i);
            }
        }
        return found;
    }

    private String[] fields(int segment) {
        return text(segment).split(Pattern.quote(fieldSeparator), -1);
    }

    /** A field as it stands there, with its delimiters and escapes; empty if there is none. Of MSH from MSH-3 on. */
    public String raw(int segment, int field) {
        String[] fields = fields(segment);
        int index = name(segment).equals("MSH") ? field - 1 : field;
        return index < fields.length ? fields[index] : "";
    }

    /** The repetitions of a field as they stand there; at least one, which may be empty. */
    public List<String> repetitions(int segment, int field) {
        return List.of(raw(segment, field).split(Pattern.quote(String.valueOf(repetition)), -1));
    }

    /** A component without escapes, its first subcomponent; empty if there is none. */
    public String get(int segment, int field, int atRepetition, int atComponent) {
        List<String> repetitions = repetitions(segment, field);
        return atRepetition < repetitions.size() ? component(repetitions.get(atRepetition), atComponent) : "";
    }

    /** The first component of the first repetition. */
    public String get(int segment, int field) {
        return get(segment, field, 0, 1);
    }

    /** A component of a repetition, as {@link #repetitions} gives it, without escapes. */
    public String component(String ofRepetition, int number) {
        String[] components = ofRepetition.split(Pattern.quote(String.valueOf(component)), -1);
        return number > components.length ? "" : unescape(components[number - 1]
                .split(Pattern.quote(String.valueOf(subcomponent)), -1)[0]).strip();
    }

    /** The subcomponents of a component, without escapes. */
    public List<String> subcomponents(String ofRepetition, int number) {
        String[] components = ofRepetition.split(Pattern.quote(String.valueOf(component)), -1);
        return number > components.length ? List.of() : Arrays.stream(components[number - 1]
                .split(Pattern.quote(String.valueOf(subcomponent)), -1)).map(this::unescape).map(String::strip)
                .toList();
    }

    /**
     * Sets components of one repetition and leaves its others.
     *
     * @param first  number of the first of them
     * @param values their texts, escaped here
     * @throws Hl7FormatException if the message's character set does not have a letter of it
     */
    public void set(int segment, int field, int atRepetition, int first, List<String> values)
            throws Hl7FormatException {
        List<String> repetitions = new ArrayList<>(repetitions(segment, field));
        List<String> components = new ArrayList<>(List.of(repetitions.get(atRepetition)
                .split(Pattern.quote(String.valueOf(component)), -1)));
        while (components.size() < first - 1 + values.size()) {
            components.add("");
        }
        for (int i = 0; i < values.size(); i++) {
            components.set(first - 1 + i, escape(values.get(i)));
        }
        repetitions.set(atRepetition, String.join(String.valueOf(component), components));
        setRaw(segment, field, String.join(String.valueOf(repetition), repetitions));
    }

    /** Replaces a field by text that has its delimiters. */
    public void setRaw(int segment, int field, String value) throws Hl7FormatException {
        List<String> fields = new ArrayList<>(List.of(fields(segment)));
        while (fields.size() <= field) {
            fields.add("");
        }
        fields.set(field, value);
        String before = new String(lines.get(segment), inner());
        if (!Arrays.equals(before.getBytes(inner()), lines.get(segment))) {
            throw new Hl7FormatException(name(segment) + " has bytes that " + charset + " does not have");
        }
        String end = before.substring(text(segment).length());
        lines.set(segment, strictly(String.join(fieldSeparator, fields) + end, inner()));
        if (wide) {
            strictly(value, charset);
        }
    }

    /** The message as it is now. */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        byte[] content = wide ? all.toString(StandardCharsets.UTF_8).getBytes(charset) : all.toByteArray();
        byte[] bytes = Arrays.copyOf(mark, mark.length + content.length);
        System.arraycopy(content, 0, bytes, mark.length, content.length);
        return bytes;
    }

    private byte[] strictly(String text, Charset into) throws Hl7FormatException {
        try {
            ByteBuffer encoded = into.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new Hl7FormatException("a value can't be written in the message's character set " + charset, e);
        }
    }

    /** Delimiters as escape sequences (HL7 v2.5.1 §2.7.4). */
    private String escape(String value) {
        StringBuilder text = new StringBuilder();
        for (char c : value.toCharArray()) {
            int which = (fieldSeparator + component + subcomponent + repetition + escape).indexOf(c);
            if (which < 0) {
                text.append(Character.isISOControl(c) ? ' ' : c);
            } else {
                text.append(escape).append("FSTRE".charAt(which)).append(escape);
            }
        }
        return text.toString();
    }

    /**
     * Text without escape sequences (HL7 v2.5.1 §2.7): delimiters, line breaks and hexadecimal bytes become what they
     * stand for; highlighting and other formatting goes.
     */
    public String unescape(String raw) {
        int at = raw.indexOf(escape);
        if (at < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (at >= 0) {
            int end = raw.indexOf(escape, at + 1);
            if (end < 0) {
                break;
            }
            text.append(raw, from, at).append(meaning(raw.substring(at + 1, end)));
            from = end + 1;
            at = raw.indexOf(escape, from);
        }
        return text.append(raw.substring(from)).toString();
    }

    private String meaning(String sequence) {
        if (sequence.length() == 1 && "FSTRE".contains(sequence)) {
            return (fieldSeparator + component + subcomponent + repetition + escape)
                    .substring("FSTRE".indexOf(sequence), "FSTRE".indexOf(sequence) + 1);
        }
        if (sequence.startsWith(".br") || sequence.startsWith(".sp") || sequence.equals(".ce")) {
            return "\n";
        }
        if (sequence.matches("X([0-9A-Fa-f]{2})+")) {
            byte[] bytes = HexFormat.of().parseHex(sequence.substring(1));
            return new String(bytes, inner());
        }
        return "";
    }
}
