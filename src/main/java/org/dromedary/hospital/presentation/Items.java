package org.dromedary.hospital.presentation;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** Sequences and what recurs in their items. */
final class Items {

    private Items() {
    }

    /** Items are put in their place before they are filled: their text is in its character set. */
    static List<DataSet> of(DataSet parent, int sequence, int count) {
        List<DataSet> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new DataSet());
        }
        parent.setItems(sequence, items);
        return items;
    }

    static DataSet one(DataSet parent, int sequence) {
        return of(parent, sequence, 1).get(0);
    }

    /** PS3.3 §8.8. */
    static void code(DataSet parent, int sequence, String value, String meaning) {
        one(parent, sequence).set(Tag.CodeValue, value).set(Tag.CodingSchemeDesignator, "DCM")
                .set(Tag.CodeMeaning, meaning);
    }

    /** PS3.3 §10.8; no frames: all. */
    static void reference(DataSet item, Image image, List<Integer> frames) {
        item.set(Tag.ReferencedSOPClassUID, image.text(Tag.SOPClassUID))
                .set(Tag.ReferencedSOPInstanceUID, image.sopInstanceUid());
        if (!frames.isEmpty()) {
            item.setInt(Tag.ReferencedFrameNumber, frames.stream().mapToInt(frame -> frame).toArray());
        }
    }

    /** The date of {@code yyyy-MM-dd HH:mm}, else that of the study in that object. */
    static String date(String at, DataSet object) {
        return !at.isEmpty() ? at.substring(0, 10).replace("-", "") : object.getString(Tag.StudyDate, "19700101");
    }

    static String time(String at, DataSet object) {
        return at.length() >= 16 ? at.substring(11, 16).replace(":", "") + "00"
                : at.isEmpty() ? object.getString(Tag.StudyTime, "000000") : "000000";
    }
}
