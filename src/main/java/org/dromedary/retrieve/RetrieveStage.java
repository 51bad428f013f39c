package org.dromedary.retrieve;

import io.quarkus.arc.All;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dromedary.archive.ArchiveQuery.ObjectList;
import org.dromedary.archive.ArchiveQuery;
import org.dromedary.archive.Archives;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.retrieve.ObjectReceiver.Arrived;
import org.dromedary.spool.Spool;
import org.dromedary.stage.Failure;
import org.dromedary.stage.SeriesMaker;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.SeriesStage;
import org.dromedary.stage.SeriesWatch;
import org.dromedary.stage.StageException;
import org.dromedary.stage.StageLedger.Outcome;

/** Fetches a series, compares what came with what was expected, and makes it durable (law 3). */
@Singleton
@Named("retrieve")
public class RetrieveStage extends SeriesStage {

    private final Archives archives;
    private final ArchiveQuery query;
    private final SourceRetrieve source;
    private final Reception reception;
    private final Spool spool;
    private final SpoolRoom room;
    private final RetrieveSettings settings;
    private final List<SeriesMaker> makers;
    private final List<SeriesWatch> watches;

    RetrieveStage(Archives archives, ArchiveQuery query, SourceRetrieve source, Reception reception, Spool spool,
            SpoolRoom room, RetrieveSettings settings, @All List<SeriesMaker> makers,
            @All List<SeriesWatch> watches) {
        super(EnumSet.of(SeriesState.QUEUED, SeriesState.RETRY_WAIT), SeriesState.RETRIEVED);
        this.archives = archives;
        this.query = query;
        this.source = source;
        this.reception = reception;
        this.spool = spool;
        this.room = room;
        this.settings = settings;
        this.makers = makers;
        this.watches = watches;
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        room.await();
        if (!series.origin.isEmpty()) {
            return made(series, message);
        }
        ObjectList list = settings.expectUids()
                ? query.objects(archives.source(), message.studyInstanceUid(), message.seriesInstanceUid()) : null;
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        Arrivals arrivals = new Arrivals(message.studyInstanceUid(), message.seriesInstanceUid(), folder,
                list == null ? null : list.sopInstanceUids());
        SeriesFetch fetch = new SeriesFetch(source, message, list, series.expectedInstances, arrivals,
                settings.settle());
        boolean kept = false;
        try {
            boolean lastAttempt = message.attempt() >= settings.attempts();
            long ranOut = room.timesRanOut();
            fetch(fetch, arrivals, lastAttempt);
            if (arrivals.count() > 0) {
                health.works("retrieve");
            }
            if (room.timesRanOut() > ranOut && fetch.absent() > 0) {
                // Whatever the source says of them: it was we who did not take the objects.
                throw room.noRoom();
            }
            fetch.judge(lastAttempt);
            Outcome outcome = keep(series, fetch, folder, arrivals);
            kept = true;
            note(series, arrivals);
            return outcome;
        } catch (IOException e) {
            room.check(e);
            throw e;
        } finally {
            if (!kept) {
                spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
            }
        }
    }

    /** A series that the source does not have: its objects are made here, again if the spool lost them. */
    private Outcome made(Series series, SeriesMessage message) throws Exception {
        SeriesMaker maker = makers.stream().filter(each -> each.origin().equals(series.origin)).findFirst()
                .orElseThrow(() -> new StageException(Failure.Kind.BUG, "UNKNOWN_ORIGIN",
                        "no part of this program makes series of this origin"));
        Path folder = Files.createDirectories(spool.seriesFolder(message.studyInstanceUid(),
                message.seriesInstanceUid()));
        boolean kept = false;
        try {
            List<Entry> entries = maker.make(series, folder);
            for (Entry entry : entries) {
                spool.grewBy(folder.resolve(entry.fileName()).toFile().length());
            }
            Spool.sync(folder, entries.stream().map(Entry::fileName).toList());
            Map<String, Entry> before = before(series);
            SeriesManifest manifest = new SeriesManifest(entries.stream()
                    .map(entry -> again(entry, before.get(entry.sopInstanceUid()))).toList());
            kept = true;
            return Outcome.of(Change.none().expected(manifest.objects())
                    .received(manifest.objects(), manifest.bytes()), manifest);
        } catch (IOException e) {
            room.check(e);
            throw e;
        } finally {
            if (!kept) {
                spool.remove(message.studyInstanceUid(), message.seriesInstanceUid());
            }
        }
    }

    private void fetch(SeriesFetch fetch, Arrivals arrivals, boolean lastAttempt)
            throws IOException, InterruptedException {
        reception.open(arrivals);
        try {
            fetch.run(lastAttempt);
        } finally {
            // Before anything is counted: an object that comes now is refused, not lost.
            reception.close(arrivals);
        }
    }

    private Outcome keep(Series series, SeriesFetch fetch, Path folder, Arrivals arrivals) throws IOException {
        Map<String, Arrived> received = arrivals.received();
        Spool.sync(folder, received.keySet().stream().map(Spool::fileName).toList());
        Map<String, Entry> before = before(series);
        SeriesManifest manifest = new SeriesManifest(received.values().stream()
                .map(object -> entry(object, before.get(object.sopInstanceUid()))).toList());
        int absent = fetch.absent();
        Change change = absent == 0 ? Change.none()
                : Change.because("PARTLY_UNAVAILABLE", absent + " objects did not come").unavailable(absent);
        List<Runnable> also = new ArrayList<>();
        for (SeriesWatch watch : watches) {
            also.add(watch.arrived(series, manifest, folder));
        }
        return new Outcome(change.expected(received.size() + absent).received(received.size(), manifest.bytes()),
                manifest, fetch.reasons(), () -> also.forEach(Runnable::run));
    }

    private void note(Series series, Arrivals arrivals) {
        long strangers = arrivals.received().values().stream().filter(object -> !arrivals.isOurs(object)).count();
        if (strangers > 0) {
            ledger.note(series.id, "retrieve", new Failure(Failure.Kind.NOTHING_TO_DO, "OTHER_SERIES_UID",
                    strangers + " objects name another study or series than the source lists them in"));
        }
    }

    private Map<String, Entry> before(Series series) {
        return ledger.earlierManifest(series.id).map(SeriesManifest::bySopInstanceUid).orElse(Map.of());
    }

    private static Entry entry(Arrived object, Entry before) {
        Entry now = Entry.received(object.sopInstanceUid(), object.sopClassUid(), object.transferSyntaxUid(),
                object.dataSetBytes(), HexFormat.of().formatHex(object.sha256()),
                Spool.fileName(object.sopInstanceUid()));
        return again(now, before);
    }

    /** @param before the same object when it was fetched before: what the target took then is not sent again */
    private static Entry again(Entry now, Entry before) {
        return before != null && before.isAtTarget() && before.sha256().equals(now.sha256())
                ? now.stored(before.storedStatus(), before.sentSha256()) : now;
    }
}
