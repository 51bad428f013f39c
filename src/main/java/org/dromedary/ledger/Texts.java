package org.dromedary.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Fits what archives send into the ledger's columns, so that no value of theirs can make a statement fail. */
public final class Texts {

    /** Characters of a UID that the ledger keeps; PS3.5 §9.1 allows 64, but real senders go beyond. */
    public static final int MAX_UID = 128;

    private static final int MAX_CODE = 64;
    /** A tilde and sixteen hexadecimal digits. */
    private static final int MARK = 17;

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

    /** As {@link #cut}, for what is read in a list, by people: in one line, without control characters. */
    public static String line(String text, int length) {
        return cut(ControlCharacters.escaped(text), length);
    }

    public static String cutOrEmpty(String text, int length) {
        return text == null ? "" : cut(text, length);
    }

    /**
     * For values that tell one thing from another, such as a Patient ID: one that is too long ends in a part of its
     * SHA-256, so that two that begin alike stay two.
     */
    public static String distinct(String text, int length) {
        if (text == null || text.length() <= length) {
            return text == null ? "" : text;
        }
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        return cut(text, length - MARK) + "~" + HexFormat.of().formatHex(digest, 0, (MARK - 1) / 2);
    }

    /** Whether the ledger can keep this as a UID: 1 to {@link #MAX_UID} printable characters of ASCII. */
    public static boolean fitsAsUid(String uid) {
        return uid != null && !uid.isBlank() && uid.length() <= MAX_UID && isPrintable(uid);
    }

    /** @throws UnfitUidException naming the attribute, if the ledger can't keep its value */
    static String uid(String attribute, String uid) {
        if (!fitsAsUid(uid)) {
            throw new UnfitUidException(attribute, uid);
        }
        return uid;
    }

    /**
     * A UID in a record of evidence, which is written whatever the UID is: cut, with a mark, if it does not fit; empty
     * where objects are known by number only.
     */
    static String uidAsEvidence(String uid) {
        if (uid == null || uid.isEmpty()) {
            return "";
        }
        if (fitsAsUid(uid)) {
            return uid;
        }
        StringBuilder printable = new StringBuilder();
        uid.chars().limit(MAX_UID).forEach(c -> printable.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
        byte[] digest = Sha256.of(uid.getBytes(StandardCharsets.UTF_8));
        return cut(printable.toString(), MAX_UID - MARK) + "~" + HexFormat.of().formatHex(digest, 0, (MARK - 1) / 2);
    }

    /** A reason code for its column of ASCII; null stays null. */
    static String code(String code) {
        return code == null || isPrintable(code) ? cut(code, MAX_CODE)
                : cut(code.replaceAll("[^ -~]", "?"), MAX_CODE);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
