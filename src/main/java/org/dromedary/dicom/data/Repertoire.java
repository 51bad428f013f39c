package org.dromedary.dicom.data;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;

/** The coded character sets that escape sequences designate to G0 or G1 (PS3.3 §C.12.1.1.2, PS3.5 §6.1.2.5). */
enum Repertoire {
    ASCII("US-ASCII", 0, 1, "(B"),
    ROMAJI("JIS_X0201", 0, 1, "(J"),
    KATAKANA("JIS_X0201", 1, 1, ")I"),
    LATIN_1("ISO-8859-1", 1, 1, "-A"),
    LATIN_2("ISO-8859-2", 1, 1, "-B"),
    LATIN_3("ISO-8859-3", 1, 1, "-C"),
    LATIN_4("ISO-8859-4", 1, 1, "-D"),
    CYRILLIC("ISO-8859-5", 1, 1, "-L"),
    ARABIC("ISO-8859-6", 1, 1, "-G"),
    GREEK("ISO-8859-7", 1, 1, "-F"),
    HEBREW("ISO-8859-8", 1, 1, "-H"),
    LATIN_5("ISO-8859-9", 1, 1, "-M"),
    LATIN_9("ISO-8859-15", 1, 1, "-b"),
    THAI("TIS-620", 1, 1, "-T"),
    KANJI("x-JIS0208", 0, 2, "$B"),
    SUPPLEMENTARY_KANJI("JIS_X0212-1990", 0, 2, "$(D"),
    HANGUL("EUC-KR", 1, 2, "$)C"),
    HANZI("GB2312", 1, 2, "$)A");

    static final int ESCAPE = 0x1B;

    private static final Map<Integer, Repertoire> BY_REGISTRATION = Map.ofEntries(
            Map.entry(6, ASCII), Map.entry(13, KATAKANA), Map.entry(100, LATIN_1), Map.entry(101, LATIN_2),
            Map.entry(109, LATIN_3), Map.entry(110, LATIN_4), Map.entry(144, CYRILLIC), Map.entry(127, ARABIC),
            Map.entry(126, GREEK), Map.entry(138, HEBREW), Map.entry(148, LATIN_5), Map.entry(203, LATIN_9),
            Map.entry(166, THAI), Map.entry(87, KANJI), Map.entry(159, SUPPLEMENTARY_KANJI), Map.entry(149, HANGUL),
            Map.entry(58, HANZI));
    private static final Repertoire[] ALL = values();

    private final Charset charset;
    private final boolean right;
    private final int width;
    private final byte[] escape;

    Repertoire(String charset, int half, int width, String escape) {
        this.charset = Charset.forName(charset);
        this.right = half == 1;
        this.width = width;
        this.escape = Values.ascii("\u001B" + escape);
    }

    /** The set with this number in the ISO International Register, or null. */
    static Repertoire ofRegistration(int number) {
        return BY_REGISTRATION.get(number);
    }

    /** The set that the escape sequence at this place designates, or null. */
    static Repertoire designatedAt(byte[] bytes, int at) {
        for (Repertoire repertoire : ALL) {
            int length = repertoire.escape.length;
            if (at + length <= bytes.length
                    && Arrays.equals(bytes, at, at + length, repertoire.escape, 0, length)) {
                return repertoire;
            }
        }
        return null;
    }

    byte[] escape() {
        return escape;
    }

    Charset charset() {
        return charset;
    }

    /** Whether it is designated to G1 and used with bytes from 0x80. */
    boolean isRight() {
        return right;
    }

    /** Bytes in a character. */
    int width() {
        return width;
    }

    /** The character's bytes in this set alone, or null. */
    byte[] encode(int codePoint) {
        try {
            var encoded = charset.newEncoder().encode(CharBuffer.wrap(Character.toChars(codePoint)));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes.length == width && bytes[0] < 0 == right ? bytes : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
