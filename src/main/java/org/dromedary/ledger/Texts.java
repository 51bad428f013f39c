package org.dromedary.ledger;

/** Fits what archives send into the ledger's columns. */
public final class Texts {

    private Texts() {
    }

    /** At most that many characters, never half a surrogate pair; null stays null. */
    public static String cut(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    public static String cutOrEmpty(String text, int length) {
        return text == null ? "" : cut(text, length);
    }
}
