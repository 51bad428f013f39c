package org.dromedary.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.archive.ArchiveLink.Purpose;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.net.AssociationRequest;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.FindResult;
import org.dromedary.dicom.net.FindScu;
import org.dromedary.dicom.net.Status;
import org.dromedary.pace.Operation;
import org.dromedary.pace.Pace;
import org.dromedary.pace.ResponseKind;
import org.dromedary.pace.SourceWatch;

/** C-FIND in the Study Root model (PS3.4 §C.4.1, §C.6.2) on an archive's link. */
@ApplicationScoped
public class ArchiveQuery {

    private static final String MODEL = Uid.StudyRootQueryRetrieveInformationModelFind;

    private static final List<String> LEVELS = List.of("STUDY", "SERIES", "IMAGE");
    private static final int SMALLEST_CAP = 10;
    private static final int MOST_UIDS = 100;

    private final Archives archives;
    private final Pace pace;
    private final SourceWatch watch;

    ArchiveQuery(Archives archives, Pace pace, SourceWatch watch) {
        this.archives = archives;
        this.pace = pace;
        this.watch = watch;
    }

    /**
     * What a query brought.
     *
     * @param limited we cancelled it, having as many answers as we wanted
     * @param status final status of the archive
     */
    public record Answers(List<DataSet> matches, boolean limited, int status, String comment) {
        /** Whether the archive itself says that this is all. */
        public boolean complete() {
            return !limited && Status.isSuccess(status);
        }

        /** Whether there is more: we stopped it, or it was cancelled, refused as too large or broken off. */
        public boolean cut() {
            return limited || Status.isCancel(status) || (status & 0xFF00) == Status.OUT_OF_RESOURCES
                    || !complete() && !matches.isEmpty();
        }

        /** Whether the archive says that this is all, but may be lying: see {@link #looksLikeCap}. */
        public boolean doubtful() {
            return complete() && looksLikeCap(matches.size());
        }
    }

    /**
     * The objects that an archive says a series has.
     *
     * @param cut there are more
     * @param doubtful there may be more though the archive does not say so
     */
    public record ObjectList(Set<String> sopInstanceUids, boolean cut, boolean doubtful) {
        public boolean certain() {
            return !cut && !doubtful;
        }
    }

    /** Silent caps are round numbers: multiples of ten, or powers of two. */
    public static boolean looksLikeCap(int count) {
        return count >= SMALLEST_CAP && (count % 10 == 0 || Integer.bitCount(count) == 1);
    }

    /** An identifier of a level with keys to be returned. */
    public static DataSet identifier(String level, int... keys) {
        DataSet identifier = new DataSet();
        identifier.set(Tag.QueryRetrieveLevel, level);
        for (int key : keys) {
            identifier.set(key, "");
        }
        return identifier;
    }

    /** Asks until the archive has no more, or {@code limit} answers have come: then the rest is cancelled. */
    public Answers find(ArchiveLink archive, DataSet identifier, int limit) throws IOException {
        AssociationRequest request = archives.queryRetrieve(archive.archive());
        return archive.use(Operation.QUERY, Purpose.QUERY_RETRIEVE, request,
                a -> !a.acceptedTransferSyntaxes(MODEL).isEmpty(), association -> {
                    List<DataSet> matches = new ArrayList<>();
                    long begin = System.nanoTime();
                    long[] first = {0};
                    FindResult result = FindScu.find(association, MODEL, identifier, match -> {
                        first[0] = matches.isEmpty() ? System.nanoTime() : first[0];
                        pace.object(archive.archive().role(), Operation.QUERY);
                        matches.add(match);
                    }, () -> matches.size() >= limit);
                    tell(archive, identifier, matches.size(), begin,
                            matches.isEmpty() ? System.nanoTime() : first[0]);
                    return new Answers(matches, matches.size() >= limit, result.status(), result.comment());
                });
    }

    private void tell(ArchiveLink archive, DataSet identifier, int matches, long asked, long answered) {
        if (archive.archive().role().equals(Pace.SOURCE)) {
            int level = LEVELS.indexOf(identifier.getString(Tag.QueryRetrieveLevel)) + 1;
            watch.answered(ResponseKind.FIND, level, matches, answered - asked);
        }
    }

    /**
     * The objects that an archive says a series has.
     *
     * @throws DimseStatusException when the archive does not answer
     */
    public ObjectList objects(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid)
            throws IOException {
        return ask(archive, objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPInstanceUID));
    }

    /** The SOP Class UIDs of a series' objects; empty when the archive does not answer them all. */
    public Set<String> sopClasses(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid)
            throws IOException {
        Answers answers = find(archive, objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPClassUID),
                Integer.MAX_VALUE);
        Set<String> classes = new HashSet<>();
        answers.matches().forEach(match -> classes.add(match.getString(Tag.SOPClassUID)));
        return classes.contains(null) || !answers.complete() ? Set.of() : classes;
    }

    /**
     * Which of these objects an archive says it has. Asked for by UID, so that no cap on answers keeps any back.
     *
     * @param together UIDs in one query, as many as the archive is known to answer
     */
    public Set<String> present(ArchiveLink archive, String studyInstanceUid, String seriesInstanceUid,
            Collection<String> sopInstanceUids, int together) throws IOException {
        int step = Math.max(1, Math.min(together, MOST_UIDS));
        List<String> uids = List.copyOf(sopInstanceUids);
        Set<String> present = new HashSet<>();
        for (int begin = 0; begin < uids.size(); begin += step) {
            List<String> part = uids.subList(begin, Math.min(begin + step, uids.size()));
            DataSet identifier = objectIdentifier(studyInstanceUid, seriesInstanceUid, Tag.SOPInstanceUID);
            identifier.set(Tag.SOPInstanceUID, part.toArray(String[]::new));
            present.addAll(ask(archive, identifier).sopInstanceUids());
        }
        return present;
    }

    /** With no other key: an archive may keep only UIDs in its index and read every file for anything else. */
    private static DataSet objectIdentifier(String studyInstanceUid, String seriesInstanceUid, int key) {
        DataSet identifier = identifier("IMAGE", key);
        identifier.set(Tag.StudyInstanceUID, studyInstanceUid);
        identifier.set(Tag.SeriesInstanceUID, seriesInstanceUid);
        return identifier;
    }

    private ObjectList ask(ArchiveLink archive, DataSet identifier) throws IOException {
        Answers answers = find(archive, identifier, Integer.MAX_VALUE);
        if (!answers.complete() && !answers.cut()) {
            throw new DimseStatusException("C-FIND", answers.status(), answers.comment());
        }
        Set<String> objects = answers.matches().stream().map(match -> match.getString(Tag.SOPInstanceUID))
                .filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet::new));
        return new ObjectList(objects, answers.cut(), answers.doubtful());
    }
}
