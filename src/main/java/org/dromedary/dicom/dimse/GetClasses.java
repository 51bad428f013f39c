package org.dromedary.dicom.dimse;

import java.util.List;
import java.util.stream.Stream;
import org.dromedary.dicom.data.Uid;

/** The SOP Classes to expect of an archive that has not said which it holds (PS3.4 §B.5, and retired ones). */
final class GetClasses {

    /** Images that are often kept compressed, and of which fifteen years of modalities have left most. */
    private static final List<String> IMAGES = List.of(Uid.CTImageStorage, Uid.MRImageStorage,
            Uid.ComputedRadiographyImageStorage, Uid.DigitalXRayImageStorageForPresentation,
            Uid.UltrasoundImageStorage, Uid.UltrasoundMultiFrameImageStorage, Uid.SecondaryCaptureImageStorage,
            Uid.XRayAngiographicImageStorage, Uid.XRayRadiofluoroscopicImageStorage, Uid.NuclearMedicineImageStorage,
            Uid.PositronEmissionTomographyImageStorage, Uid.DigitalMammographyXRayImageStorageForPresentation,
            Uid.DigitalMammographyXRayImageStorageForProcessing, Uid.BreastTomosynthesisImageStorage,
            Uid.EnhancedCTImageStorage, Uid.EnhancedMRImageStorage, Uid.DigitalXRayImageStorageForProcessing,
            Uid.UltrasoundImageStorageRetired, Uid.UltrasoundMultiFrameImageStorageRetired,
            Uid.NuclearMedicineImageStorageRetired, Uid.XRayAngiographicBiPlaneImageStorage,
            Uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
            Uid.MultiFrameTrueColorSecondaryCaptureImageStorage, Uid.VLEndoscopicImageStorage,
            Uid.VLPhotographicImageStorage, Uid.VLMicroscopicImageStorage,
            Uid.OphthalmicPhotography8BitImageStorage, Uid.OphthalmicTomographyImageStorage, Uid.SegmentationStorage,
            Uid.VLWholeSlideMicroscopyImageStorage);

    private static final List<String> OTHERS = List.of(Uid.GrayscaleSoftcopyPresentationStateStorage,
            Uid.KeyObjectSelectionDocumentStorage, Uid.BasicTextSRStorage, Uid.EnhancedSRStorage,
            Uid.ComprehensiveSRStorage, Uid.XRayRadiationDoseSRStorage, Uid.EncapsulatedPDFStorage,
            Uid.RTStructureSetStorage, Uid.RTPlanStorage, Uid.RTDoseStorage, Uid.RTImageStorage,
            Uid.TwelveLeadECGWaveformStorage, Uid.GeneralECGWaveformStorage, Uid.RawDataStorage,
            Uid.SpatialRegistrationStorage, Uid.MammographyCADSRStorage, Uid.ColorSoftcopyPresentationStateStorage,
            Uid.EncapsulatedCDAStorage, Uid.DigitalIntraOralXRayImageStorageForPresentation,
            Uid.DigitalIntraOralXRayImageStorageForProcessing, Uid.EnhancedXAImageStorage, Uid.EnhancedXRFImageStorage,
            Uid.XRay3DAngiographicImageStorage, Uid.XRay3DCraniofacialImageStorage, Uid.EnhancedPETImageStorage,
            Uid.EnhancedUSVolumeStorage, Uid.LegacyConvertedEnhancedCTImageStorage,
            Uid.LegacyConvertedEnhancedMRImageStorage, Uid.LegacyConvertedEnhancedPETImageStorage,
            Uid.EnhancedMRColorImageStorage, Uid.MRSpectroscopyStorage,
            Uid.MultiFrameSingleBitSecondaryCaptureImageStorage,
            Uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
            Uid.VideoEndoscopicImageStorage, Uid.VideoMicroscopicImageStorage, Uid.VideoPhotographicImageStorage,
            Uid.VLSlideCoordinatesMicroscopicImageStorage, Uid.OphthalmicPhotography16BitImageStorage,
            Uid.IntravascularOpticalCoherenceTomographyImageStorageForPresentation, Uid.ParametricMapStorage,
            Uid.PseudoColorSoftcopyPresentationStateStorage, Uid.BlendingSoftcopyPresentationStateStorage,
            Uid.XAXRFGrayscaleSoftcopyPresentationStateStorage, Uid.Comprehensive3DSRStorage, Uid.ChestCADSRStorage,
            Uid.ColonCADSRStorage, Uid.ProcedureLogStorage, Uid.RadiopharmaceuticalRadiationDoseSRStorage,
            Uid.SpatialFiducialsStorage, Uid.DeformableSpatialRegistrationStorage, Uid.SurfaceSegmentationStorage,
            Uid.RealWorldValueMappingStorage, Uid.HemodynamicWaveformStorage, Uid.AmbulatoryECGWaveformStorage,
            Uid.CardiacElectrophysiologyWaveformStorage, Uid.RTBeamsTreatmentRecordStorage, Uid.RTIonPlanStorage,
            Uid.RTIonBeamsTreatmentRecordStorage, Uid.RTBrachyTreatmentRecordStorage,
            Uid.RTTreatmentSummaryRecordStorage, Uid.EncapsulatedSTLStorage, Uid.StandaloneOverlayStorage,
            Uid.StandaloneCurveStorage, Uid.StandaloneModalityLUTStorage, Uid.StandaloneVOILUTStorage);

    /** The likeliest first: those get a context for what is compressed beside the one for what is not. */
    static final List<String> COMMON = Stream.of(IMAGES, OTHERS).flatMap(List::stream).toList();

    private GetClasses() { }
}
