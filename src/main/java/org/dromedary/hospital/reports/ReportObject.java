package org.dromedary.hospital.reports;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.hospital.hl7.Hl7Edit;
import org.dromedary.hospital.reports.ReportMessage.Order;
import org.dromedary.hospital.reports.ReportText.Section;

/**
 * A report as a DICOM object: Basic Text SR (PS3.3 §A.35.1) after TID 2000 (PS3.16), or Encapsulated PDF (PS3.3
 * §A.45.1). The same report and study always make the same object.
 */
final class ReportObject {

    /** Behind what modalities number. */
    private static final int SERIES_NUMBER = 9901;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    /** OBR-25 of a report that somebody has signed (HL7 table 0123). */
    private static final Set<String> FINAL = Set.of("F", "C", "A");

    private final ReportMessage message;
    private final Hl7Edit text;
    private final DataSet object;
    /** yyyyMMddHHmmss */
    private final String written;

    private ReportObject(ReportMessage message, DataSet study, LocalDateTime receivedAt) {
        this.message = message;
        this.text = message.text();
        this.object = study;
        String told = text.get(first(), 22).replaceFirst("[^0-9].*", "");
        this.written = told.length() >= 8 ? (told + "000000").substring(0, 14) : TIME.format(receivedAt);
    }

    /**
     * The series and the object, by their UIDs.
     *
     * @param modality SR, or DOC for a document
     */
    record Identity(String modality, String seriesUid, String sopUid) {
    }

    /**
     * Makes the object.
     *
     * @param study      patient and study attributes, which become those of the object
     * @param language   RFC 5646
     * @param receivedAt when it came, for a report that does not say when it was written
     */
    static DataSet of(ReportMessage message, Identity identity, DataSet study, String language,
            LocalDateTime receivedAt) {
        ReportObject report = new ReportObject(message, study, receivedAt);
        ReportText content = new ReportText(message);
        report.common(identity);
        if (identity.modality().equals("DOC")) {
            report.document(content.pdf().orElseThrow());
        } else {
            report.textDocument(content.sections(), language);
        }
        return report.object;
    }

    private int first() {
        return message.orders().get(0).obr();
    }

    private void common(Identity identity) {
        object.set(Tag.SOPInstanceUID, identity.sopUid()).set(Tag.SeriesInstanceUID, identity.seriesUid())
                .set(Tag.Modality, identity.modality()).setInt(Tag.SeriesNumber, SERIES_NUMBER)
                .setInt(Tag.InstanceNumber, 1).set(Tag.SeriesDescription, "Report").set(Tag.Manufacturer, "Dromedary")
                .set(Tag.ContentDate, written.substring(0, 8)).set(Tag.ContentTime, written.substring(8));
    }

    private String title() {
        String title = text.get(first(), 4, 0, 2);
        return fit(title.isEmpty() ? "Report" : title, 64);
    }

    private void document(byte[] pdf) {
        object.set(Tag.SOPClassUID, Uid.EncapsulatedPDFStorage).set(Tag.ConversionType, "WSD")
                .set(Tag.BurnedInAnnotation, "YES").set(Tag.AcquisitionDateTime, "")
                .set(tagOf("DocumentTitle"), title())
                .set(Tag.MIMETypeOfEncapsulatedDocument, "application/pdf")
                .setBytes(Tag.EncapsulatedDocument, Vr.OB, pdf);
        object.set(tagOf("EncapsulatedDocumentLength"), Integer.toString(pdf.length));
        code(item(object, Tag.ConceptNameCodeSequence), "18748-4", "LN", "Diagnostic imaging report");
    }

    private void textDocument(Map<Section, String> sections, String language) {
        boolean isFinal = FINAL.contains(message.status());
        object.set(Tag.SOPClassUID, Uid.BasicTextSRStorage)
                .set(tagOf("CompletionFlag"), isFinal ? "COMPLETE" : "PARTIAL")
                .set(tagOf("PreliminaryFlag"), isFinal ? "FINAL" : "PRELIMINARY");
        verification(isFinal);
        object.setItems(Tag.ReferencedPerformedProcedureStepSequence, List.of());
        object.setItems(tagOf("PerformedProcedureCodeSequence"), List.of());
        requests();
        object.set(Tag.ValueType, "CONTAINER").set(tagOf("ContinuityOfContent"), "SEPARATE");
        code(item(object, Tag.ConceptNameCodeSequence), "18748-4", "LN", "Diagnostic imaging report");
        item(object, tagOf("ContentTemplateSequence")).set(tagOf("MappingResource"), "DCMR")
                .set(tagOf("TemplateIdentifier"), "2000");
        String observer = observer();
        List<DataSet> content = items(object, Tag.ContentSequence, 1 + (observer.isEmpty() ? 0 : 2) + sections.size());
        language(content.remove(0), language);
        if (!observer.isEmpty()) {
            observer(content.remove(0), content.remove(0), observer);
        }
        sections.forEach((section, words) -> section(content.remove(0), section, words));
    }

