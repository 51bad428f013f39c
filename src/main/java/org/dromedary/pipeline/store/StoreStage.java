package org.dromedary.pipeline.store;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dromedary.archives.archive.Capabilities;
import org.dromedary.archives.archive.Form;
import org.dromedary.dicom.dimse.DimseStatusException;
import org.dromedary.dicom.dimse.StoreResult;
import org.dromedary.dicom.net.Status;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.coercion.CoercionException;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.OutOfStepException;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/** Sends a series from the spool to the target and keeps every object's status (PS3.4 §B.2.3). */
@Singleton
@Named("store")
public class StoreStage extends SeriesStage {

    /** Why a series is decided on again. */
    private static final String FORM_REFUSED = "FORM_REFUSED";
    /** PS3.7 §C.5.23: SOP class not supported; also our word for a form that was not accepted. */
    private static final int NOT_SUPPORTED = 0x0122;

    private final SeriesSender sender;
    private final Spool spool;
    private final StoreSettings settings;
    private final SeriesChanges changes;
    private final Capabilities capabilities;

    StoreStage(SeriesSender sender, Spool spool, StoreSettings settings, SeriesChanges changes,
            Capabilities capabilities) {
        super(Stage.STORE);
        this.sender = sender;
        this.spool = spool;
        this.settings = settings;
        this.changes = changes;
        this.capabilities = capabilities;
    }

    @Override
    public int attempts() {
        return settings.attempts();
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        SeriesManifest manifest = ledger.manifest(series.id);
        Answers answers = new Answers();
        List<Entry> open = manifest.entries().stream().filter(Entry::isToBeSent).toList();
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        try {
            send(folder, open, changes.of(series.id, folder), answers);
        } catch (IOException | RuntimeException e) {
            ledger.saveManifest(series.id, withAnswers(manifest, answers));
            throw e;
        }
        SeriesManifest stored = withAnswers(manifest, answers);
        List<Entry> failed = stored.entries().stream().filter(Entry::isToBeSent).toList();
        if (!failed.isEmpty()) {
            ledger.saveManifest(series.id, stored);
        }
        List<Entry> unsafe = failed.stream().filter(e -> answers.unsafe().containsKey(e.sopInstanceUid())).toList();
        List<Entry> refused = failed.stream().filter(e -> !answers.unsafe().containsKey(e.sopInstanceUid())).toList();
        if (!refused.isEmpty()) {
            decideAnew(series, refused);
            judge(stored, refused, answers, message);
        }
        checkAnythingIsLeft(stored, unsafe, refused, answers);
        int rejected = refused.size() + manifest.count(SeriesManifest.Outcome.REJECTED);
        int quarantined = unsafe.size() + manifest.count(SeriesManifest.Outcome.QUARANTINED);
        Change change = partly(series.unavailableCount, rejected, quarantined, series.skippedCount)
                .stored(atTarget(stored)).rejected(rejected).quarantined(quarantined);
        return new Outcome(change, stored, reasons(failed, answers));
    }

    private static int atTarget(SeriesManifest manifest) {
        return (int) manifest.entries().stream().filter(Entry::isAtTarget).count();
    }

    /** The target no longer takes a form that it took before: once, the stage before decides again. */
    private void decideAnew(Series series, List<Entry> refused) throws OutOfStepException {
        Set<Form> forms = refused.stream().filter(entry -> entry.storedStatus() == NOT_SUPPORTED)
                .map(SeriesSender::form).collect(Collectors.toSet());
        if (forms.isEmpty()) {
            return;
        }
        capabilities.forget(forms);
        if (ledger.timesSentBack(series.id, FORM_REFUSED, SeriesState.RECONCILED) == 0
                && ledger.advance(series.id, SeriesState.TRANSCODED, SeriesState.RECONCILED, Change.because(
                        FORM_REFUSED, "the target no longer accepts " + forms.iterator().next()))) {
            throw new OutOfStepException(SeriesState.RECONCILED);
        }
    }

