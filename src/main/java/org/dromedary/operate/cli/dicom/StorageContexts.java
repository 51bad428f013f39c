package org.dromedary.operate.cli.dicom;

import java.util.List;
import java.util.stream.Stream;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;

/**
 * The storage contexts proposed with a C-GET (PS3.4 §C.4.3): an association has 128 at most (PS3.8 §9.3.2.2), so it is
 * either common SOP Classes with three contexts each, or the few that the user names with one for each syntax.
 */
final class StorageContexts {

    static final int MAX_NUMBER = 127;

    private static final List<String> COMMON = List.of(Uid.CTImageStorage, Uid.EnhancedCTImageStorage,
            Uid.MRImageStorage, Uid.EnhancedMRImageStorage, Uid.ComputedRadiographyImageStorage,
            Uid.DigitalXRayImageStorageForPresentation, Uid.DigitalXRayImageStorageForProcessing,
            Uid.DigitalMammographyXRayImageStorageForPresentation, Uid.DigitalMammographyXRayImageStorageForProcessing,
            Uid.BreastTomosynthesisImageStorage, Uid.UltrasoundImageStorage, Uid.UltrasoundMultiFrameImageStorage,
            Uid.SecondaryCaptureImageStorage, Uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
            Uid.MultiFrameTrueColorSecondaryCaptureImageStorage, Uid.XRayAngiographicImageStorage,
            Uid.XRayRadiofluoroscopicImageStorage, Uid.NuclearMedicineImageStorage,
            Uid.PositronEmissionTomographyImageStorage, Uid.VLEndoscopicImageStorage, Uid.VLPhotographicImageStorage,
            Uid.VLMicroscopicImageStorage, Uid.OphthalmicPhotography8BitImageStorage,
            Uid.OphthalmicTomographyImageStorage,
            Uid.GrayscaleSoftcopyPresentationStateStorage, Uid.ColorSoftcopyPresentationStateStorage,
            Uid.KeyObjectSelectionDocumentStorage, Uid.BasicTextSRStorage, Uid.EnhancedSRStorage,
            Uid.ComprehensiveSRStorage, Uid.XRayRadiationDoseSRStorage, Uid.EncapsulatedPDFStorage,
            Uid.EncapsulatedCDAStorage, Uid.SegmentationStorage, Uid.RTImageStorage, Uid.RTDoseStorage,
            Uid.RTStructureSetStorage, Uid.RTPlanStorage, Uid.TwelveLeadECGWaveformStorage,
            Uid.GeneralECGWaveformStorage,
            Uid.RawDataStorage, Uid.SpatialRegistrationStorage);

    /** Those in use, and few: DCMTK refuses an association with more than 50 transfer syntaxes in a context. */
    private static final String[] COMPRESSED = Stream.of(TransferSyntax.JPEG_LOSSLESS_SV1,
            TransferSyntax.JPEG_2000_LOSSLESS, TransferSyntax.JPEG_LS_LOSSLESS, TransferSyntax.RLE_LOSSLESS,
            TransferSyntax.JPEG_LOSSLESS, TransferSyntax.JPEG_BASELINE, TransferSyntax.JPEG_EXTENDED,
            TransferSyntax.JPEG_2000, TransferSyntax.JPEG_LS_NEAR_LOSSLESS, TransferSyntax.HTJ2K_LOSSLESS,
            TransferSyntax.HTJ2K_LOSSLESS_RPCL, TransferSyntax.HTJ2K, TransferSyntax.JPEG_XL_LOSSLESS,
            TransferSyntax.JPEG_XL, TransferSyntax.MPEG2_MAIN_LEVEL, TransferSyntax.MPEG4_HIGH_41,
            TransferSyntax.HEVC_MAIN_51).map(TransferSyntax::uid).toArray(String[]::new);

    private StorageContexts() {
    }

    static void propose(AssociationRequest.Builder request, List<String> named) {
        List<String> sopClasses = named.isEmpty() ? COMMON : named;
        int singly = COMPRESSED.length + 3;
        boolean oneForEachSyntax = sopClasses.size() * singly <= MAX_NUMBER;
        for (String sopClass : sopClasses) {
            request.role(sopClass, false, true);
            request.context(sopClass, Uid.ExplicitVRLittleEndian, Uid.DeflatedExplicitVRLittleEndian);
            request.context(sopClass, Uid.ImplicitVRLittleEndian);
            if (oneForEachSyntax) {
                request.context(sopClass, Uid.ExplicitVRBigEndian);
                for (String compressed : COMPRESSED) {
                    request.context(sopClass, compressed);
                }
            } else {
                request.context(sopClass, COMPRESSED);
            }
        }
    }
}
