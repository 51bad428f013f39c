package org.dromedary.dicom.codec.jpeg;

/** What the DCT processes have in common. */
final class Dct {
    /** Where the coefficients of the zigzag sequence lie in a block by rows (T.81 Figure A.6). */
    static final int[] NATURAL = zigzag();

    private Dct() {
    }

    private static int[] zigzag() {
        int[] natural = new int[64];
        int at = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
                natural[at++] = diagonal % 2 == 0 ? (diagonal - i) * 8 + i : i * 8 + diagonal - i;
            }
        }
        return natural;
    }
}
