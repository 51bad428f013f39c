package org.dromedary.pipeline.stage;

import java.io.IOException;
import java.util.List;
import org.dromedary.dicom.data.DataSet;

/** Tells which objects a study has by retrieving it, where no query lists them. */
public interface StudyRetrieve {

    /**
     * What came.
     *
     * @param objects for each its Study, Series and SOP Instance UID; the objects themselves are not kept
     * @param whole whether the source says that this is all
     */
    record Brought(List<DataSet> objects, boolean whole) {
    }

    /**
     * Retrieves a study once; a second time nothing is asked.
     *
     * @param patientId sent where the source wants it; empty if unknown
     * @throws IOException if the source is busy, or our pace does not allow it now
     */
    Brought objectsOf(String patientId, String studyInstanceUid) throws IOException;
}
