package org.dromedary.pipeline.verify;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dromedary.archives.archive.ArchiveQuery;
import org.dromedary.archives.archive.ArchiveQuery.ObjectList;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.jboss.logging.Logger;

/** Proves that every object of a series that the target took can be found there, by SOP Instance UID. */
@Singleton
@Named("verify")
public class VerifyStage extends SeriesStage {

    private static final Logger LOG = Logger.getLogger(VerifyStage.class);

    private final Archives archives;
    private final ArchiveQuery query;
    private final Spool spool;
    private final VerifySettings settings;
    private final WeakerProof weaker;
    /** Whether the target has answered any query at IMAGE level. */
    private volatile boolean answers;

    VerifyStage(Archives archives, ArchiveQuery query, Spool spool, VerifySettings settings) {
        super(Stage.VERIFY);
        this.archives = archives;
        this.query = query;
        this.spool = spool;
        this.settings = settings;
        this.weaker = new WeakerProof(archives, query);
    }

    @Override
    public int attempts() {
        return settings.attempts();
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        SeriesManifest manifest = ledger.manifest(series.id);
        SeriesManifest checked = settings.method() == VerifySettings.Method.FIND
                ? found(series, message, manifest) : trusted(series, manifest);
        long missing = checked.entries().stream().filter(VerifyStage::isMissing).count();
        if (missing > 0) {
            ledger.saveManifest(series.id, new SeriesManifest(checked.entries().stream()
                    .map(e -> isMissing(e) ? e.stored(SeriesManifest.NOT_STORED) : e).toList()));
            throw new StageException(Failure.Kind.SERIES_FAILED, "MISSING_AT_TARGET", missing + " of "
                    + checked.entries().size() + " objects can't be found at the target, though it took them");
        }
        int verified = (int) checked.entries().stream().filter(Entry::verified).count();
        return Outcome.of(onward(series).verified(verified), checked);
    }

    private SeriesManifest found(Series series, SeriesMessage message, SeriesManifest manifest)
            throws IOException, StageException {
        try {
            SeriesManifest checked = checkedBy(found(message, manifest), manifest);
            answers = true;
            return checked;
        } catch (DimseStatusException refused) {
            if (FailureClassifier.kindOf(refused.status()) != Failure.Kind.SERIES_FAILED) {
                throw refused;
            }
            archives.targetQuirks().learn(Quirk.LEVEL_REFUSED, "IMAGE", refused.getMessage());
            return without(refused, series, message, manifest);
        }
    }

    /** The target can't be asked for single objects. */
    private SeriesManifest without(DimseStatusException refused, Series series, SeriesMessage message,
            SeriesManifest manifest) throws IOException, StageException {
        switch (settings.fallback()) {
            case SERIES_COUNT -> {
                int sent = (int) manifest.entries().stream().filter(Entry::isAtTarget).count();
                int there = weaker.count(message.studyInstanceUid(), message.seriesInstanceUid());
                if (there < sent) {
                    throw new StageException(Failure.Kind.SERIES_FAILED, "MISSING_AT_TARGET", "the target counts "
                            + there + " objects in the series, and took " + sent + "; " + refused.getMessage());
                }
                note(series, "VERIFIED_BY_COUNT", "the target counts " + there + " objects, " + sent
                        + " were sent; it was not asked for each of them, since it refuses that: ", refused);
            }
            case STORE_STATUS -> note(series, "VERIFIED_BY_STORE_STATUS", "the target's C-STORE responses are taken as"
                    + " proof, since it refuses to be asked: ", refused);
            // One series whose query fails among others is that series' failure; if all fail it is a setting.
            default -> throw new StageException(answers ? Failure.Kind.SERIES_FAILED : Failure.Kind.MISCONFIGURED,
                    "VERIFY_QUERY_REFUSED", refused.getMessage() + "; if the target refuses this query for every"
                    + " series, set dromedary.verify.fallback=SERIES_COUNT to compare its counts, or"
                    + " dromedary.verify.method=STORE_STATUS to take its C-STORE responses as proof");
        }
        return trusted(manifest);
    }

    private void note(Series series, String reason, String what, DimseStatusException refused) {
        ledger.note(series.id, "verify", new Failure(Failure.Kind.NOTHING_TO_DO, reason, what + refused.getMessage()));
    }

    private static boolean isMissing(Entry entry) {
        return entry.isAtTarget() && !entry.verified();
    }

    /** What the target has of the series; what a capped answer leaves out is asked for by UID. */
    private Set<String> found(SeriesMessage message, SeriesManifest manifest) throws IOException {
        ObjectList list = query.objects(archives.target(), message.studyInstanceUid(), message.seriesInstanceUid());
        Set<String> found = new HashSet<>(list.sopInstanceUids());
        List<Entry> open = manifest.entries().stream().filter(Entry::isAtTarget)
                .filter(entry -> !found.contains(entry.sopInstanceUid())).toList();
        if (!open.isEmpty() && !list.certain()) {
            found.addAll(query.present(archives.target(), message.studyInstanceUid(), message.seriesInstanceUid(),
                    open.stream().map(Entry::sopInstanceUid).toList(), found.size()));
        }
        found.addAll(foundElsewhere(message, open.stream().filter(e -> !found.contains(e.sopInstanceUid())).toList()));
        return found;
    }

    /** What an object says of its study and series. */
    private record Place(String studyInstanceUid, String seriesInstanceUid) { }

    /** An object that names another series than the source lists it in lies at the target under the one it names. */
    private Set<String> foundElsewhere(SeriesMessage message, List<Entry> open) throws IOException {
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        Set<Place> places = new HashSet<>();
        for (Entry entry : open) {
            DataSet head;
            try {
                head = Part10.readHead(folder.resolve(entry.fileName()));
            } catch (DicomFormatException e) {
                // It went as the source has it; where it says that it belongs nobody can read.
                continue;
            }
            places.add(new Place(head.getString(Tag.StudyInstanceUID), head.getString(Tag.SeriesInstanceUID)));
        }
        places.remove(new Place(message.studyInstanceUid(), message.seriesInstanceUid()));
        Set<String> found = new HashSet<>();
        for (Place place : places) {
            if (place.studyInstanceUid() != null && place.seriesInstanceUid() != null) {
                found.addAll(query.objects(archives.target(), place.studyInstanceUid(), place.seriesInstanceUid())
                        .sopInstanceUids());
            }
        }
        return found;
    }

    private static SeriesManifest checkedBy(Set<String> found, SeriesManifest manifest) {
        return new SeriesManifest(manifest.entries().stream()
                .map(e -> e.verified(e.isAtTarget() && found.contains(e.sopInstanceUid()))).toList());
    }

    private SeriesManifest trusted(Series series, SeriesManifest manifest) {
        ledger.note(series.id, "verify", new Failure(Failure.Kind.NOTHING_TO_DO, "VERIFIED_BY_STORE_STATUS",
                "the target's C-STORE responses are taken as proof, as the settings say"));
        return trusted(manifest);
    }

    private static SeriesManifest trusted(SeriesManifest manifest) {
        return new SeriesManifest(manifest.entries().stream().map(e -> e.verified(e.isAtTarget())).toList());
    }

    @Override
    protected void done(Series series, SeriesMessage message) {
        try {
            spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
        } catch (IOException e) {
            LOG.warnf("series %d is verified, but its files stay in the spool: %s", message.seriesId(), e.toString());
        }
    }
}
