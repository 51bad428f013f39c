package org.dromedary.dicom.data;

/** The value representations of PS3.5 §6.2. */
public enum Vr {
    AE(Kind.TEXT), AS(Kind.TEXT), AT(Kind.NUMBER, 2, 4), CS(Kind.TEXT), DA(Kind.TEXT), DS(Kind.TEXT), DT(Kind.TEXT),
    FL(Kind.NUMBER, 4, 4), FD(Kind.NUMBER, 8, 8), IS(Kind.TEXT), LO(Kind.LOCAL), LT(Kind.LONG_TEXT),
    OB(Kind.BYTES, 1), OD(Kind.BYTES, 8), OF(Kind.BYTES, 4), OL(Kind.BYTES, 4), OV(Kind.BYTES, 8), OW(Kind.BYTES, 2),
    PN(Kind.LOCAL), SH(Kind.LOCAL), SL(Kind.NUMBER, 4, 4), SQ(Kind.SEQUENCE), SS(Kind.NUMBER, 2, 2),
    ST(Kind.LONG_TEXT), SV(Kind.NUMBER, 8, 8), TM(Kind.TEXT), UC(Kind.LOCAL), UI(Kind.TEXT), UL(Kind.NUMBER, 4, 4),
    UN(Kind.BYTES, 1), UR(Kind.TEXT), US(Kind.NUMBER, 2, 2), UT(Kind.LONG_TEXT), UV(Kind.NUMBER, 8, 8);

    private static final Vr[] BY_CODE = new Vr[26 * 26];

    static {
        for (Vr vr : values()) {
            BY_CODE[index(vr.code())] = vr;
        }
    }

    private final Kind kind;
    private final int wordLength;
    private final int valueLength;

    Vr(Kind kind) {
        this(kind, 1);
    }

    Vr(Kind kind, int wordLength) {
        this(kind, wordLength, 0);
    }

    Vr(Kind kind, int wordLength, int valueLength) {
        this.kind = kind;
        this.wordLength = wordLength;
        this.valueLength = valueLength;
    }

    /** The VR of two letters, as {@code first << 8 | second}, or null if there is none. */
    static Vr ofCode(int code) {
        int index = index(code);
        return index < 0 ? null : BY_CODE[index];
    }

    private static int index(int code) {
        int first = (code >> 8) - 'A';
        int second = (code & 0xFF) - 'A';
        return first < 0 || first > 25 || second < 0 || second > 25 ? -1 : first * 26 + second;
    }

    int code() {
        return name().charAt(0) << 8 | name().charAt(1);
    }

    /** Whether values are characters. */
    public boolean isText() {
        return kind == Kind.TEXT || kind == Kind.LOCAL || kind == Kind.LONG_TEXT;
    }

    /** Whether Specific Character Set (0008,0005) applies (PS3.5 §6.1.2.2). */
    public boolean usesCharacterSet() {
        return kind == Kind.LOCAL || kind == Kind.LONG_TEXT;
    }

    /** Whether a backslash separates values (PS3.5 §6.4); in LT, ST, UT and UR it is a character like others. */
    public boolean isMultiValued() {
        return (kind == Kind.TEXT || kind == Kind.LOCAL) && this != UR;
    }

    /** Whether leading spaces belong to the value (PS3.5 §6.2). */
    boolean keepsLeadingSpaces() {
        return kind == Kind.LONG_TEXT || this == UC || this == UR;
    }

    /** Whether values are binary numbers of a fixed length. */
    public boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** Bytes in one binary number, 0 for other kinds. */
    int valueLength() {
        return valueLength;
    }

    /** Bytes in the words that a change of byte order reverses (PS3.5 §7.3). */
    int wordLength() {
        return wordLength;
    }

    /** Whether explicit VR has two reserved bytes and a length of 32 bits (PS3.5 §7.1.2). */
    boolean hasLongForm() {
        return kind == Kind.BYTES || kind == Kind.SEQUENCE || this == SV || this == UC || this == UR || this == UT
                || this == UV;
    }

    /** What makes the length even (PS3.5 §6.2): a space in text, but NULL in UI and in binary values. */
    byte padding() {
        return isText() && this != UI ? (byte) ' ' : 0;
    }

    private enum Kind { TEXT, LOCAL, LONG_TEXT, NUMBER, BYTES, SEQUENCE }
}
