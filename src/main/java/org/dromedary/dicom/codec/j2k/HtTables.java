package org.dromedary.dicom.codec.j2k;

/**
 * The codes of the HT cleanup pass (T.814 §7.3). Quads, that is 2 x 2 coefficients, are numbered down the columns:
 * upper left 0, lower left 1, upper right 2, lower right 3; patterns have bit n for coefficient n.
 */
final class HtTables {

    /** Bits of a run's length by the state of the adaptive run-length coder (T.814 §7.3.3). */
    static final int[] MEL_EXPONENT = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5};

    /** By context and seven bits of code: length in the lowest three bits, then {@link #HAS_U} and three patterns. */
    static final char[] INITIAL_ROW = new char[1024];
    static final char[] OTHER_ROWS = new char[1024];

    /** More magnitude bits follow for the quad (u_off). */
    static final int HAS_U = 8;
    /** The pattern of significant coefficients (rho). */
    static final int SIGNIFICANT = 4;
    /** The pattern of coefficients whose uppermost bit is one (e_1). */
    static final int TOP_BIT = 8;
    /** The pattern of coefficients whose uppermost bit the code tells (e_k). */
    static final int TOP_BIT_KNOWN = 12;

    /**
     * For the encoder, by context, significance pattern and the pattern of largest exponents, none if nothing follows:
     * the code in the upper bits, four bits of its length, the pattern of known top bits.
     */
    static final char[] INITIAL_ROW_CODES = new char[2048];
    static final char[] OTHER_ROWS_CODES = new char[2048];

    /** By three bits of a code of u: its prefix's length, from bit 4 the suffix's, from bit 8 its least value. */
    static final int[] U_PREFIX = {0x553, 0x101, 0x202, 0x101, 0x313, 0x101, 0x202, 0x101};

    /*
     * T.814 Annex C, one string a context. A code is four hexadecimal digits: known top bits, top bits, significance,
     * and 8 for HAS_U plus the code's length. They come in the order of their bits as they are read; since each set
     * is complete, that and the lengths give the codes themselves.
     */
    private static final String[] INITIAL_ROW_TEXT = {
        "0023008300430014005500C500A5003510BEF4FEE2FEF8FEA8EEC8CEC4CE88AE207E009E0096888E0066445E444EF1FFE6FF"
            + "F5FF22EFFCFFBAFF99FF00F7E4EF00E7D8DF54DF11DF00D7CCCF11BF00B7A2AF515F227F0077006F313F223F111F222F",
        "0002008400440024001400C510BEE4FEA2FEB8FEA8EE54DEC4CE88CE88AE00A6009E0096888E003E207E006E0066445E0056"
            + "444E0036222E00F7F1FF88FFE4EF11DF22EF00E7D8DF00D711BF00B7A2AF111F227F0077515F",
        "000200840044002400140055317E74FE11FEF1FE20EEC4DE88DE44CE00C620BE00AE00A6009E00960066545E515E113E444E"
            + "0036111EF8FF22EF32FF00F700E7D1DF00D7C8CF747F22BF00B7888F555F227F0077006F222F323F",
        "000300140025F1FDF4FDF8FD0085555D00550045AAFEF2FEF5FEC8EED4DED1DE44CE00C632BE88AE00A60096113E717E647E"
            + "545E515E444E0036111EFCFFF3FFE6FFB9FF44EF00F7E2EFE4EF00E7D8DFD5DFDCDF99DF00D7C8CFB8BF888F11BFB1BF00B7"
            + "A2AF989F119F737F727F222F667F0077626F446F0067323F",
        "0002008400440024001400A50096B8FE72FE91FEC8EE44EE10DE88CE00C600BEA8AEA2AE888E223E407E006E0066005E0056"
            + "0036222EF4FF76FF11DF99FF00F7E2EF00E700D7C4CF009FB2BF00B7AAAF447F0077444F111F313F",
        "0003F2FDF8FDF4FD00A50085004500250015F1FE009676FEE8EEE2EED4DE98DE88CE00C6B2BE98BEA8AEA2AEAAAE888E323E"
            + "647E226E0066445E00560036222EFAFFF3FFD9FF77FFFCFF75FF00F7E4EFEAEFECEF66EF00E7D1DF99DFD5DF00D7C4CFB1BF"
            + "99BFB3BF00B7919F889F667F717F727F737F0077646F515F444F333F313F111F",
        "000300140025F1FDF2FD008500450035F8FEF4FEFCFE717EF3FEEAFE66FEE8EE54DEC8CE00C6B2BE91BE22AE00A60096647E"
            + "0066115E0056222E323E313E333E111EF5FFB9FF00F7E4EF55DFECEF22EFE2EF00E7D1DFC8DF00D7C4CFB8BFCCCF99BFBABF"
            + "00B7A8AF989F119F727F888F667F737F0077646F226F444F545F",
        "F1FCF4FCF8FCF2FCFAFD0005F3FDF5FDFFFDFCFEF6FEE8EEF9FEE2EED4DED1DEB2BE22AE009E717E006E115E00260016FBFF"
            + "FEFF00F7F7FFFDFFE4EFEAEFECEF66EF00E7D8DFD5DFDCDF99DF00D7C4CF88CF00C7B8BF00A7BABFB1BFB3BF99BF00B7A8AF"
            + "757F0097888F0087747F727F737F667F007700570067545F444F0047313F323F333F0037222F111F"};
    private static final String[] OTHER_ROWS_TEXT = {
        "0013008300430023006500C500A50095888D0055003510FE40EE00DE88CE009E00BE88AE005E007E003E444E111E222E11FF"
            + "00F700D744EF00E7C4CF007700B7A2AF006F",
        "000100840024001400450035005640FE00C600A6009600BF44FF00F700EF00E700DF00D700CF00B700AF888F009F444F007F"
            + "0077006F0067005F222F323F113F111F",
        "0001002400140085004500C6A2AE00A600360056222EF8FF72FF51FF44FF00F740EF44EF00E700DF00D700CFAAAF00BFB2BF"
            + "00B7A8AF007F009F0097888F0077006F0067005F313F444F223F111F",
        "000200240014008500450035517EF1FEF8FEF2FE00F640DE00CE00C6B2BE88BE00B622AE00A6009E009600760066115E0056"
            + "222E313E323E111EF4FFE2EFF5FFA8FFFAFF73FF66FFC8EF44EF00E7B3BF44DF00D7B1BFA8AF888F447F727F545F006F444F"
            + "333F",
        "00010084004400C50025001500A630FE20EE444E0066005632FF11FF00F700BF22EF00E700DF00D7C4CFC8CFCCCF00B700AF"
            + "007F009F0097888F0077006F003F005F0037222F111F",
        "00020044002500F500C5008500550015A8EEF2FEF8FEF4FEFCFEF1FE00E654DE00D644CE207E10BE00B600AE00A60096888E"
            + "00760066445E003E444E0036111EF3FFFAFF76FFD5FF99FF22EFE4EF11DFD8DF11BFC8CF006F009F227F222F515F",
        "0003004400240014005500C500A5008500B6F4FEF8FEF2FE00F6E8EE00E600D6A2AE227E009E0096888E00760066445E223E"
            + "444E0036222E111EF1FFFCFFF5FFB9FFE2EFFAFF76FF33FFD1DFEAEF44EFE4EFC8DF44DFD4DFB1BFC4CFC8CFCCCFA8BF22BF"
            + "B2BFAAAFA8AF515F747F317F646F226F313F",
        "00F3000400D5F4FDF1FDF8FDF2FD00B500750055FCFEF5FEB9FEA8EEFAFE76FEF3FE00E654DE00AE00CE00C632BE00A60096"
            + "0086717E00460066115E00360026111E0016E4EFFBFFF7FFFFFFD8DF22EFE2EFB8BF11DFD1DF009F11BFB1BF727F888F006F"
            + "737F447F747F323F545F444F113F222F"};

    static {
        fill(INITIAL_ROW_TEXT, INITIAL_ROW, INITIAL_ROW_CODES);
        fill(OTHER_ROWS_TEXT, OTHER_ROWS, OTHER_ROWS_CODES);
    }

    private HtTables() {
    }

    private static void fill(String[] text, char[] decoding, char[] encoding) {
        for (int context = 0; context < 8; context++) {
            int slot = 0;
            for (int i = 0; i < text[context].length(); i += 4) {
                int entry = Integer.parseInt(text[context], i, i + 4, 16);
                int length = entry & 7;
                int code = Integer.reverse(slot) >>> 25;
                for (int above = 0; above < 128; above += 1 << length) {
                    decoding[context << 7 | above | code] = (char) entry;
                }
                offer(encoding, context, entry, code);
                slot += 128 >> length;
            }
        }
    }

    /** Notes the code for every pattern of largest exponents it fits, unless there is one that tells more top bits. */
    private static void offer(char[] encoding, int context, int entry, int code) {
        int significant = entry >> SIGNIFICANT & 15;
        int known = entry >> TOP_BIT_KNOWN;
        if (context == 0 && significant == 0) {
            return;
        }
        for (int largest = 0; largest < 16; largest++) {
            int at = context << 8 | significant << 4 | largest;
            boolean fits = (entry & HAS_U) == 0 ? largest == 0
                    : largest != 0 && (largest & ~significant) == 0 && (largest & known) == (entry >> TOP_BIT & 15);
            if (fits && (encoding[at] == 0 || Integer.bitCount(known) >= Integer.bitCount(encoding[at] & 15))) {
                encoding[at] = (char) (code << 8 | (entry & 7) << 4 | known);
            }
        }
    }
}
