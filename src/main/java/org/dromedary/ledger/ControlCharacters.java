package org.dromedary.ledger;

import java.util.function.IntPredicate;

/**
 * Texts of archives, senders and files on their way to a log or a terminal: one with a line break would forge a line,
 * one with an escape sequence would act on the terminal. What acts is shown as its code point.
 */
public final class ControlCharacters {

    private ControlCharacters() {
    }

    /** The text in one line: every control character, line break and change of direction as {@code \}{@code u001B}. */
    public static String escaped(String text) {
        return escaped(text, ControlCharacters::acts);
    }

    /** As {@link #escaped(String)}, but for line feeds, where a text of several lines is wanted. */
    public static String escapedInLines(String text) {
        return escaped(text, c -> c != '\n' && acts(c));
    }

    private static String escaped(String text, IntPredicate acts) {
        if (text == null || text.chars().noneMatch(acts)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (acts.test(c)) {
                escaped.append("\\u").append(String.format("%04X", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    /** C0 and C1 without the tabulator, DEL, line and paragraph separators, marks that turn the direction of writing. */
    private static boolean acts(int c) {
        return c < ' ' && c != '\t' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0x200E || c == 0x200F
                || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }
}
