package org.dromedary.hospital.hl7;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The bytes of a message as text, by its byte order mark, else by MSH-18 (HL7 table 0211), else by what they are. Bytes
 * that the declared set does not have are read by another one, which {@code note} tells; the bytes themselves are kept.
 *
 * @param charset by which the text was read, and by which an answer is written
 * @param note    what was odd, without a value of the message; null if nothing was
 */
public record Hl7Text(String text, Charset charset, String note) {

    private static final int MSH_18 = 17;
    /** Repetitions of MSH-18 that are looked at. */
    private static final int MAX_TERMS = 20;
    private static final Pattern SPELLING = Pattern.compile("[ _/-]+");
    private static final Map<String, String> TABLE_0211 = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"), Map.entry("ISO IR6", "US-ASCII"),
            Map.entry("UNICODE", "UTF-8"), Map.entry("UNICODE UTF 8", "UTF-8"), Map.entry("ISO IR192", "UTF-8"),
            Map.entry("UNICODE UTF 16", "UTF-16"), Map.entry("UNICODE UTF 32", "UTF-32"),
            Map.entry("GB 18030", "GB18030"), Map.entry("GB 18030 2000", "GB18030"), Map.entry("GBK", "GB18030"),
            Map.entry("BIG 5", "Big5"), Map.entry("KS X 1001", "x-windows-949"),
            Map.entry("CNS 11643 1992", "x-EUC-TW"),
            Map.entry("ISO IR13", "JIS_X0201"), Map.entry("ISO IR14", "JIS_X0201"),
            Map.entry("ISO IR87", "ISO-2022-JP-2"), Map.entry("ISO IR159", "ISO-2022-JP-2"),
            Map.entry("JAS2020", "ISO-2022-JP-2"), Map.entry("JIS X 0202", "ISO-2022-JP-2"),
            // Senders that know DICOM write its terms here.
            Map.entry("ISO IR100", "ISO-8859-1"), Map.entry("ISO IR101", "ISO-8859-2"),
            Map.entry("ISO IR109", "ISO-8859-3"), Map.entry("ISO IR110", "ISO-8859-4"),
            Map.entry("ISO IR144", "ISO-8859-5"), Map.entry("ISO IR127", "ISO-8859-6"),
            Map.entry("ISO IR126", "ISO-8859-7"), Map.entry("ISO IR138", "ISO-8859-8"),
            Map.entry("ISO IR148", "ISO-8859-9"), Map.entry("ISO IR166", "TIS-620"));

    static Hl7Text decode(byte[] body, Hl7Charsets charsets) {
        Charset marked = byMark(body);
        if (marked != null) {
            String text = read(body, marked);
            return text != null ? new Hl7Text(text, marked, null)
                    : new Hl7Text(new String(body, marked), marked, "bytes that " + marked + " does not have");
        }
        List<String> terms = declared(body);
        List<Charset> declared = charsets(terms, body);
        for (Charset charset : declared) {
            String text = read(body, charset);
            if (text != null) {
                return declared(text, body, charset, charsets);
            }
        }
        return undeclared(body, terms, declared, charsets.fallback());
    }

    /** Read as declared: what is UTF-8 beyond ASCII hardly ever is anything else. */
    private static Hl7Text declared(String text, byte[] body, Charset charset, Hl7Charsets charsets) {
        if (StandardCharsets.US_ASCII.equals(charset)) {
            return new Hl7Text(text, charsets.fallback(), null);
        }
        boolean beyondAscii = !StandardCharsets.UTF_8.equals(charset) && read(body, StandardCharsets.US_ASCII) == null;
        String utf8 = beyondAscii ? read(body, StandardCharsets.UTF_8) : null;
        if (utf8 == null) {
            return new Hl7Text(text, charset, null);
        }
        String note = "declared as " + charset + ", but its bytes beyond ASCII are UTF-8: read as ";
        return charsets.trustUtf8() ? new Hl7Text(utf8, StandardCharsets.UTF_8, note + "UTF-8")
                : new Hl7Text(text, charset, note + "declared");
    }

    private static Hl7Text undeclared(byte[] body, List<String> terms, List<Charset> declared, Charset fallback) {
        boolean silent = terms.get(0).isEmpty() || declared.contains(StandardCharsets.US_ASCII);
        String text = read(body, StandardCharsets.UTF_8);
        Charset other = text != null ? StandardCharsets.UTF_8 : fallback;
        String why = terms.get(0).isEmpty() ? "no character set is declared"
                : declared.isEmpty() ? "the declared character set is unknown"
                : "declared as " + declared.get(0) + ", but has other bytes";
        boolean expected = silent && text != null && text.length() == body.length;
        return new Hl7Text(text != null ? text : new String(body, fallback), expected ? fallback : other,
                expected ? null : why + ": read as " + other);
    }

    private static Charset byMark(byte[] body) {
        int first = body.length < 2 ? -1 : (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        return switch (first) {
            case 0xFEFF, 0xFFFE -> StandardCharsets.UTF_16;
            case 'M' -> StandardCharsets.UTF_16BE;
            case 'M' << 8 -> StandardCharsets.UTF_16LE;
            case 0xEFBB -> StandardCharsets.UTF_8;
            default -> null;
        };
    }

    /** The repetitions of MSH-18; at least one, which may be empty. */
    private static List<String> declared(byte[] body) {
        int end = 0;
        while (end < body.length && body[end] != '\r' && body[end] != '\n') {
            end++;
        }
        String msh = new String(body, 0, end, StandardCharsets.ISO_8859_1);
        if (msh.length() < 6) {
            return List.of("");
        }
        String[] fields = msh.split(Pattern.quote(msh.substring(3, 4)), MSH_18 + 2);
        String repetition = Pattern.quote(msh.substring(5, 6));
        return fields.length <= MSH_18 ? List.of("") : Arrays.asList(fields[MSH_18].strip()
                .split(repetition, MAX_TERMS));
    }

    /** The sets that are declared and known; those first that have escape sequences where the text has some. */
    private static List<Charset> charsets(List<String> terms, byte[] body) {
        boolean escapes = new String(body, StandardCharsets.ISO_8859_1).indexOf('\u001B') >= 0;
        return terms.stream().map(Hl7Text::named).filter(Objects::nonNull).distinct()
                .sorted(Comparator.comparing(charset -> escapes != charset.name().startsWith("ISO-2022"))).toList();
    }

    private static Charset named(String term) {
        String spelled = SPELLING.matcher(term.toUpperCase(Locale.ROOT)).replaceAll(" ").strip();
        String name = spelled.matches("(ISO ?)?8859 \\d+") ? "ISO-8859-" + spelled.replaceFirst(".* ", "")
                : TABLE_0211.getOrDefault(spelled.replaceFirst("^ISO (2022 )?IR ?", "ISO IR"), term.strip());
        try {
            return name.isEmpty() ? null : Charset.isSupported(name) ? Charset.forName(name) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Null if the charset does not have every byte. */
    private static String read(byte[] body, Charset charset) {
        try {
            String text = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
