package org.dromedary.dicom.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a data set is encoded (PS3.5 §10, §A; registered in PS3.6 §A).
 *
 * @param name         the keyword of PS3.6, or the UID where it is unknown
 * @param encapsulated whether Pixel Data comes in fragments (PS3.5 §A.4)
 */
public record TransferSyntax(String uid, String name, boolean explicitVr, boolean bigEndian, boolean deflated,
        boolean encapsulated) {
    private static final Map<String, TransferSyntax> KNOWN = new LinkedHashMap<>();

    public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
            plain(Uid.ImplicitVRLittleEndian, false, false, false);
    public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
            plain(Uid.ExplicitVRLittleEndian, true, false, false);
    public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
            plain(Uid.DeflatedExplicitVRLittleEndian, true, false, true);
    public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN = plain(Uid.ExplicitVRBigEndian, true, true, false);
    public static final TransferSyntax JPEG_BASELINE = encapsulated(Uid.JPEGBaseline8Bit);
    public static final TransferSyntax JPEG_EXTENDED = encapsulated(Uid.JPEGExtended12Bit);
    public static final TransferSyntax JPEG_SPECTRAL_SELECTION =
            encapsulated(Uid.JPEGSpectralSelectionNonHierarchical68);
    public static final TransferSyntax JPEG_FULL_PROGRESSION = encapsulated(Uid.JPEGFullProgressionNonHierarchical1012);
    public static final TransferSyntax JPEG_LOSSLESS = encapsulated(Uid.JPEGLossless);
    public static final TransferSyntax JPEG_LOSSLESS_SV1 = encapsulated(Uid.JPEGLosslessSV1);
    public static final TransferSyntax JPEG_LS_LOSSLESS = encapsulated(Uid.JPEGLSLossless);
    public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS = encapsulated(Uid.JPEGLSNearLossless);
    public static final TransferSyntax JPEG_2000_LOSSLESS = encapsulated(Uid.JPEG2000Lossless);
    public static final TransferSyntax JPEG_2000 = encapsulated(Uid.JPEG2000);
    public static final TransferSyntax JPEG_XL_LOSSLESS = encapsulated(Uid.JPEGXLLossless);
    public static final TransferSyntax JPEG_XL_RECOMPRESSION = encapsulated(Uid.JPEGXLJPEGRecompression);
    public static final TransferSyntax JPEG_XL = encapsulated(Uid.JPEGXL);
    public static final TransferSyntax HTJ2K_LOSSLESS = encapsulated(Uid.HTJ2KLossless);
    public static final TransferSyntax HTJ2K_LOSSLESS_RPCL = encapsulated(Uid.HTJ2KLosslessRPCL);
    public static final TransferSyntax HTJ2K = encapsulated(Uid.HTJ2K);
    public static final TransferSyntax RLE_LOSSLESS = encapsulated(Uid.RLELossless);
    public static final TransferSyntax MPEG2_MAIN_LEVEL = encapsulated(Uid.MPEG2MPML);
    public static final TransferSyntax MPEG4_HIGH_41 = encapsulated(Uid.MPEG4HP41);
    public static final TransferSyntax HEVC_MAIN_51 = encapsulated(Uid.HEVCMP51);
    /** GE's own: as Implicit VR Little Endian, but the words of Pixel Data are big endian and are left as they are. */
    public static final TransferSyntax PRIVATE_GE_BIG_ENDIAN_PIXELS = plain("1.2.840.113619.5.2", false, false, false);

    static {
        // With JPIP the pixels are elsewhere: nothing is encapsulated, and two variants are deflated (PS3.5 §A.6).
        plain(Uid.Papyrus3ImplicitVRLittleEndian, false, false, false);
        plain(Uid.JPIPReferenced, true, false, false);
        plain(Uid.JPIPReferencedDeflate, true, false, true);
        plain(Uid.JPIPHTJ2KReferenced, true, false, false);
        plain(Uid.JPIPHTJ2KReferencedDeflate, true, false, true);
        for (String uid : UidRegistry.uidsOf("transfer-syntax")) {
            if (!KNOWN.containsKey(uid) && !uid.startsWith("1.2.840.10008.1.2.6.")) {
                encapsulated(uid);
            }
        }
    }

    /** The syntax of this UID; one that is unknown is taken as explicit VR little endian with encapsulated pixels. */
    public static TransferSyntax of(String uid) {
        TransferSyntax known = KNOWN.get(uid);
        return known != null ? known : new TransferSyntax(uid, uid, true, false, false, true);
    }

    public static boolean isKnown(String uid) {
        return KNOWN.containsKey(uid);
    }

    /** All known syntaxes; unmodifiable. */
    public static Collection<TransferSyntax> known() {
        return Collections.unmodifiableCollection(KNOWN.values());
    }

    private static TransferSyntax plain(String uid, boolean explicitVr, boolean bigEndian, boolean deflated) {
        return register(new TransferSyntax(uid, Uid.nameOf(uid), explicitVr, bigEndian, deflated, false));
    }

    private static TransferSyntax encapsulated(String uid) {
        return register(new TransferSyntax(uid, Uid.nameOf(uid), true, false, false, true));
    }

    private static TransferSyntax register(TransferSyntax syntax) {
        KNOWN.put(syntax.uid(), syntax);
        return syntax;
    }
}
