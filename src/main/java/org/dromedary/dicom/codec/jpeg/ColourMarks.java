package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** What a codestream itself says of its colour, which the object's header may contradict. */
final class ColourMarks {
    private static final String RGB = "RGB";
    private static final String YBR_FULL = "YBR_FULL";
    private static final int TRANSFORM_UNKNOWN = -1;

    private boolean jfif;
    private int adobeTransform = TRANSFORM_UNKNOWN;

    void readApp0(Segment segment) {
        jfif |= segment.startsWith("JFIF\0");
    }

    /** Adobe's marker: after its name version and two flags, then 0 for no transform, 1 for YCbCr, 2 for YCCK. */
    void readApp14(Segment segment) throws CodecException {
        if (segment.startsWith("Adobe") && segment.left() >= 12) {
            segment.skip(11);
            adobeTransform = segment.u8();
        }
    }

    /**
     * What the decoded samples are, subsampled components being in full then. A lossless codestream is what the
     * object declares. In the DCT processes Adobe's marker and components named R, G and B decide; a declared RGB is
     * taken for YBR_FULL if the codestream says JFIF, which knows no RGB, or has fewer samples of some components.
     */
    String photometric(String declared, FrameHeader frame) {
        if (frame.components.length != 3 || declared == null || declared.startsWith("PALETTE")
                || declared.startsWith("MONOCHROME")) {
            return declared;
        }
        String full = declared.startsWith("YBR_FULL") || declared.startsWith("YBR_PARTIAL") ? YBR_FULL : declared;
        if (frame.lossless()) {
            return full;
        }
        if (adobeTransform == 0 || namedRgb(frame)) {
            return RGB;
        }
        return adobeTransform == 1 || jfif || frame.subsampled() || !RGB.equals(declared) ? YBR_FULL : RGB;
    }

    private static boolean namedRgb(FrameHeader frame) {
        return frame.components[0].id == 'R' && frame.components[1].id == 'G' && frame.components[2].id == 'B';
    }
}
