package org.dromedary.hospital.presentation;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;

/** One Key Object Selection Document (PS3.3 §A.35.4) after TID 2010 (PS3.16): key images of one study. */
final class KeyObjects {

    private static final int SERIES_NUMBER = 9903;
    private static final int RELATIONSHIP = tagOf("RelationshipType");
    private static final int CONCEPT_CODE = tagOf("ConceptCodeSequence");

    /** Objects in the order of the rows, with their frames; 0 among them: the whole object. */
    private final Map<Image, TreeSet<Integer>> objects = new LinkedHashMap<>();
    private final List<KeyImageRow> rows = new ArrayList<>();

    void add(Image image, KeyImageRow row) {
        objects.computeIfAbsent(image, key -> new TreeSet<>()).add(row.frame());
        rows.add(row);
    }

    /** What the UIDs are made of: all rows. */
    List<String> seed() {
        List<String> seed = new ArrayList<>();
        rows.forEach(row -> seed.addAll(List.of(row.document(), row.sopInstanceUid(), Integer.toString(row.frame()),
                row.title().code(), row.description(), row.by(), row.at())));
        return seed;
    }

    Image first() {
        return objects.keySet().iterator().next();
    }

    /** Makes the object, complete but for the UIDs of series and instance. */
    DataSet object(int instanceNumber) {
        Image first = first();
        KeyImageRow row = rows.get(0);
        DataSet object = first.sameStudy();
        object.set(Tag.SOPClassUID, Uid.KeyObjectSelectionDocumentStorage)
                .set(Tag.Modality, "KO").setInt(Tag.SeriesNumber, SERIES_NUMBER)
                .set(Tag.SeriesDescription, "Key images of the old archive").set(Tag.Manufacturer, "Dromedary")
                .setItems(Tag.ReferencedPerformedProcedureStepSequence, List.of())
                .setInt(Tag.InstanceNumber, instanceNumber).set(Tag.ContentDate, Items.date(row.at(), object))
                .set(Tag.ContentTime, Items.time(row.at(), object)).set(Tag.ValueType, "CONTAINER")
                .set(tagOf("ContinuityOfContent"), "SEPARATE");
        Items.code(object, Tag.ConceptNameCodeSequence, row.title().code(), row.title().meaning());
        Items.one(object, tagOf("ContentTemplateSequence")).set(tagOf("MappingResource"), "DCMR")
                .set(tagOf("TemplateIdentifier"), "2010");
        evidence(object);
        content(object, row);
        return object;
    }

    private void evidence(DataSet object) {
        DataSet study = Items.one(object, tagOf("CurrentRequestedProcedureEvidenceSequence"))
                .set(Tag.StudyInstanceUID, first().studyInstanceUid());
        Map<String, List<Image>> series = new TreeMap<>();
        objects.keySet().forEach(image -> series.computeIfAbsent(image.seriesInstanceUid(),
                key -> new ArrayList<>()).add(image));
        List<DataSet> items = Items.of(study, tagOf("ReferencedSeriesSequence"), series.size());
        series.forEach((uid, images) -> {
            DataSet item = items.remove(0).set(Tag.SeriesInstanceUID, uid);
            List<DataSet> references = Items.of(item, Tag.ReferencedSOPSequence, images.size());
            images.forEach(image -> Items.reference(references.remove(0), image, List.of()));
        });
    }

    private void content(DataSet object, KeyImageRow row) {
        int words = row.description().isEmpty() ? 0 : 1;
        int observer = row.by().isEmpty() ? 0 : 2;
        List<DataSet> content = Items.of(object, Tag.ContentSequence, observer + words + objects.size());
        if (observer > 0) {
            observer(content.remove(0), content.remove(0), row.by());
        }
        if (words > 0) {
            DataSet text = content.remove(0).set(RELATIONSHIP, "CONTAINS").set(Tag.ValueType, "TEXT")
                    .set(tagOf("TextValue"), row.description());
            Items.code(text, Tag.ConceptNameCodeSequence, "113012", "Key Object Description");
        }
        objects.forEach((image, frames) -> {
            DataSet item = content.remove(0).set(RELATIONSHIP, "CONTAINS").set(Tag.ValueType, valueType(image));
            Items.reference(Items.one(item, Tag.ReferencedSOPSequence), image,
                    frames.contains(0) || image.frames() == 1 ? List.of() : List.copyOf(frames));
        });
    }

    /** TID 1002 and 1003. */
    private static void observer(DataSet type, DataSet person, String name) {
        type.set(RELATIONSHIP, "HAS OBS CONTEXT").set(Tag.ValueType, "CODE");
        Items.code(type, Tag.ConceptNameCodeSequence, "121005", "Observer Type");
        Items.code(type, CONCEPT_CODE, "121006", "Person");
        person.set(RELATIONSHIP, "HAS OBS CONTEXT").set(Tag.ValueType, "PNAME").set(tagOf("PersonName"), name);
        Items.code(person, Tag.ConceptNameCodeSequence, "121008", "Person Observer Name");
    }

    private static String valueType(Image image) {
        return image.rows() > 0 && image.columns() > 0 ? "IMAGE"
                : image.head().contains(tagOf("WaveformSequence")) ? "WAVEFORM" : "COMPOSITE";
    }
}
