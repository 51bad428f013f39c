package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.ArchiveQuery.ObjectList;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.pipeline.retrieve.SourceRetrieve.Wanted;
import org.dromedary.pipeline.stage.Claims;
import org.jboss.logging.Logger;

/** What the source lists of a series, and what it says when it is asked once more in another way (PS3.4 §C.4.1). */
@ApplicationScoped
class SourceLists {

    private static final Logger LOG = Logger.getLogger(SourceLists.class);
    private static final String IMAGE = "IMAGE";
    /** Series whose list was refused, or empty though the series has objects, without one that had a list. */
    private static final int IN_A_ROW = 3;
    private static final int UIDS_TOGETHER = 20;

    private final Archives archives;
    private final ArchiveQuery query;
    private final Set<String> refused = new HashSet<>();
    private final Set<String> empty = new HashSet<>();

    SourceLists(Archives archives, ArchiveQuery query) {
        this.archives = archives;
        this.query = query;
    }

    /** Asks for the list at IMAGE level; where the source can't give it, the other claims must do. */
    void ask(Wanted series, Claims claims) throws IOException {
        if (archives.sourceQuirks().has(Quirk.LEVEL_REFUSED, IMAGE)) {
            claims.listRefused();
        } else if (archives.sourceQuirks().has(Quirk.LEVEL_EMPTY, IMAGE)) {
            claims.list(List.of(), true);
        } else {
            try {
                ObjectList list = query.objects(archives.source(), series.study(), series.series());
                claims.list(list.sopInstanceUids(), list.certain());
                if (!list.sopInstanceUids().isEmpty()) {
                    works();
                }
            } catch (NoPresentationContextException | FileSystemException notOfThisQuery) {
                throw notOfThisQuery;
            } catch (IOException e) {
                claims.listRefused();
                refused(series, e);
            }
        }
    }

    /** The series has objects, whatever the IMAGE level said of it. */
    synchronized void brought(Wanted series, Claims claims) {
        if (claims.list() == Claims.Listing.EMPTY && empty.add(series.series()) && empty.size() == IN_A_ROW) {
            archives.sourceQuirks().learn(Quirk.LEVEL_EMPTY, IMAGE, IN_A_ROW + " series that are listed without objects"
                    + " had objects, and none was listed with any");
        }
    }

    private synchronized void works() {
        refused.clear();
        empty.clear();
    }

    private synchronized void refused(Wanted series, IOException why) {
        LOG.infof("the source does not list the objects of series %s (C-FIND at IMAGE level): %s; its counts must do",
                series.series(), why.getMessage());
        if (refused.add(series.series()) && refused.size() == IN_A_ROW) {
            archives.sourceQuirks().learn(Quirk.LEVEL_REFUSED, IMAGE, "C-FIND at IMAGE level was refused for "
                    + IN_A_ROW + " series and answered for none: " + why.getMessage());
        }
    }

    /** Those of the objects that the source says the series has, asked for by UID. */
    Collection<String> confirm(Wanted series, Collection<String> sopInstanceUids) {
        try {
            return query.present(archives.source(), series.study(), series.series(), sopInstanceUids, UIDS_TOGETHER)
                    .stream().filter(sopInstanceUids::contains).toList();
        } catch (IOException e) {
            LOG.infof("the source does not confirm objects of series %s: %s", series.series(), e.getMessage());
            return List.of();
        }
    }

    /** Asks for the list with other keys, and for the number of objects again. */
    void askOtherwise(Wanted series, Claims claims) {
        try {
            DataSet identifier = ArchiveQuery.identifier(IMAGE, Tag.SOPInstanceUID, Tag.SOPClassUID,
                    Tag.InstanceNumber);
            identifier.set(Tag.StudyInstanceUID, series.study()).set(Tag.SeriesInstanceUID, series.series());
            Answers answers = query.find(archives.source(), withPatient(identifier, series), Integer.MAX_VALUE);
            Set<String> uids = answers.matches().stream()
                    .filter(match -> agrees(match, Tag.SeriesInstanceUID, series.series())
                            && agrees(match, Tag.StudyInstanceUID, series.study()))
                    .map(match -> match.getString(Tag.SOPInstanceUID)).filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            if (!uids.isEmpty()) {
                claims.list(uids, answers.complete() && !answers.doubtful());
            }
        } catch (IOException e) {
            LOG.debugf("the list with other keys: %s", e.getMessage());
        }
        try {
            DataSet identifier = ArchiveQuery.identifier("SERIES", Tag.NumberOfSeriesRelatedInstances);
            identifier.set(Tag.StudyInstanceUID, series.study()).set(Tag.SeriesInstanceUID, series.series());
            query.find(archives.source(), withPatient(identifier, series), Integer.MAX_VALUE).matches().stream()
                    .filter(match -> series.series().equals(match.getString(Tag.SeriesInstanceUID)))
                    .forEach(match -> claims.announce(number(match)));
        } catch (IOException e) {
            LOG.debugf("the number of objects again: %s", e.getMessage());
        }
    }

    private static DataSet withPatient(DataSet identifier, Wanted series) {
        return series.patientId().isEmpty() ? identifier : identifier.set(Tag.PatientID, series.patientId());
    }

    private static boolean agrees(DataSet match, int key, String asked) {
        String answered = match.getString(key);
        return answered == null || answered.equals(asked);
    }

    private static Integer number(DataSet match) {
        int number = match.getInt(Tag.NumberOfSeriesRelatedInstances, -1);
        return number < 0 ? null : number;
    }
}