    /** VERIFIED wants the name and organization of who did it (PS3.3 §C.17.2); without them it is not said. */
    private void verification(boolean isFinal) {
        String organization = fit(text.raw(0, 4).isEmpty() ? text.get(0, 3) : text.get(0, 4), 64);
        boolean verified = isFinal && !observer().isEmpty() && !organization.isEmpty();
        object.set(tagOf("VerificationFlag"), verified ? "VERIFIED" : "UNVERIFIED");
        if (verified) {
            DataSet by = item(object, tagOf("VerifyingObserverSequence"));
            by.set(tagOf("VerifyingOrganization"), organization).set(tagOf("VerificationDateTime"), written)
                    .set(tagOf("VerifyingObserverName"), observer())
                    .setItems(tagOf("VerifyingObserverIdentificationCodeSequence"), List.of());
        }
    }

    /** OBR-32 as a PN: an NDL whose name is in subcomponents, or what looks like an XCN; empty if there is none. */
    private String observer() {
        String value = text.repetitions(first(), 32).get(0);
        List<String> name = text.subcomponents(value, 1);
        String family = name.size() > 1 ? name.get(1) : text.component(value, 2);
        String given = name.size() > 1 ? name.size() > 2 ? name.get(2) : "" : text.component(value, 3);
        return fit(family.replaceAll("[\\^=]", " ") + "^" + given.replaceAll("[\\^=]", " "), 64)
                .replaceFirst("\\^+$", "");
    }

    private void requests() {
        List<Order> orders = message.orders();
        List<DataSet> items = items(object, tagOf("ReferencedRequestSequence"), orders.size());
        for (int i = 0; i < orders.size(); i++) {
            int obr = orders.get(i).obr();
            DataSet request = items.get(i);
            request.set(Tag.StudyInstanceUID, object.getString(Tag.StudyInstanceUID))
                    .setItems(Tag.ReferencedStudySequence, List.of())
                    .set(Tag.AccessionNumber, i == 0 ? object.getString(Tag.AccessionNumber, "") : "")
                    .set(Tag.PlacerOrderNumberImagingServiceRequest, fit(text.get(obr, 2), 64))
                    .set(Tag.FillerOrderNumberImagingServiceRequest, fit(text.get(obr, 3), 64))
                    .set(Tag.RequestedProcedureID, "")
                    .set(Tag.RequestedProcedureDescription, fit(text.get(obr, 4, 0, 2), 64))
                    .setItems(Tag.RequestedProcedureCodeSequence, List.of());
        }
    }

    /** TID 1204. */
    private void language(DataSet content, String language) {
        content.set(tagOf("RelationshipType"), "HAS CONCEPT MOD").set(Tag.ValueType, "CODE");
        code(item(content, Tag.ConceptNameCodeSequence), "121049", "DCM",
                "Language of Content Item and Descendants");
        code(item(content, tagOf("ConceptCodeSequence")), language, "RFC5646", language);
    }

    /** TID 1002 and 1003. */
    private void observer(DataSet type, DataSet person, String name) {
        type.set(tagOf("RelationshipType"), "HAS OBS CONTEXT").set(Tag.ValueType, "CODE");
        code(item(type, Tag.ConceptNameCodeSequence), "121005", "DCM", "Observer Type");
        code(item(type, tagOf("ConceptCodeSequence")), "121006", "DCM", "Person");
        person.set(tagOf("RelationshipType"), "HAS OBS CONTEXT").set(Tag.ValueType, "PNAME")
                .set(tagOf("PersonName"), name);
        code(item(person, Tag.ConceptNameCodeSequence), "121008", "DCM", "Person Observer Name");
    }

    private void section(DataSet container, Section section, String words) {
        container.set(tagOf("RelationshipType"), "CONTAINS").set(Tag.ValueType, "CONTAINER")
                .set(tagOf("ContinuityOfContent"), "SEPARATE");
        code(item(container, Tag.ConceptNameCodeSequence), section.code, "DCM", section.meaning);
        DataSet paragraph = item(container, Tag.ContentSequence);
        paragraph.set(tagOf("RelationshipType"), "CONTAINS").set(Tag.ValueType, "TEXT")
                .set(tagOf("TextValue"), words.replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t\\f]]", " "));
        code(item(paragraph, Tag.ConceptNameCodeSequence), section.textCode, "DCM", section.textMeaning);
    }

    private static void code(DataSet item, String value, String scheme, String meaning) {
        item.set(Tag.CodeValue, value).set(Tag.CodingSchemeDesignator, scheme).set(Tag.CodeMeaning, meaning);
    }

    private static DataSet item(DataSet parent, int sequence) {
        return items(parent, sequence, 1).get(0);
    }

    /** Items are put in their place before they are filled: their text is in its character set. */
    private static List<DataSet> items(DataSet parent, int sequence, int count) {
        List<DataSet> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new DataSet());
        }
        parent.setItems(sequence, List.copyOf(items));
        return items;
    }

    /** As a single value that its VR can hold. */
    private static String fit(String value, int longest) {
        String clean = value.replaceAll("[\\p{Cntrl}\\\\]", " ").strip();
        return clean.codePointCount(0, clean.length()) <= longest ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, longest));
    }
}
