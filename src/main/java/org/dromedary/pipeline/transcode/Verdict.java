package org.dromedary.pipeline.transcode;

import static org.dromedary.ledger.SeriesManifest.Outcome.QUARANTINED;
import static org.dromedary.ledger.SeriesManifest.Outcome.REJECTED;
import static org.dromedary.ledger.SeriesManifest.Outcome.SKIPPED;

import java.util.List;
import java.util.Objects;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.objects.screening.ScreenedObject;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/** What becomes of a series by what was decided of its objects (law 2). */
final class Verdict {

    private final Series series;
    private final SeriesManifest manifest;
    private final List<ObjectReason> reasons;
    private final List<ScreenedObject> objects;

    Verdict(Series series, List<ScreenedObject> objects) {
        this.series = series;
        this.objects = objects;
        this.manifest = new SeriesManifest(objects.stream().map(ScreenedObject::entry).toList());
        this.reasons = objects.stream().map(ScreenedObject::reason).filter(Objects::nonNull).toList();
    }

    SeriesManifest manifest() {
        return manifest;
    }

    /**
     * The series goes on if any of its objects does.
     *
     * @throws StageException if none does
     */
    Outcome outcome(SeriesManifest before, Runnable also) throws StageException {
        if (manifest.objects() == 0 || manifest.entries().stream().anyMatch(entry -> entry.way().outcome() == null)) {
            Change change = SeriesStage.partly(series.unavailableCount, manifest.count(REJECTED),
                    manifest.count(QUARANTINED), manifest.count(SKIPPED));
            return new Outcome(counted(change), manifest.equals(before) ? null : manifest, reasons, also);
        }
        Failure failure = manifest.count(QUARANTINED) > 0 ? failure(Failure.Kind.UNSAFE, QUARANTINED)
                : manifest.count(REJECTED) > 0 ? failure(Failure.Kind.REFUSED, REJECTED)
                : failure(Failure.Kind.NOTHING_TO_DO, SKIPPED);
        throw new StageException(failure, new Outcome(counted(Change.because(failure.reason(), failure.detail())),
                manifest, reasons, also));
    }

    private Failure failure(Failure.Kind kind, SeriesManifest.Outcome outcome) {
        ObjectReason first = objects.stream().filter(object -> object.entry().way().outcome() == outcome)
                .map(ScreenedObject::reason).filter(Objects::nonNull).findFirst().orElseThrow();
        return new Failure(kind, first.reasonCode(), manifest.count(outcome) + " of " + manifest.objects()
                + " objects, the first: " + first.comment());
    }

    private Change counted(Change change) {
        return change.skipped(manifest.count(SKIPPED)).quarantined(manifest.count(QUARANTINED))
                .rejected(manifest.count(REJECTED));
    }
}
