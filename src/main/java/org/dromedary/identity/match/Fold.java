package org.dromedary.identity.match;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Spellings that mean the same become the same text: case, diacritics, Cyrillic and Greek letters, broken UTF-8. */
final class Fold {

    /** Stands for a letter that was lost. */
    static final char LOST = '\uFFFD';

    private static final int MAX_LENGTH = 256;
    private static final String CP1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
    private static final Map<Character, String> LETTERS = letters();

    private Fold() {
    }

    /** Lower-case letters, digits, blanks and {@link #LOST}; never fails. */
    static String words(String raw) {
        String text = raw.length() > MAX_LENGTH ? raw.substring(0, MAX_LENGTH) : raw;
        text = Normalizer.normalize(repaired(repaired(text)), Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                out.append(c);
            } else if (LETTERS.containsKey(c)) {
                out.append(LETTERS.get(c));
            } else if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
                out.append(c);
            } else if (Character.getType(c) == Character.NON_SPACING_MARK || c == '\'' || c == '\u2019' || c == '`'
                    || c == '\u00B4' || c == '\u02BC' || c == '\u02B9' || c == '\u00AD') {
                continue;
            } else if (lostLetter(text, i)) {
                out.append(LOST);
            } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.toString().strip();
    }

    /** The same, where digraphs for one letter count as that letter: Müller is Mueller, Åse is Aase. */
    static String name(String words) {
        StringBuilder out = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            char before = out.length() == 0 ? ' ' : out.charAt(out.length() - 1);
            boolean digraph = c == 'e' && (before == 'a' || before == 'o' || before == 'u')
                    || c == 'a' && before == 'a';
            if (!digraph) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** How a folded name sounds, roughly, in most languages with Latin letters. */
    static String sound(String name) {
        String s = name.replace("tsch", "s").replace("tch", "s").replace("sch", "s").replace("ph", "f")
                .replace("cz", "s").replace("sz", "s").replace("sh", "s").replace("zh", "s").replace("ks", "x")
                .replace("ch", "k").replace("ck", "k").replace("kh", "k").replace("th", "t").replace("dt", "t");
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            char next = i + 1 < s.length() ? s.charAt(i + 1) : ' ';
            char sound = switch (c) {
                case 'c' -> next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
                case 'q' -> 'k';
                case 'z' -> 's';
                case 'w' -> 'v';
                case 'd' -> 't';
                case 'y', 'j' -> 'i';
                default -> c;
            };
            boolean silent = sound == 'h' || "aeiou".indexOf(sound) >= 0 && i > 0;
            if (!silent && (out.length() == 0 || out.charAt(out.length() - 1) != sound)) {
                out.append(i == 0 && "aeiou".indexOf(sound) >= 0 ? 'a' : sound);
            }
        }
        return out.toString();
    }

    /** Text that was UTF-8 and was read as Latin 1 or Windows 1252, read rightly; any other as it is. */
    static String repaired(String text) {
        byte[] bytes = new byte[text.length()];
        boolean high = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int windows = c > 0xFF ? CP1252.indexOf(c) : -1;
            if (c > 0xFF && windows < 0) {
                return text;
            }
            bytes[i] = (byte) (windows >= 0 ? 0x80 + windows : c);
            high |= bytes[i] < 0;
        }
        if (!high) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notBroken) {
            return text;
        }
    }

    /** A sign between letters that is no part of any name, or the replacement character. */
    private static boolean lostLetter(String text, int at) {
        char c = text.charAt(at);
        if (c == LOST) {
            return true;
        }
        boolean odd = c == '?' || c == '\u00B3' || c == '\u00B9' || c == '\u00BF' || c == '\u00A4' || c == '\u00A3'
                || c == '\u00A6' || c == '\u00A7' || c == '\u00B6' || c == '\u00B1' || c == '#';
        return odd && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    private static Map<Character, String> letters() {
        Map<Character, String> map = new HashMap<>();
        String latin = "ø=o æ=ae œ=oe ß=ss ł=l đ=d ð=d þ=th ı=i ŋ=n ħ=h ŧ=t ĸ=k ſ=s ə=e ";
        String cyrillic = "а=a б=b в=v г=g ґ=g д=d е=e є=e ё=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r "
                + "с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=yu я=ya ђ=d ј=j љ=lj њ=nj ћ=c џ=dz ў=u ";
        String greek = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f "
                + "χ=ch ψ=ps ω=o ";
        for (String pair : (latin + cyrillic + greek).strip().split(" ")) {
            map.put(pair.charAt(0), pair.substring(2));
        }
        return map;
    }
}
