package org.dromedary.simulator;

import org.dromedary.dicom.data.Uid;

/** A kind of generated object: its SOP Class (PS3.4 §B.5) and Modality (PS3.3 §C.7.3.1.1.1). */
public enum ObjectKind {
    CT(Uid.CTImageStorage, "CT", "Thorax axial"),
    MR(Uid.MRImageStorage, "MR", "T2 tra"),
    CR(Uid.ComputedRadiographyImageStorage, "CR", "Hand p.a."),
    DX(Uid.DigitalXRayImageStorageForPresentation, "DX", "Chest p.a."),
    US(Uid.UltrasoundMultiFrameImageStorage, "US", "Abdomen clip"),
    SC(Uid.SecondaryCaptureImageStorage, "OT", "Photo"),
    SR(Uid.BasicTextSRStorage, "SR", "Report"),
    PR(Uid.GrayscaleSoftcopyPresentationStateStorage, "PR", "Annotations"),
    PDF(Uid.EncapsulatedPDFStorage, "DOC", "Request form"),
    RTSTRUCT(Uid.RTStructureSetStorage, "RTSTRUCT", "Contours");

    private final String sopClassUid;
    private final String modality;
    private final String description;

    ObjectKind(String sopClassUid, String modality, String description) {
        this.sopClassUid = sopClassUid;
        this.modality = modality;
        this.description = description;
    }

    /** The SOP Class UID of such objects. */
    public String sopClassUid() {
        return sopClassUid;
    }

    /** The Modality (0008,0060) of such series. */
    public String modality() {
        return modality;
    }

    String seriesDescription() {
        return description;
    }

    int objectsInSeries(int slices) {
        return switch (this) {
            case CT, MR -> slices;
            case CR, DX, US, SC -> Math.min(slices, 2);
            default -> 1;
        };
    }

    boolean isImage() {
        return switch (this) {
            case CT, MR, CR, DX, US, SC -> true;
            default -> false;
        };
    }
}
