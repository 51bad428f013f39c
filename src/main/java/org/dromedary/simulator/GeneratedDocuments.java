package org.dromedary.simulator;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** Fills in generated objects without pixels: report, presentation state, PDF, structure set (PS3.3 §A.35, §A.33). */
final class GeneratedDocuments {

    private static final String DETACHED_STUDY = "1.2.840.10008.3.1.2.3.1";

    private GeneratedDocuments() {
    }

    static void fill(ObjectKind kind, DataSet object, GeneratedContext context) {
        switch (kind) {
            case SR -> report(object, context);
            case PR -> presentationState(object, context);
            case PDF -> pdf(object, context);
            case RTSTRUCT -> structureSet(object, context);
            default -> throw new IllegalArgumentException(kind + " is an image");
        }
    }

    private static void report(DataSet object, GeneratedContext context) {
        object.set(tagOf("CompletionFlag"), "COMPLETE");
        object.set(tagOf("VerificationFlag"), "UNVERIFIED");
        object.setItems(Tag.ReferencedPerformedProcedureStepSequence, List.of());
        object.setItems(tagOf("PerformedProcedureCodeSequence"), List.of());
        object.set(Tag.ValueType, "CONTAINER");
        object.set(tagOf("ContinuityOfContent"), "SEPARATE");
        object.setItems(Tag.ConceptNameCodeSequence, code("18748-4", "LN", "Diagnostic imaging report"));
        if (!context.imageReferences().isEmpty()) {
            object.setItems(Tag.CurrentRequestedProcedureEvidenceSequence, new DataSet()
                    .set(Tag.StudyInstanceUID, context.studyUid())
                    .setItems(Tag.ReferencedSeriesSequence, referencedSeries(context)));
        }
        DataSet finding = new DataSet()
                .set(tagOf("RelationshipType"), "CONTAINS")
                .set(Tag.ValueType, "TEXT")
                .setItems(Tag.ConceptNameCodeSequence, code("121071", "DCM", "Finding"))
                .set(tagOf("TextValue"), "No abnormality in generated study " + context.random().nextInt(9999));
        object.setItems(Tag.ContentSequence, finding);
    }

    private static void presentationState(DataSet object, GeneratedContext context) {
        object.set(tagOf("PresentationCreationDate"), context.studyDate().isEmpty() ? "20040101" : context.studyDate());
        object.set(tagOf("PresentationCreationTime"), "120000");
        object.set(tagOf("ContentLabel"), "ANNOTATED");
        object.set(tagOf("ContentDescription"), "");
        object.set(tagOf("ContentCreatorName"), "");
        object.setItems(Tag.ReferencedSeriesSequence, referencedSeries(context));
        object.setItems(tagOf("DisplayedAreaSelectionSequence"), new DataSet()
                .setInt(tagOf("DisplayedAreaTopLeftHandCorner"), 1, 1)
                .setInt(tagOf("DisplayedAreaBottomRightHandCorner"), context.matrix(), context.matrix())
                .set(tagOf("PresentationSizeMode"), "SCALE TO FIT")
                .set(tagOf("PresentationPixelAspectRatio"), "1", "1"));
        object.setItems(tagOf("SoftcopyVOILUTSequence"), new DataSet()
                .set(Tag.WindowCenter, "60")
                .set(Tag.WindowWidth, "350"));
        object.set(tagOf("PresentationLUTShape"), "IDENTITY");
    }

    private static void pdf(DataSet object, GeneratedContext context) {
        String page = "BT /F1 18 Tf 72 720 Td (Request form " + context.random().nextInt(9999) + ") Tj ET";
        String text = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
                + "4 0 obj<</Length " + page.length() + ">>stream\n" + page + "\nendstream endobj\n"
                + "trailer<</Root 1 0 R/Size 5>>\n%%EOF\n";
        byte[] document = text.getBytes(StandardCharsets.US_ASCII);
        object.set(Tag.ConversionType, "SD");
        object.set(Tag.BurnedInAnnotation, "YES");
        object.set(Tag.AcquisitionDateTime, "");
        object.set(tagOf("DocumentTitle"), "Request form");
        object.setItems(Tag.ConceptNameCodeSequence, List.of());
        object.set(Tag.MIMETypeOfEncapsulatedDocument, "application/pdf");
        object.setBytes(Tag.EncapsulatedDocument, Vr.OB, Arrays.copyOf(document, document.length + 1 & ~1));
    }

    private static void structureSet(DataSet object, GeneratedContext context) {
        object.set(tagOf("StructureSetLabel"), "PLAN 1");
        object.set(tagOf("StructureSetDate"), context.studyDate());
        object.set(tagOf("StructureSetTime"), "120000");
        DataSet series = new DataSet()
                .set(Tag.SeriesInstanceUID, context.imageSeriesUid())
                .setItems(tagOf("ContourImageSequence"), context.imageReferences());
        DataSet study = new DataSet()
                .set(Tag.ReferencedSOPClassUID, DETACHED_STUDY)
                .set(Tag.ReferencedSOPInstanceUID, context.studyUid())
                .setItems(tagOf("RTReferencedSeriesSequence"), series);
        object.setItems(tagOf("ReferencedFrameOfReferenceSequence"), new DataSet()
                .set(Tag.FrameOfReferenceUID, context.frameOfReferenceUid())
                .setItems(tagOf("RTReferencedStudySequence"), study));
        object.setItems(tagOf("StructureSetROISequence"), new DataSet()
                .set(tagOf("ROINumber"), "1")
                .set(tagOf("ReferencedFrameOfReferenceUID"), context.frameOfReferenceUid())
                .set(tagOf("ROIName"), "Body")
                .set(tagOf("ROIGenerationAlgorithm"), "AUTOMATIC"));
        object.setItems(tagOf("ROIContourSequence"), new DataSet()
                .set(tagOf("ReferencedROINumber"), "1")
                .setItems(tagOf("ContourSequence"), contour(context)));
        object.setItems(tagOf("RTROIObservationsSequence"), new DataSet()
                .set(tagOf("ObservationNumber"), "1")
                .set(tagOf("ReferencedROINumber"), "1")
                .set(tagOf("RTROIInterpretedType"), "EXTERNAL")
                .set(tagOf("ROIInterpreter"), ""));
    }

    private static DataSet contour(GeneratedContext context) {
        DataSet contour = new DataSet();
        if (!context.imageReferences().isEmpty()) {
            contour.setItems(tagOf("ContourImageSequence"), context.imageReferences().get(0));
        }
        return contour
                .set(tagOf("ContourGeometricType"), "CLOSED_PLANAR")
                .set(tagOf("NumberOfContourPoints"), "4")
                .set(tagOf("ContourData"), "-90", "-90", "-5", "90", "-90", "-5", "90", "90", "-5", "-90", "90", "-5");
    }

    private static DataSet referencedSeries(GeneratedContext context) {
        return new DataSet()
                .setItems(Tag.ReferencedSOPSequence, context.imageReferences())
                .set(Tag.SeriesInstanceUID, context.imageSeriesUid());
    }

    private static DataSet code(String value, String scheme, String meaning) {
        return new DataSet()
                .set(Tag.CodeValue, value)
                .set(Tag.CodingSchemeDesignator, scheme)
                .set(Tag.CodeMeaning, meaning);
    }
}
