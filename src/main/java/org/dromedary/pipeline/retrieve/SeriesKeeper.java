package org.dromedary.pipeline.retrieve;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.archives.archive.ArchiveSettings;
import org.dromedary.archives.archive.ArchiveSettings.RetrieveMethod;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.retrieve.ObjectReceiver.Arrived;
import org.dromedary.pipeline.retrieve.RetrieveSettings.OtherPatient;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesWatch;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/** Makes what came of a series durable, and keeps aside what can't be told from others (law 3). */
@Singleton
class SeriesKeeper {

    private final StageLedger ledger;
    private final RetrieveLedger claims;
    private final Archives archives;
    private final RetrieveMethod method;
    private final Spool spool;
    private final RetrieveSettings settings;
    private final List<SeriesWatch> watches;

    SeriesKeeper(StageLedger ledger, RetrieveLedger claims, Archives archives, ArchiveSettings.Source source,
            Spool spool, RetrieveSettings settings, @All List<SeriesWatch> watches) {
        this.ledger = ledger;
        this.claims = claims;
        this.archives = archives;
        this.method = source.retrieve();
        this.spool = spool;
        this.settings = settings;
        this.watches = watches;
    }

    /** Whether the source names the C-MOVE with each object, once a series has come so as a whole. */
    void learn(SeriesFetch fetch) {
        boolean all = fetch.arrivals().all().stream().allMatch(Arrived::originator);
        if (all && method == RetrieveMethod.MOVE && fetch.verdict().complete()) {
            archives.sourceQuirks().learn(Quirk.MOVE_ORIGINATOR, "all objects of a series named our C-MOVE");
        }
    }

    Outcome keep(Series series, SeriesMessage message, SeriesFetch fetch, FetchJudgement judgement)
            throws IOException, StageException {
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        Path aside = spool.asideFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        List<ObjectReason> reasons = new ArrayList<>(judgement.reasons());
        Map<String, Arrived> kept = new LinkedHashMap<>(fetch.arrivals().received());
        int quarantined = keepConflictsAside(fetch, aside, reasons);
        keepUnlistedAside(fetch, aside, reasons);
        quarantined += others(series, kept, aside, reasons);
        if (kept.isEmpty()) {
            throw new StageException(new Failure(Failure.Kind.UNSAFE, "OTHER_PATIENT", quarantined
                    + " objects name another patient than the source lists for the study"), reasons);
        }
        for (Arrived object : kept.values()) {
            object.keepIn(folder);
        }
        Spool.sync(folder, kept.keySet().stream().map(Spool::fileName).toList());
        Map<String, Entry> before = ledger.objectsBefore(series.id);
        SeriesManifest manifest = new SeriesManifest(kept.values().stream()
                .map(object -> entry(object, before.get(object.sopInstanceUid()))).toList());
        note(series, fetch, kept);
        int absent = judgement.verdict().absent();
        Change change = (absent == 0 ? Change.none()
                : Change.because("PARTLY_UNAVAILABLE", absent + " objects did not come")).unavailable(absent)
                .keptAside(quarantined).expected(kept.size() + quarantined + absent)
                .received(kept.size(), manifest.bytes());
        List<Runnable> also = new ArrayList<>();
        for (SeriesWatch watch : watches) {
            also.add(watch.arrived(series, manifest, folder));
        }
        String doubt = judgement.doubt();
        if (doubt != null) {
            also.add(() -> claims.writeDoubt(series.id, doubt));
        }
        return new Outcome(change, manifest, reasons, () -> also.forEach(Runnable::run));
    }

    private static int keepConflictsAside(SeriesFetch fetch, Path aside, List<ObjectReason> reasons)
            throws IOException {
        Map<String, List<Arrived>> conflicts = fetch.arrivals().takeConflicts();
        for (Map.Entry<String, List<Arrived>> conflict : conflicts.entrySet()) {
            for (Arrived copy : conflict.getValue()) {
                copy.movedInto(PrivateFiles.createFolders(aside));
            }
            reasons.add(new ObjectReason(conflict.getKey(), "CONFLICTING_COPIES", null, conflict.getValue().size()
                    + " copies with different bytes came, also when it was fetched alone; all are kept aside"));
        }
        return conflicts.size();
    }

    private static void keepUnlistedAside(SeriesFetch fetch, Path aside, List<ObjectReason> reasons)
            throws IOException {
        for (Arrived object : fetch.arrivals().unlisted().values()) {
            object.movedInto(PrivateFiles.createFolders(aside));
            reasons.add(new ObjectReason(object.sopInstanceUid(), "UNLISTED", null,
                    "came, but the source neither lists it nor claims so many objects; it is kept aside"));
        }
    }

    /** Takes out objects that name another patient, if that is wanted; returns how many. */
    private int others(Series series, Map<String, Arrived> kept, Path aside, List<ObjectReason> reasons)
            throws IOException {
        Person person = claims.person(series.id);
        List<Arrived> others = kept.values().stream().filter(object -> object.person().differsFrom(person)).toList();
        if (others.isEmpty()) {
            return 0;
        }
        boolean quarantine = settings.otherPatient() == OtherPatient.QUARANTINE;
        ledger.note(series.id, "retrieve", new Failure(Failure.Kind.NOTHING_TO_DO, "OTHER_PATIENT", others.size()
                + " objects name another patient than the source lists for the study"
                + (quarantine ? "; they are kept aside" : "; they go on as they came")));
        if (!quarantine) {
            return 0;
        }
        for (Arrived object : others) {
            kept.remove(object.sopInstanceUid());
            object.movedInto(PrivateFiles.createFolders(aside));
            reasons.add(new ObjectReason(object.sopInstanceUid(), "OTHER_PATIENT", null,
                    "names another patient than the source lists for the study; it is kept aside"));
        }
        return others.size();
    }

    private void note(Series series, SeriesFetch fetch, Map<String, Arrived> kept) {
        long strangers = kept.values().stream().filter(object -> !fetch.arrivals().isOurs(object)).count();
        if (strangers > 0) {
            ledger.note(series.id, "retrieve", new Failure(Failure.Kind.NOTHING_TO_DO, "OTHER_SERIES_UID",
                    strangers + " objects name another study or series than the source lists them in"));
        }
    }

    private static Entry entry(Arrived object, Entry before) {
        Entry now = Entry.received(object.sopInstanceUid(), object.sopClassUid(), object.transferSyntaxUid(),
                object.dataSetBytes(), HexFormat.of().formatHex(object.sha256()),
                Spool.fileName(object.sopInstanceUid()));
        return now.knowing(before);
    }
}
