package org.dromedary.pipeline.retrieve;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.RetrieveResult;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.net.Status;
import org.dromedary.pipeline.retrieve.RetrieveLedger.Sibling;
import org.dromedary.pipeline.retrieve.SourceRetrieve.Wanted;
import org.dromedary.pipeline.stage.SpoolRoom;
import org.jboss.logging.Logger;

/**
 * Fetches all waiting series of a study, or of a patient, with one retrieve, from a source that refuses retrieves at
 * SERIES level (PS3.4 §C.4.2.1.4.1); what came is accounted for series by series.
 */
@ApplicationScoped
class GroupFetches {

    private static final Logger LOG = Logger.getLogger(GroupFetches.class);
    private static final String SERIES = "SERIES";
    private static final String STUDY = "STUDY";
    /** Series that were refused at all levels: then the level is not the reason. */
    private static final int MAX_IN_VAIN = 3;

    private final SourceRetrieve source;
    private final SourceLists lists;
    private final Archives archives;
    private final OpenFetches fetches;
    private final RetrieveLedger ledger;
    private final RetrieveSettings settings;
    private final SpoolRoom room;
    private final AtomicBoolean seriesLevelWorks = new AtomicBoolean();
    private final AtomicInteger inVain = new AtomicInteger();

    GroupFetches(SourceRetrieve source, SourceLists lists, Archives archives, OpenFetches fetches,
            RetrieveLedger ledger, RetrieveSettings settings, SpoolRoom room) {
        this.source = source;
        this.lists = lists;
        this.archives = archives;
        this.fetches = fetches;
        this.ledger = ledger;
        this.settings = settings;
        this.room = room;
    }

    /** Decides at which level a series is retrieved, and learns it. */
    SeriesFetch.Group of(long seriesId, SeriesFetch fetch) {
        return new SeriesFetch.Group() {
            @Override
            public boolean mustBring() {
                return archives.sourceQuirks().has(Quirk.RETRIEVE_LEVEL_REFUSED, SERIES);
            }

            @Override
            public boolean mayBring(RetrieveResult refused) {
                if (fetch.arrivals().count() > 0) {
                    seriesLevelWorks.set(true);
                }
                return !seriesLevelWorks.get() && inVain.get() < MAX_IN_VAIN && isRefusal(refused);
            }

            @Override
            public boolean bring() throws IOException {
                return bringAll(seriesId, fetch);
            }
        };
    }

    /** A failure that may be about the level: not for want of resources, of a destination or of single objects. */
    private static boolean isRefusal(RetrieveResult result) {
        int status = result.status();
        return Status.isFailure(status) && status != Status.MOVE_DESTINATION_UNKNOWN && (status & 0xFF00) != 0xA700
                && result.counts().sent() == 0;
    }

    private boolean bringAll(long seriesId, SeriesFetch first) throws IOException {
        Quirks quirks = archives.sourceQuirks();
        boolean known = quirks.has(Quirk.RETRIEVE_LEVEL_REFUSED, SERIES);
        boolean ofPatient = quirks.has(Quirk.RETRIEVE_LEVEL_REFUSED, STUDY);
        if (!ofPatient && bring(seriesId, first, false, known)) {
            quirks.learn(Quirk.RETRIEVE_LEVEL_REFUSED, SERIES, "refused at SERIES level, taken at STUDY level");
            return true;
        }
        boolean patientIsKnown = !first.series().patientId().isEmpty();
        if (patientIsKnown && bring(seriesId, first, true, ofPatient)) {
            quirks.learn(Quirk.RETRIEVE_LEVEL_REFUSED, SERIES, "refused at SERIES level, taken at PATIENT level");
            quirks.learn(Quirk.RETRIEVE_LEVEL_REFUSED, STUDY, "refused at STUDY level, taken at PATIENT level");
            return true;
        }
        inVain.incrementAndGet();
        return false;
    }

    /** @param known whether the result stands even if it is a refusal */
    private boolean bring(long seriesId, SeriesFetch first, boolean ofPatient, boolean known) throws IOException {
        Map<Long, SeriesFetch> all = new LinkedHashMap<>();
        all.put(seriesId, first);
        for (Sibling sibling : ledger.waiting(seriesId, ofPatient)) {
            if (sibling.seriesId() != seriesId && !fetches.isTaken(sibling.seriesId())) {
                all.put(sibling.seriesId(), open(sibling, first));
            }
        }
        boolean done = false;
        try {
            Wanted wanted = new Wanted(first.series().patientId(), ofPatient ? null : first.series().study(), null,
                    List.of());
            RetrieveResult result = source.retrieve(wanted,
                    all.values().stream().map(SeriesFetch::arrivals).toList());
            done = known || result.counts().sent() > 0 || !isRefusal(result);
            if (done) {
                share(result, all, seriesId);
            }
            return done;
        } catch (DimseStatusException | NoPresentationContextException refused) {
            if (known) {
                throw refused;
            }
            return false;
        } finally {
            if (!done) {
                all.values().stream().filter(fetch -> fetch != first).forEach(fetches::end);
            }
        }
    }

    private SeriesFetch open(Sibling sibling, SeriesFetch first) throws IOException {
        Wanted wanted = new Wanted(first.series().patientId(), sibling.studyInstanceUid(),
                sibling.seriesInstanceUid(), List.of());
        Arrivals arrivals = fetches.arrivals(sibling.seriesId(), sibling.studyInstanceUid(),
                sibling.seriesInstanceUid());
        return new SeriesFetch(source, lists, settings, wanted, 0, sibling.expectedInstances(), arrivals,
                room.timesRanOut());
    }

    private void share(RetrieveResult result, Map<Long, SeriesFetch> all, long firstId) throws IOException {
        List<SeriesFetch> fetched = new ArrayList<>(all.values());
        int came = fetched.stream().mapToInt(fetch -> fetch.arrivals().count()).sum();
        int strangers = fetched.stream().mapToInt(fetch -> fetch.arrivals().strangers().size()).max().orElse(0);
        int told = result.counts().sent() + Math.max(0, result.counts().failed())
                + Math.max(0, result.counts().remaining());
        boolean unexplained = !Status.isSuccess(result.status()) && strangers == 0;
        String doubt = told > came + strangers || unexplained ? "one retrieve for " + fetched.size() + " series ended"
                + " with " + Status.describe(result.status()) + ", told of " + told + " objects and brought " + came
                : null;
        LOG.infof("one retrieve for %d series: %s", fetched.size(), Status.describe(result.status()));
        for (Map.Entry<Long, SeriesFetch> each : all.entrySet()) {
            each.getValue().broughtWithOthers(result, doubt);
            if (each.getKey() != firstId) {
                fetches.put(each.getKey(), each.getValue());
            }
        }
    }
}
