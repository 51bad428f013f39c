package org.dromedary.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.dromedary.archive.ArchiveQuery.Answers;
import org.dromedary.archive.ArchiveQuery;
import org.dromedary.archive.Archives;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** The hierarchical queries of an inventory (PS3.4 §C.4.1, Study Root). */
@ApplicationScoped
class SourceQuery {

    private static final int[] STUDY_KEYS = {Tag.StudyInstanceUID, Tag.PatientID, Tag.IssuerOfPatientID,
        Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex, Tag.AccessionNumber, Tag.StudyID, Tag.StudyDescription,
        Tag.InstitutionName, Tag.ReferringPhysicianName, Tag.ModalitiesInStudy, Tag.NumberOfStudyRelatedSeries,
        Tag.NumberOfStudyRelatedInstances};
    private static final int[] SERIES_KEYS = {Tag.SeriesInstanceUID, Tag.Modality, Tag.SeriesNumber,
        Tag.SeriesDescription, Tag.BodyPartExamined, Tag.StationName, Tag.NumberOfSeriesRelatedInstances};

    private final Archives archives;
    private final ArchiveQuery query;

    SourceQuery(Archives archives, ArchiveQuery query) {
        this.archives = archives;
        this.query = query;
    }

    /** Studies of a window, at most {@code limit} of them. */
    Answers studies(Window window, int limit) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("STUDY", STUDY_KEYS);
        window.writeKeys(identifier);
        return query.find(archives.source(), identifier, limit);
    }

    /** All series of a study. */
    Answers series(String studyInstanceUid) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("SERIES", SERIES_KEYS);
        identifier.set(Tag.StudyInstanceUID, studyInstanceUid);
        return query.find(archives.source(), identifier, Integer.MAX_VALUE);
    }
}
