package org.dromedary.dicom.codec.jpeg;

/** The example tables of T.81 Annex K, which all readers know. */
final class StandardTables {
    /** By rows (Tables K.1 and K.2). */
    private static final int[] LUMINANCE = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
    private static final int[] CHROMINANCE = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

    private static final int[] DC_SYMBOLS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    /** Tables K.3 to K.6: DC and AC, luminance and chrominance. */
    private static final int[][] COUNTS = {
        {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0},
        {0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0},
        {0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D},
        {0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77}};
    private static final String AC_LUMINANCE = "01020300041105122131410613516107227114328191A1082342B1C11552D1F0"
            + "24336272820" + "90A161718191A25262728292A3435363738393A434445464748494A535455565758595A63646566676"
            + "8696A737475767778797A838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4"
            + "C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA";
    private static final String AC_CHROMINANCE = "0001020311040521310612415107617113223281081442"
            + "91A1B1C109233352F0156272D10A162434E125F11718191A262728292A35363738393A434445464748494A535455565758"
            + "595A636465666768696A737475767778797A82838485868788898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5"
            + "B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA";

    private StandardTables() {
    }

    /**
     * Steps by rows, scaled as users of JPEG expect a quality from 1 to 100 to be.
     *
     * @param kind 0 luminance, 1 chrominance
     */
    static int[] quantizers(int kind, int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] steps = new int[64];
        for (int i = 0; i < 64; i++) {
            int base = kind == 0 ? LUMINANCE[i] : CHROMINANCE[i];
            steps[i] = Math.max(1, Math.min(255, (base * percent + 50) / 100));
        }
        return steps;
    }

    /** @param kind 0 luminance, 1 chrominance */
    static HuffmanCode dc(int kind) {
        return new HuffmanCode(COUNTS[kind], DC_SYMBOLS);
    }

    static HuffmanCode ac(int kind) {
        String digits = kind == 0 ? AC_LUMINANCE : AC_CHROMINANCE;
        int[] symbols = new int[digits.length() / 2];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
        }
        return new HuffmanCode(COUNTS[2 + kind], symbols);
    }
}
