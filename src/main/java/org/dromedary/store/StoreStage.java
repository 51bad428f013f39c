package org.dromedary.store;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dromedary.dicom.net.DimseStatusException;
import org.dromedary.dicom.net.Status;
import org.dromedary.dicom.net.StoreResult;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.spool.Spool;
import org.dromedary.stage.Failure;
import org.dromedary.stage.SeriesMessage;
import org.dromedary.stage.SeriesStage;
import org.dromedary.stage.StageException;
import org.dromedary.stage.StageLedger.Outcome;

/** Sends a series from the spool to the target and keeps every object's status (PS3.4 §B.2.3). */
@Singleton
@Named("store")
public class StoreStage extends SeriesStage {

    private final SeriesSender sender;
    private final Spool spool;
    private final StoreSettings settings;

    StoreStage(SeriesSender sender, Spool spool, StoreSettings settings) {
        super(EnumSet.of(SeriesState.TRANSCODED), SeriesState.STORED);
        this.sender = sender;
        this.spool = spool;
        this.settings = settings;
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        SeriesManifest manifest = ledger.manifest(series.id);
        Map<String, StoreResult> results = new ConcurrentHashMap<>();
        List<Entry> open = manifest.entries().stream().filter(e -> !e.isAtTarget()).toList();
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        try {
            send(folder, open, results);
        } catch (IOException | RuntimeException e) {
            ledger.saveManifest(series.id, withResults(manifest, results));
            throw e;
        }
        SeriesManifest stored = withResults(manifest, results);
        List<Entry> failed = stored.entries().stream().filter(e -> !e.isAtTarget()).toList();
        if (!failed.isEmpty()) {
            ledger.saveManifest(series.id, stored);
            judge(stored, failed, results, message);
        }
        Change change = failed.isEmpty() ? onward(series)
                : Change.because("PARTLY_REJECTED", failed.size() + " objects refused by the target");
        return new Outcome(change.stored(stored.objects() - failed.size()).rejected(failed.size()), stored,
                reasons(failed, results));
    }

    /** An association that breaks off is begun again as long as each brings the series further. */
    private void send(Path folder, List<Entry> open, Map<String, StoreResult> results) throws IOException {
        while (true) {
            int before = results.size();
            try {
                sender.send(folder, open, results);
                return;
            } catch (FileSystemException ownSide) {
                throw ownSide;
            } catch (IOException broken) {
                if (results.size() == before) {
                    throw broken;
                }
            }
        }
    }

    /** Throws unless the series may go on with what the target took. */
    private void judge(SeriesManifest manifest, List<Entry> failed, Map<String, StoreResult> results,
            SeriesMessage message) throws StageException, DimseStatusException {
        for (Entry entry : failed) {
            if ((entry.storedStatus() & 0xFF00) == 0xA700) {
                throw new DimseStatusException("C-STORE", entry.storedStatus(), comment(results, entry));
            }
        }
        Entry first = failed.get(0);
        String text = failed.size() + " of " + manifest.entries().size() + " objects failed, the first with "
                + Status.describe(first.storedStatus());
        boolean all = failed.size() == manifest.entries().size();
        if (failed.stream().allMatch(e -> isRefusal(e.storedStatus()))) {
            if (all) {
                throw refused(first, text, failed, results);
            }
        } else if (message.attempt() < settings.attempts()) {
            throw new StageException(Failure.Kind.SERIES_FAILED, reason(first), text);
        } else if (all) {
            throw refused(first, text, failed, results);
        }
    }

    private static StageException refused(Entry first, String text, List<Entry> failed,
            Map<String, StoreResult> results) {
        return new StageException(new Failure(Failure.Kind.REFUSED, reason(first), text), reasons(failed, results));
    }

    /** Statuses that would come again: SOP class or context not supported, not authorized, invalid instance. */
    private static boolean isRefusal(int status) {
        return status == 0x0122 || status == 0x0124 || status == 0x0117 || (status & 0xFF00) == 0xA900;
    }

    private static SeriesManifest withResults(SeriesManifest manifest, Map<String, StoreResult> results) {
        return new SeriesManifest(manifest.entries().stream().map(entry -> {
            StoreResult result = results.get(entry.sopInstanceUid());
            return result == null ? entry : entry.stored(result.status());
        }).toList());
    }

    private static List<ObjectReason> reasons(List<Entry> failed, Map<String, StoreResult> results) {
        return failed.stream().map(entry -> new ObjectReason(entry.sopInstanceUid(), "REJECTED",
                entry.storedStatus(), comment(results, entry))).toList();
    }

    private static String reason(Entry entry) {
        return entry.storedStatus() == 0x0122 ? "NO_PRESENTATION_CONTEXT"
                : String.format("STATUS_%04X", entry.storedStatus());
    }

    private static String comment(Map<String, StoreResult> results, Entry entry) {
        StoreResult result = results.get(entry.sopInstanceUid());
        return result == null ? null : result.comment();
    }
}
