package org.dromedary.simulator;

import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;

/**
 * One object of the simulator: its file and the part of its head that queries look at (PS3.4 §C.6).
 *
 * @param head short attributes only; what a query never asks for is not kept in memory
 */
record ArchivedObject(Path file, String sopClassUid, String sopInstanceUid, DataSet head) {

    private static final int MAX_KEPT_LENGTH = 512;

    static ArchivedObject of(Path file) throws IOException {
        DataSet whole = Part10.readHead(file);
        DataSet head = new DataSet();
        for (Element element : whole) {
            boolean kept = element.isSequence()
                    ? element.tag() == Tag.RequestAttributesSequence || element.tag() == Tag.ConceptNameCodeSequence
                    : element.length() <= MAX_KEPT_LENGTH;
            if (kept) {
                head.put(element);
            }
        }
        String sopInstanceUid = head.getString(Tag.SOPInstanceUID);
        Part10.FileMeta meta = Part10.readMeta(file);
        if (sopInstanceUid == null || head.getString(Tag.StudyInstanceUID) == null
                || meta.sopClassUid() == null || meta.sopInstanceUid() == null) {
            throw new IOException("no Study, SOP Class or SOP Instance UID in " + file.getFileName());
        }
        return new ArchivedObject(file, head.getString(Tag.SOPClassUID, ""), sopInstanceUid, head);
    }

    ArchivedObject at(Path place) {
        return new ArchivedObject(place, sopClassUid, sopInstanceUid, head);
    }

    String studyUid() {
        return head.getString(Tag.StudyInstanceUID);
    }

    String seriesUid() {
        return head.getString(Tag.SeriesInstanceUID, "");
    }

    String patientId() {
        return head.getString(Tag.PatientID, "");
    }
}