    /** Not one object is at the target, and at least one because it could not be changed: the series stays out. */
    private static void checkAnythingIsLeft(SeriesManifest manifest, List<Entry> unsafe, List<Entry> refused,
            Answers answers) throws StageException {
        if (!unsafe.isEmpty() && atTarget(manifest) == 0) {
            CoercionException first = answers.unsafe().get(unsafe.get(0).sopInstanceUid());
            List<Entry> all = Stream.concat(unsafe.stream(), refused.stream()).toList();
            throw new StageException(new Failure(Failure.Kind.UNSAFE, first.reason(), unsafe.size() + " of "
                    + manifest.objects() + " objects can't be changed without loss, the first: " + first.getMessage()),
                    reasons(all, answers));
        }
    }

    /** An association that breaks off is begun again as long as each brings the series further. */
    private void send(Path folder, List<Entry> open, Function<Entry, Optional<HeadChange>> change, Answers answers)
            throws IOException {
        while (true) {
            int before = answers.size();
            try {
                sender.send(folder, open, change, answers);
                return;
            } catch (FileSystemException ownSide) {
                throw ownSide;
            } catch (IOException broken) {
                if (answers.size() == before) {
                    throw broken;
                }
            }
        }
    }

    /** Throws unless the series may go on with what the target took. */
    private void judge(SeriesManifest manifest, List<Entry> failed, Answers answers, SeriesMessage message)
            throws StageException, DimseStatusException {
        for (Entry entry : failed) {
            if ((entry.storedStatus() & 0xFF00) == 0xA700) {
                throw new DimseStatusException("C-STORE", entry.storedStatus(), comment(answers, entry));
            }
        }
        // The one for which the series is tried again, if there is one.
        Entry first = failed.stream().filter(entry -> !isRefusal(entry.storedStatus())).findFirst()
                .orElse(failed.get(0));
        String text = failed.size() + " of " + manifest.entries().size() + " objects failed, the first with "
                + Status.describe(first.storedStatus());
        boolean all = atTarget(manifest) == 0 && answers.unsafe().isEmpty();
        if (failed.stream().allMatch(e -> isRefusal(e.storedStatus()))) {
            if (all) {
                throw refused(first, text, failed, answers);
            }
        } else if (message.attempt() < settings.attempts()) {
            throw new StageException(Failure.Kind.SERIES_FAILED, reason(first), text);
        } else if (all) {
            throw refused(first, text, failed, answers);
        }
    }

    private static StageException refused(Entry first, String text, List<Entry> failed, Answers answers) {
        return new StageException(new Failure(Failure.Kind.REFUSED, reason(first), text), reasons(failed, answers));
    }

    /** Statuses that would come again: SOP class or context not supported, not authorized, invalid instance. */
    private static boolean isRefusal(int status) {
        return status == NOT_SUPPORTED || status == 0x0124 || status == 0x0117 || (status & 0xFF00) == 0xA900;
    }

    private static SeriesManifest withAnswers(SeriesManifest manifest, Answers answers) {
        return new SeriesManifest(manifest.entries().stream().map(entry -> {
            StoreResult result = answers.results().get(entry.sopInstanceUid());
            Content converted = entry.way().converted();
            return result == null ? entry : entry.stored(result.status(), answers.sent().getOrDefault(
                    entry.sopInstanceUid(), converted == null ? null : converted.sha256()));
        }).toList());
    }

    private static List<ObjectReason> reasons(List<Entry> failed, Answers answers) {
        return failed.stream().map(entry -> {
            CoercionException unsafe = answers.unsafe().get(entry.sopInstanceUid());
            return unsafe != null
                    ? new ObjectReason(entry.sopInstanceUid(), unsafe.reason(), null, unsafe.getMessage())
                    : new ObjectReason(entry.sopInstanceUid(), "REJECTED", entry.storedStatus(),
                            comment(answers, entry));
        }).toList();
    }

    private static String reason(Entry entry) {
        return entry.storedStatus() == NOT_SUPPORTED ? "NO_PRESENTATION_CONTEXT"
                : String.format("STATUS_%04X", entry.storedStatus());
    }

    private static String comment(Answers answers, Entry entry) {
        StoreResult result = answers.results().get(entry.sopInstanceUid());
        return result == null ? null : result.comment();
    }
}
