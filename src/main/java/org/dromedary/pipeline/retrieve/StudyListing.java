package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.pipeline.retrieve.SourceRetrieve.Wanted;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.SpoolRoom;
import org.dromedary.pipeline.stage.StudyRetrieve;
import org.jboss.logging.Logger;

/**
 * Retrieves a study whose series no query lists in full, only to see of which series its objects are
 * (PS3.4 §C.4.2.1.4.1). The objects are deleted; each series is then fetched, compared and kept as any other.
 */
@ApplicationScoped
class StudyListing implements StudyRetrieve {

    private static final Logger LOG = Logger.getLogger(StudyListing.class);

    /** Studies that are not asked for again; a window that is queried again comes soon after the first time. */
    private static final int MAX_REMEMBERED = 10_000;

    private final SourceRetrieve source;
    private final Reception reception;
    private final RetrieveSettings settings;
    private final Spool spool;
    private final SpoolRoom room;
    private final Set<String> asked = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }));

    StudyListing(SourceRetrieve source, Reception reception, RetrieveSettings settings, Spool spool, SpoolRoom room) {
        this.source = source;
        this.reception = reception;
        this.settings = settings;
        this.spool = spool;
        this.room = room;
    }

    @Override
    public Brought objectsOf(String patientId, String studyInstanceUid) throws IOException {
        if (!asked.add(studyInstanceUid)) {
            return new Brought(List.of(), false);
        }
        Arrivals arrivals = Arrivals.ofStudy(studyInstanceUid, spool.incoming());
        reception.open(arrivals);
        try {
            RetrieveResult result = source.retrieve(new Wanted(patientId, studyInstanceUid, null, List.of()),
                    List.of(arrivals));
            int sent = result.counts().sent();
            arrivals.await(() -> arrivals.count() >= sent, settings.settle().toNanos());
            boolean whole = Status.isSuccess(result.status()) && result.counts().failed() <= 0
                    && arrivals.count() >= sent && arrivals.count() > 0;
            LOG.infof("a study that no query lists in full was retrieved: %s, %d objects came",
                    Status.describe(result.status()), arrivals.count());
            return new Brought(objects(arrivals), whole);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Brought(List.of(), false);
        } catch (IOException e) {
            asked.remove(studyInstanceUid);
            room.check(e);
            Failure.Kind kind = FailureClassifier.classify(e).kind();
            if (kind == Failure.Kind.BUSY || kind == Failure.Kind.MISCONFIGURED) {
                throw e;
            }
            LOG.infof("a study that no query lists in full could not be retrieved: %s", e.toString());
            return new Brought(List.of(), false);
        } finally {
            reception.end(arrivals);
            reception.discard(arrivals.all());
        }
    }

    private static List<DataSet> objects(Arrivals arrivals) {
        List<DataSet> objects = new ArrayList<>();
        for (Arrived object : arrivals.all()) {
            objects.add(new DataSet().set(Tag.StudyInstanceUID, object.studyInstanceUid())
                    .set(Tag.SeriesInstanceUID, object.seriesInstanceUid())
                    .set(Tag.SOPInstanceUID, object.sopInstanceUid()));
        }
        return objects;
    }
}
