package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.dromedary.dicom.data.Part10;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.spool.Spool;
import org.jboss.logging.Logger;

/**
 * What follows when a dead letter comes back to the stage that failed, whoever sent it: our own command, or the
 * broker's "retry message". The one place where a dead series comes to life, or one that lacks objects is asked for
 * again.
 */
@ApplicationScoped
public class Replay {

    /** Why a series that was dead moves again. */
    public static final String REASON = "REPLAYED";

    /** Reason in a message that asks again for a series without a dead letter: some of its objects are missing. */
    public static final String SUSPECT = "SUSPECT";

    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final StageLedger ledger;
    private final Spool spool;

    Replay(StageLedger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
    }

    /** Brings the series back to its way; false if the message is stale, since the series is elsewhere by now. */
    boolean begin(Exchange exchange, Series series, SeriesMessage message) {
        String stage = exchange.getFromRouteId();
        if (!series.state.isDead() && !mayBeAskedAgain(exchange, series)) {
            // Redelivered: the process ended after the ledger had the transition.
            boolean begun = exchange.getMessage().getHeader("JMSRedelivered", false, Boolean.class);
            if (!begun) {
                LOG.infof("series %d at %s: stale replay ends, the series is %s", series.id, stage, series.state);
            }
            return begun;
        }
        SeriesState to = backTo(stage, series, message);
        ledger.advance(series.id, series.state, to, Change.because(REASON, "sent again to " + stage).attempt(1));
        return true;
    }

    /** What the target has of it stays: the retrieve stage keeps what the manifest says of each equal object. */
    private static boolean mayBeAskedAgain(Exchange exchange, Series series) {
        if (!SUSPECT.equals(exchange.getMessage().getHeader(Queues.REASON))) {
            return false;
        }
        return switch (series.state) {
            case VERIFIED -> series.unavailableCount + series.rejectedCount + series.quarantinedCount > 0
                    || series.verifiedCount + series.skippedCount == 0 || series.expectedInstances == null
                    || series.doubt != null;
            case SKIPPED -> series.doubt != null || "EMPTY_SERIES".equals(series.reasonCode);
            default -> false;
        };
    }

    private SeriesState backTo(String stage, Series series, SeriesMessage message) {
        // Counts of a closed series are those of its end: only a held one still stands where verify failed.
        SeriesState wanted = stage.equals(Stage.VERIFY.id()) && series.state != SeriesState.HELD
                ? SeriesState.TRANSCODED
                : Stage.named(stage).map(Stage::takes).flatMap(takes -> takes.stream().findFirst())
                        .orElse(SeriesState.QUEUED);
        boolean possible = series.state.mayBecome(wanted) && (wanted == SeriesState.QUEUED || isInSpool(message));
        return possible ? wanted : SeriesState.QUEUED;
    }

    /** Whether every object that the target does not have yet is there as it was received. */
    private boolean isInSpool(SeriesMessage message) {
        Path folder = spool.seriesFolder(message.studyInstanceUid(), message.seriesInstanceUid());
        try {
            SeriesManifest manifest = ledger.manifest(message.seriesId());
            for (Entry entry : manifest.entries()) {
                if (!entry.isAtTarget() && !(isThere(folder.resolve(entry.fileName()), entry.size())
                        && isThere(folder.resolve(entry.sentContent().fileName()), entry.sentContent().size()))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }

    private static boolean isThere(Path file, long dataSetSize) throws IOException {
        return Files.size(file) == Part10.readMeta(file).dataSetOffset() + dataSetSize;
    }
}
