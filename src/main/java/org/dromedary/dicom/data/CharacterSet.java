package org.dromedary.dicom.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Specific Character Set (0008,0005) (PS3.3 §C.12.1.1.2, PS3.5 §6.1): decodes whatever bytes it is given, and
 * encodes exactly or not at all. Immutable.
 */
public final class CharacterSet {
    private static final String NAME_DELIMITERS = "\\^=";

    private static final Pattern SPELLING = Pattern.compile("[ _-]+");
    private static final Pattern REGISTRATION = Pattern.compile("ISO ?(?:2022 )?IR (\\d{1,3})");

    /** No Specific Character Set: ISO 646 alone. Other bytes are decoded as UTF-8 if valid, else as Latin-1. */
    public static final CharacterSet DEFAULT = of();
    public static final CharacterSet LATIN_1 = of("ISO_IR 100");
    public static final CharacterSet UTF_8 = of("ISO_IR 192");

    private final List<String> terms;
    private final List<String> unknownTerms;
    private final Charset whole;
    private final CodeExtension extension;

    private CharacterSet(List<String> terms, List<String> unknownTerms, Charset whole, CodeExtension extension) {
        this.terms = terms;
        this.unknownTerms = unknownTerms;
        this.whole = whole;
        this.extension = extension;
    }

    /**
     * The character set of these defined terms, the first of which may be empty. Underscores, hyphens, spaces and case
     * may differ from the standard's spelling, as they do in the field.
     */
    public static CharacterSet of(String... specificCharacterSetValues) {
        List<String> terms = List.of(specificCharacterSetValues);
        List<String> unknown = new ArrayList<>();
        List<Repertoire> repertoires = new ArrayList<>();
        Charset whole = null;
        for (String term : terms) {
            String name = SPELLING.matcher(term.toUpperCase(Locale.ROOT)).replaceAll(" ").strip();
            Repertoire repertoire = repertoireOf(name);
            Charset charset = wholeOf(name);
            if (repertoire != null) {
                repertoires.add(repertoire);
            } else if (charset != null) {
                whole = whole == null ? charset : whole;
            } else {
                unknown.add(term);
            }
        }
        return new CharacterSet(terms, List.copyOf(unknown), whole, extensionOf(repertoires));
    }

    /** The values of (0008,0005) as given. */
    public List<String> terms() {
        return terms;
    }

    /** Those of the terms that the standard does not define; text in them was decoded by a guess. */
    public List<String> unknownTerms() {
        return unknownTerms;
    }

    public boolean isKnown() {
        return unknownTerms.isEmpty();
    }

    /** The text of a value, delimiters and padding included; bytes that mean nothing become U+FFFD. */
    public String decode(byte[] value, Vr vr) {
        if (CodeExtension.isPlain(value)) {
            return CodeExtension.plain(value);
        }
        if (!vr.usesCharacterSet()) {
            return guess(value);
        }
        if (whole != null) {
            return new String(value, whole);
        }
        boolean escapes = hasEscape(value);
        if (!escapes && (extension.g1() == null && extension.others().isEmpty() || isGuesswork())) {
            return guess(value);
        }
        return extension.decode(value, delimiters(vr));
    }

    /** Whether the bytes are text in this character set, without guessing and without replacement characters. */
    public boolean canDecode(byte[] value, Vr vr) {
        if (CodeExtension.isPlain(value)) {
            return true;
        }
        if (!vr.usesCharacterSet() || isGuesswork() && whole == null) {
            return false;
        }
        if (whole == null && extension.g1() == null && !hasEscape(value)) {
            return false;
        }
        return whole != null ? isValid(value, whole) : decode(value, vr).indexOf('\uFFFD') < 0;
    }

