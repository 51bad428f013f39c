package org.dromedary.dicom.codec;

/** Whether a codestream itself says that it does not keep all of its image. */
final class Lossiness {

    private static final int SOC = 0x4F;
    private static final int COD = 0x52;
    private static final int JPEG_LS = 0xF7;
    private static final int LOSSLESS = 0xC3;
    private static final int SOS = 0xDA;
    private static final int SOD = 0x93;

    private Lossiness() {
    }

    /** JPEG but process 14, JPEG-LS with NEAR above 0, JPEG 2000 with the 9/7 transform; what can't be told is not. */
    static boolean of(byte[] codestream) {
        boolean jpeg2000 = codestream.length > 1 && (codestream[1] & 0xFF) == SOC;
        int frame = 0;
        int at = 2;
        while (at + 4 <= codestream.length && codestream[at] == (byte) 0xFF) {
            int marker = codestream[at + 1] & 0xFF;
            int length = (codestream[at + 2] & 0xFF) << 8 | codestream[at + 3] & 0xFF;
            if (jpeg2000 && marker == COD) {
                return at + 13 < codestream.length && codestream[at + 13] == 0;
            }
            if (marker == SOS || marker == SOD) {
                int near = at + 2 + length - 3;
                return frame == JPEG_LS ? near < codestream.length && codestream[near] > 0
                        : frame != 0 && frame != LOSSLESS;
            }
            boolean start = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            frame = !jpeg2000 && (start || marker == JPEG_LS) ? marker : frame;
            at += 2 + length;
        }
        return false;
    }
}
