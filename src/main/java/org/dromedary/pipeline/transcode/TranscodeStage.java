package org.dromedary.pipeline.transcode;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Capabilities;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.objects.screening.ScreenedObject;
import org.dromedary.objects.screening.Screening;
import org.dromedary.objects.screening.SeriesScreening;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/**
 * Decides of each object of a series whether it goes on, and in which form, and converts what the target does not take
 * as it is. Of objects that need no change at most the head is read.
 */
@Singleton
@Named("transcode")
public class TranscodeStage extends SeriesStage {

    /** Why a series is fetched again. */
    private static final String DAMAGED = "OBJECT_DAMAGED";

    private final Archives archives;
    private final Screening screening;
    private final DamagedArrivals arrivals;
    private final ConversionLedger conversions;
    private final TargetForms ways;
    private final Policies policies;
    private final TranscodeSettings settings;
    private final Spool spool;
    private final Ledger records;

    TranscodeStage(Archives archives, Capabilities capabilities, Screening screening,
            DamagedArrivals arrivals, ConversionLedger conversions, TranscodeSettings settings, Spool spool,
            Ledger records) {
        super(Stage.TRANSCODE);
        this.archives = archives;
        this.screening = screening;
        this.arrivals = arrivals;
        this.conversions = conversions;
        this.ways = new TargetForms(capabilities, settings.capabilityAge());
        this.policies = new Policies(settings);
        this.settings = settings;
        this.spool = spool;
        this.records = records;
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws Exception {
        SeriesManifest manifest = ledger.manifest(series.id);
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        boolean fetchedAgain = ledger.timesQueuedAgain(series.id, DAMAGED) > 0;
        SeriesScreening screened = screening.of(series, message.studyInstanceUid(), manifest, folder,
                fetchedAgain ? arrivals.of(series.id) : entry -> false);
        List<ScreenedObject> sound = screened.screen(manifest.entries());
        fetchDamagedAgain(series, sound, fetchedAgain);
        Conversion conversion = new Conversion(spool, folder, settings.verify());
        List<ScreenedObject> decided = converted(series, sound, conversion);
        fetchDamagedAgain(series, decided, fetchedAgain);
        String done = conversion.finish();
        Verdict verdict = new Verdict(series, decided);
        return verdict.outcome(manifest, () -> {
            screening.record(series.id, screened);
            conversions.put(series.id, verdict.manifest());
            if (!done.isEmpty()) {
                records.recordEvent(series.id, null, "transcode", "CONVERTED", done, "");
            }
        });
    }

    /** Once: what the source gave damaged it may give whole, or else the same again, which then is what it has. */
    private void fetchDamagedAgain(Series series, List<ScreenedObject> objects, boolean fetchedAgain)
            throws StageException {
        List<ScreenedObject> damaged = objects.stream().filter(ScreenedObject::damaged).toList();
        if (!damaged.isEmpty() && !fetchedAgain) {
            arrivals.keep(series.id, damaged.stream().map(ScreenedObject::entry).toList());
            ObjectReason first = damaged.get(0).reason();
            throw new StageException(Failure.Kind.SPOOL_LOST, DAMAGED, damaged.size()
                    + " objects are damaged and are fetched again, the first: " + first.reasonCode() + ", "
                    + first.comment());
        }
    }

    private List<ScreenedObject> converted(Series series, List<ScreenedObject> objects, Conversion conversion)
            throws IOException {
        Set<TargetForms.Kind> kinds = objects.stream().map(ScreenedObject::entry).filter(Entry::isToBeSent)
                .map(entry -> kind(series, entry)).collect(Collectors.toSet());
        Map<TargetForms.Kind, List<String>> open = ways.of(kinds);
        List<ScreenedObject> decided = new ArrayList<>();
        for (ScreenedObject object : objects) {
            if (object.entry().isToBeSent()) {
                archives.target().gate().checkRunning();
                decided.add(conversion.decide(object, open.get(kind(series, object.entry()))));
            } else {
                decided.add(object);
            }
        }
        return decided;
    }

    private TargetForms.Kind kind(Series series, Entry entry) {
        return new TargetForms.Kind(entry.sentSopClassUid(), entry.transferSyntaxUid(),
                policies.of(series.modality, entry));
    }
}
