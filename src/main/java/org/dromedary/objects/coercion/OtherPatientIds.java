package org.dromedary.objects.coercion;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Tag;

/** Keeps an object's Patient ID, with its issuer, in Other Patient IDs Sequence (0010,1002) (PS3.3 §C.2.3). */
final class OtherPatientIds {

    private OtherPatientIds() {
    }

    /** Whether the present Patient ID is there already. */
    static boolean contains(DataSet object) {
        return object.getItems(Tag.OtherPatientIDsSequence).stream()
                .anyMatch(item -> same(item, object, Tag.PatientID) && same(item, object, Tag.IssuerOfPatientID));
    }

    private static boolean same(DataSet item, DataSet object, int tag) {
        return item.getString(tag, "").equals(object.getString(tag, ""));
    }

    /** Adds the present Patient ID; the text must be in its final character set. */
    static void add(DataSet object) {
        DataSet item = new DataSet();
        for (int tag : new int[] {Tag.PatientID, Tag.IssuerOfPatientID}) {
            Element element = object.get(tag);
            if (element != null && !element.isEmpty()) {
                item.put(element);
            }
        }
        List<DataSet> qualifiers = object.getItems(Tag.IssuerOfPatientIDQualifiersSequence);
        if (!qualifiers.isEmpty()) {
            item.setItems(Tag.IssuerOfPatientIDQualifiersSequence, qualifiers.stream().map(DataSet::new).toList());
        }
        List<DataSet> items = new ArrayList<>(object.getItems(Tag.OtherPatientIDsSequence));
        items.add(item);
        object.setItems(Tag.OtherPatientIDsSequence, items);
        item.set(Tag.TypeOfPatientID, "TEXT");
    }
}
