package org.dromedary.testing.site;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What goes wrong where people type and systems convert. */
final class Typos {
    private static final String LETTERS = "abcdefghijklmnoprstuvwz";
    private static final Map<String, String> FOLDED = Map.ofEntries(Map.entry("ø", "o"), Map.entry("Ø", "O"),
            Map.entry("æ", "ae"), Map.entry("Æ", "AE"), Map.entry("ß", "ss"), Map.entry("ł", "l"), Map.entry("Ł", "L"),
            Map.entry("ı", "i"), Map.entry("đ", "d"), Map.entry("Đ", "D"));
    private static final Map<String, String> SPELT_OUT = Map.of("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe",
            "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa");

    private Typos() {
    }

    /** One letter doubled, lost, wrong, or swapped with the next. Never the first. */
    static String word(Dice dice, String word) {
        if (word.length() < 3) {
            return word + dice.text(LETTERS, 1);
        }
        int at = dice.between(1, word.length() - 2);
        String before = word.substring(0, at);
        char letter = word.charAt(at);
        String after = word.substring(at + 1);
        return switch (dice.below(4)) {
            case 0 -> before + letter + letter + after;
            case 1 -> before + after;
            case 2 -> before + dice.text(LETTERS, 1) + after;
            default -> before + after.charAt(0) + letter + after.substring(1);
        };
    }

    /** Another valid date that differs by one digit, as yyyy-MM-dd. */
    static String date(Dice dice, LocalDate date) {
        String digits = date.toString();
        while (true) {
            int at = dice.of(List.of(2, 3, 5, 6, 8, 9));
            String wrong = digits.substring(0, at) + dice.below(10) + digits.substring(at + 1);
            try {
                LocalDate other = LocalDate.parse(wrong);
                if (!other.equals(date) && other.getYear() < 2009) {
                    return wrong;
                }
            } catch (DateTimeException e) {
                // Not a date: throw again.
            }
        }
    }

    /** One digit wrong, or two neighbours swapped; the same if there is no digit. */
    static String digit(Dice dice, String number) {
        if (number.chars().noneMatch(Character::isDigit)) {
            return number;
        }
        if (dice.hits(0.3)) {
            String swapped = swapped(dice, number);
            if (!swapped.equals(number)) {
                return swapped;
            }
        }
        int at;
        do {
            at = dice.below(number.length());
        } while (!Character.isDigit(number.charAt(at)));
        int wrong = (number.charAt(at) - '0' + dice.between(1, 9)) % 10;
        return number.substring(0, at) + wrong + number.substring(at + 1);
    }

    /** Two neighbouring characters that differ change places; the same if none are found. */
    static String swapped(Dice dice, String text) {
        for (int i = 0; i < 20 && text.length() > 2; i++) {
            int at = dice.below(text.length() - 1);
            char first = text.charAt(at);
            char second = text.charAt(at + 1);
            if (first != second && Character.isLetterOrDigit(first) && Character.isLetterOrDigit(second)) {
                return text.substring(0, at) + second + first + text.substring(at + 2);
            }
        }
        return text;
    }

    /** UTF-8 read as Windows 1252. */
    static String mojibake(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
    }

    /** ISO 8859-1 read as something that knows ASCII only. */
    static String questionMarks(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    /** @param spelt whether ö becomes oe rather than o */
    static String ascii(String text, boolean spelt) {
        String ascii = text;
        for (Map.Entry<String, String> letter : (spelt ? SPELT_OUT : FOLDED).entrySet()) {
            ascii = ascii.replace(letter.getKey(), letter.getValue());
        }
        for (Map.Entry<String, String> letter : FOLDED.entrySet()) {
            ascii = ascii.replace(letter.getKey(), letter.getValue());
        }
        return Normalizer.normalize(ascii, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }
}
