package org.dromedary.dicom.codec.j2k;

import java.util.Map;

/** Markers of a codestream (T.800 table A.2; T.801 table A.1; T.814 §A). */
final class Markers {

    static final int SOC = 0xFF4F;
    static final int CAP = 0xFF50;
    static final int SIZ = 0xFF51;
    static final int COD = 0xFF52;
    static final int COC = 0xFF53;
    static final int QCD = 0xFF5C;
    static final int QCC = 0xFF5D;
    static final int RGN = 0xFF5E;
    static final int POC = 0xFF5F;
    static final int PPM = 0xFF60;
    static final int PPT = 0xFF61;
    static final int SOT = 0xFF90;
    static final int SOP = 0xFF91;
    static final int EPH = 0xFF92;
    static final int SOD = 0xFF93;
    static final int EOC = 0xFFD9;

    /** Part 2's, which change what the samples are. */
    static final Map<Integer, String> EXTENSIONS = Map.ofEntries(
            Map.entry(0xFF70, "variable DC offset"),
            Map.entry(0xFF71, "visual masking"),
            Map.entry(0xFF72, "downsampling factor styles"),
            Map.entry(0xFF73, "arbitrary decomposition styles"),
            Map.entry(0xFF74, "multiple component transformation definition"),
            Map.entry(0xFF75, "multiple component collection"),
            Map.entry(0xFF76, "non-linearity point transformation"),
            Map.entry(0xFF77, "multiple component transformation ordering"),
            Map.entry(0xFF78, "component bit depth"),
            Map.entry(0xFF79, "arbitrary transformation kernels"));

    private Markers() {
    }

    /** Reserved markers without a segment (T.800 table A.1), which say nothing to a reader. */
    static boolean isBare(int marker) {
        return marker >= 0xFF30 && marker <= 0xFF3F;
    }
}
