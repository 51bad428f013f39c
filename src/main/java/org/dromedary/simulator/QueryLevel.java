package org.dromedary.simulator;

import java.util.Set;
import org.dromedary.dicom.data.Tag;

/** The levels of the query/retrieve information models and which attributes belong to each (PS3.4 §C.6.1.1). */
public enum QueryLevel {
    PATIENT(Tag.PatientID),
    STUDY(Tag.StudyInstanceUID),
    SERIES(Tag.SeriesInstanceUID),
    IMAGE(Tag.SOPInstanceUID);

    private static final Set<Integer> STUDY_TAGS = Set.of(Tag.StudyInstanceUID, Tag.StudyDate, Tag.StudyTime,
            Tag.StudyID, Tag.StudyDescription, Tag.AccessionNumber, Tag.ReferringPhysicianName, Tag.InstitutionName,
            Tag.ModalitiesInStudy, Tag.SOPClassesInStudy, Tag.NumberOfStudyRelatedSeries,
            Tag.NumberOfStudyRelatedInstances);
    private static final Set<Integer> IMAGE_TAGS = Set.of(Tag.SOPInstanceUID, Tag.SOPClassUID, Tag.InstanceNumber,
            Tag.ContentDate, Tag.ContentTime, Tag.AcquisitionDate, Tag.AcquisitionTime, Tag.AcquisitionDateTime,
            Tag.AcquisitionNumber, Tag.ImageType, Tag.NumberOfFrames, Tag.Rows, Tag.Columns, Tag.BitsAllocated,
            Tag.BitsStored, Tag.PhotometricInterpretation, Tag.SamplesPerPixel,
            Tag.ImagePositionPatient, Tag.ConceptNameCodeSequence);

    private final int uniqueKey;

    QueryLevel(int uniqueKey) {
        this.uniqueKey = uniqueKey;
    }

    int uniqueKey() {
        return uniqueKey;
    }

    /** The level of a Query/Retrieve Level (0008,0052), or null. */
    static QueryLevel of(String value) {
        for (QueryLevel level : values()) {
            if (level.name().equals(value)) {
                return level;
            }
        }
        return null;
    }

    /** Whether an entity at this level has the attribute; a series has whatever its objects share. */
    boolean has(int tag) {
        return levelOf(tag).ordinal() <= ordinal();
    }

    private static QueryLevel levelOf(int tag) {
        if (STUDY_TAGS.contains(tag)) {
            return STUDY;
        }
        if (tag >>> 16 == 0x0010) {
            return PATIENT;
        }
        return IMAGE_TAGS.contains(tag) ? IMAGE : SERIES;
    }
}
