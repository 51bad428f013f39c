package org.dromedary.dicom.codec.jpegls;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** HP's reversible colour transforms, which stand in no standard and are named by an APP8 segment "mrfx". */
final class HpColour {

    private HpColour() {
    }

    /**
     * Makes RGB of what the codestream holds, in place.
     *
     * @return the frame's format then
     */
    static PixelFormat undo(Header header, byte[] frame, PixelFormat format) throws CodecException {
        int transform = header.colourTransform;
        if (transform == 0) {
            return format;
        }
        int bits = header.precision;
        if (transform > 3 || format.samples() != 3 || bits != 8 && bits != 16) {
            throw new CodecException("HP's colour transform " + transform + " is not for " + format.samples()
                    + " samples of " + bits + " bits");
        }
        int[][] line = new int[3][format.columns() + 2];
        for (int row = 0; row < format.rows(); row++) {
            for (int i = 0; i < 3; i++) {
                Samples.read(frame, line[i], row, i, format);
            }
            for (int x = 1; x <= format.columns(); x++) {
                undo(transform, 1 << bits, line, x);
            }
            for (int i = 0; i < 3; i++) {
                Samples.write(line[i], frame, row, i, format);
            }
        }
        return format.photometric("RGB");
    }

    private static void undo(int transform, int range, int[][] line, int x) {
        int v1 = line[0][x];
        int v2 = line[1][x];
        int v3 = line[2][x];
        int red = v1 + v2 - range / 2 & range - 1;
        int green = v2;
        int blue = v3 + v2 - range / 2;
        if (transform == 2) {
            blue = v3 + (red + v2 >> 1) - range / 2;
        } else if (transform == 3) {
            green = v1 - (v3 + v2 >> 2) + range / 4;
            red = v3 + green - range / 2;
            blue = v2 + green - range / 2;
        }
        line[0][x] = red & range - 1;
        line[1][x] = green & range - 1;
        line[2][x] = blue & range - 1;
    }
}