    /**
     * Whether the bytes are text as the standard allows it in this character set (PS3.5 §6.1): as {@link #canDecode},
     * without the control characters 80 to 9F, and with escape sequences of declared sets alone.
     */
    public boolean isConforming(byte[] value, Vr vr) {
        if (CodeExtension.isPlain(value)) {
            return true;
        }
        return canDecode(value, vr) && decode(value, vr).chars().noneMatch(c -> c >= 0x80 && c < 0xA0)
                && (whole == null ? extension.declaresAll(value) : !hasEscape(value));
    }

    /**
     * Whether the terms may stand beside each other (PS3.3 §C.12.1.1.2): several only with code extensions, the first
     * of which may be empty.
     */
    public boolean isCombinable() {
        return terms.size() < 2 || terms.stream().allMatch(term -> term.isEmpty() && term.equals(terms.get(0))
                || term.startsWith("ISO 2022 "));
    }

    /**
     * The bytes of a text, delimiters included, without padding.
     *
     * @throws UnencodableTextException if a character is not in this set, or outside ISO 646 where the VR wants that
     */
    public byte[] encode(String text, Vr vr) {
        byte[] bytes = null;
        if (!vr.usesCharacterSet()) {
            bytes = encodeBy(StandardCharsets.US_ASCII, text);
        } else if (whole != null) {
            bytes = encodeBy(whole, text);
        } else {
            bytes = extension.encode(text, delimiters(vr));
        }
        if (bytes == null) {
            throw new UnencodableTextException(String.join("\\", terms));
        }
        return bytes;
    }

    /** Whether {@link #encode} would take this text as a name or other short text. */
    public boolean canEncode(String text) {
        return (whole != null ? encodeBy(whole, text) : extension.encode(text, NAME_DELIMITERS)) != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharacterSet that && terms.equals(that.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    @Override
    public String toString() {
        return String.join("\\", terms);
    }

    /** Whether terms were given, but none that means anything. */
    private boolean isGuesswork() {
        return !unknownTerms.isEmpty() && unknownTerms.size() == terms.size();
    }

    private static String delimiters(Vr vr) {
        return vr == Vr.PN ? NAME_DELIMITERS : vr.isMultiValued() ? "\\" : "";
    }

    private static boolean hasEscape(byte[] value) {
        for (byte b : value) {
            if (b == Repertoire.ESCAPE) {
                return true;
            }
        }
        return false;
    }

    private static String guess(byte[] value) {
        Charset charset = isValid(value, StandardCharsets.UTF_8) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new String(value, charset);
    }

    private static boolean isValid(byte[] value, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] encodeBy(Charset charset, String text) {
        try {
            ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** {@code ISO IR n} or {@code ISO 2022 IR n}; an empty term is the default repertoire. */
    private static Repertoire repertoireOf(String name) {
        if (name.isEmpty()) {
            return Repertoire.ASCII;
        }
        Matcher matcher = REGISTRATION.matcher(name);
        return matcher.matches() ? Repertoire.ofRegistration(Integer.parseInt(matcher.group(1))) : null;
    }

    private static Charset wholeOf(String name) {
        return switch (name) {
            case "ISO IR 192" -> StandardCharsets.UTF_8;
            case "GB18030" -> Charset.forName("GB18030");
            case "GBK" -> Charset.forName("GBK");
            default -> null;
        };
    }

    /** A multi-byte set cannot be the initial one; where it is given first, an empty first value was meant. */
    private static CodeExtension extensionOf(List<Repertoire> repertoires) {
        Repertoire first = repertoires.isEmpty() ? Repertoire.ASCII : repertoires.get(0);
        Repertoire g1 = first.isRight() && first.width() == 1 ? first : null;
        List<Repertoire> others = new ArrayList<>();
        for (Repertoire repertoire : repertoires) {
            if (repertoire == Repertoire.KATAKANA) {
                others.add(Repertoire.ROMAJI);
            }
            others.add(repertoire);
        }
        Repertoire g0 = first == Repertoire.KATAKANA ? Repertoire.ROMAJI : Repertoire.ASCII;
        others.removeIf(repertoire -> repertoire == g0 || repertoire == g1);
        return new CodeExtension(g0, g1, List.copyOf(others));
    }
}
