package org.dromedary.pipeline.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** The queries of an inventory (PS3.4 §C.4.1). */
@ApplicationScoped
class SourceQuery {

    private static final int[] STUDY_KEYS = {Tag.StudyInstanceUID, Tag.PatientID, Tag.IssuerOfPatientID,
        Tag.PatientName, Tag.PatientBirthDate, Tag.PatientSex, Tag.AccessionNumber, Tag.StudyDate, Tag.StudyTime,
        Tag.StudyID, Tag.StudyDescription, Tag.InstitutionName, Tag.ReferringPhysicianName, Tag.ModalitiesInStudy,
        Tag.NumberOfStudyRelatedSeries, Tag.NumberOfStudyRelatedInstances};
    private static final int[] SERIES_KEYS = {Tag.SeriesInstanceUID, Tag.Modality, Tag.SeriesNumber,
        Tag.SeriesDescription, Tag.BodyPartExamined, Tag.StationName, Tag.NumberOfSeriesRelatedInstances};

    private final Archives archives;
    private final ArchiveQuery query;

    SourceQuery(Archives archives, ArchiveQuery query) {
        this.archives = archives;
        this.query = query;
    }

    Quirks quirks() {
        return archives.sourceQuirks();
    }

    /** Studies, about {@code limit} of them at most. */
    Answers studies(Question question, int limit) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("STUDY", STUDY_KEYS);
        question.writeTo(identifier);
        return query.find(archives.source(), identifier, limit);
    }

    /** Studies with these values, by tag. */
    Answers studiesWith(Map<Integer, String> values) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("STUDY", STUDY_KEYS);
        values.forEach(identifier::set);
        return query.find(archives.source(), identifier, Integer.MAX_VALUE);
    }

    /**
     * All series of a study.
     *
     * @param modality null for those of any
     */
    Answers series(String studyInstanceUid, String modality) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("SERIES", SERIES_KEYS);
        identifier.set(Tag.StudyInstanceUID, studyInstanceUid);
        if (modality != null) {
            identifier.set(Tag.Modality, modality);
        }
        return query.find(archives.source(), identifier, Integer.MAX_VALUE);
    }

    /**
     * Objects of a study with their series.
     *
     * @param seriesInstanceUid null for those of all series
     */
    Answers objects(String studyInstanceUid, String seriesInstanceUid) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("IMAGE", Tag.SeriesInstanceUID, Tag.SOPInstanceUID);
        identifier.set(Tag.StudyInstanceUID, studyInstanceUid);
        if (seriesInstanceUid != null) {
            identifier.set(Tag.SeriesInstanceUID, seriesInstanceUid);
        }
        return query.find(archives.source(), identifier, Integer.MAX_VALUE);
    }
}
