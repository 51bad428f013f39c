package org.dromedary.pipeline.verify;

import java.io.IOException;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Archives;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** What a target says of a series as a whole, where it can't be asked for its objects. */
final class WeakerProof {

    private final Archives archives;
    private final ArchiveQuery query;

    WeakerProof(Archives archives, ArchiveQuery query) {
        this.archives = archives;
        this.query = query;
    }

    /** Number of Series Related Instances (0020,1209) at the target; 0 if it tells none. */
    int count(String studyInstanceUid, String seriesInstanceUid) throws IOException {
        DataSet identifier = ArchiveQuery.identifier("SERIES", Tag.NumberOfSeriesRelatedInstances)
                .set(Tag.StudyInstanceUID, studyInstanceUid).set(Tag.SeriesInstanceUID, seriesInstanceUid);
        Answers answers = query.find(archives.target(), identifier, Integer.MAX_VALUE);
        if (!answers.complete()) {
            throw ArchiveQuery.refusal(archives.target(), identifier, answers);
        }
        return answers.matches().stream()
                .filter(match -> seriesInstanceUid.equals(match.getString(Tag.SeriesInstanceUID)))
                .mapToInt(match -> match.getInt(Tag.NumberOfSeriesRelatedInstances, 0)).max().orElse(0);
    }
}
