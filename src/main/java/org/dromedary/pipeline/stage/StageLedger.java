package org.dromedary.pipeline.stage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Transitions;

/** What a stage reads and writes of the ledger, each call one transaction of constant size. */
@ApplicationScoped
public class StageLedger {

    private final Ledger ledger;
    private final Transitions transitions;

    StageLedger(Ledger ledger, Transitions transitions) {
        this.ledger = ledger;
        this.transitions = transitions;
    }

    /** What a stage did with a series; manifest null: unchanged; {@code also} is run in the transaction. */
    public record Outcome(Change change, SeriesManifest manifest, List<ObjectReason> exceptions, Runnable also) {
        public Outcome(Change change, SeriesManifest manifest, List<ObjectReason> exceptions) {
            this(change, manifest, exceptions, () -> { });
        }

        public static Outcome of(Change change) {
            return new Outcome(change, null, List.of());
        }

        public static Outcome of(Change change, SeriesManifest manifest) {
            return new Outcome(change, manifest, List.of());
        }
    }

    /** The series as it is now, or null. */
    @Transactional
    public Series find(long seriesId) {
        return Series.read(seriesId);
    }

    /** @throws IllegalStateException when there is none, which a series beyond the retrieve stage can't be */
    @Transactional
    public SeriesManifest manifest(long seriesId) {
        return ledger.manifest(seriesId)
                .orElseThrow(() -> new IllegalStateException("the ledger has no manifest of series " + seriesId));
    }

    /** The objects of the series when it came before, by SOP Instance UID; empty if it comes for the first time. */
    @Transactional
    public Map<String, SeriesManifest.Entry> objectsBefore(long seriesId) {
        return ledger.manifest(seriesId).map(SeriesManifest::bySopInstanceUid).orElse(Map.of());
    }

    /** How often the series was queued again for that reason. */
    public long timesQueuedAgain(long seriesId, String reasonCode) {
        return timesSentBack(seriesId, reasonCode, SeriesState.QUEUED);
    }

    /** How often the series went to that state for that reason. */
    public long timesSentBack(long seriesId, String reasonCode, SeriesState to) {
        return ledger.events(seriesId).stream()
                .filter(event -> reasonCode.equals(event.reasonCode()) && to.name().equals(event.toState())).count();
    }

    @Transactional
    public void saveManifest(long seriesId, SeriesManifest manifest) {
        ledger.saveManifest(seriesId, manifest);
    }

    /** Moves the series on, with its manifest and its exceptions; does nothing if it is no longer in {@code from}. */
    @Transactional
    public void commit(long seriesId, SeriesState from, SeriesState to, Outcome outcome, int attempt) {
        if (!transitions.advance(seriesId, from, to, outcome.change())) {
            return;
        }
        if (outcome.manifest() != null) {
            ledger.saveManifest(seriesId, outcome.manifest());
        }
        if (!outcome.exceptions().isEmpty()) {
            ledger.recordExceptions(seriesId, to.name(), attempt, outcome.exceptions());
        }
        outcome.also().run();
    }

    /** Moves the series to another state without further records; false if it is no longer in {@code from}. */
    public boolean advance(long seriesId, SeriesState from, SeriesState to, Change change) {
        return transitions.advance(seriesId, from, to, change);
    }

    /** Writes that a series waits where it is, with an event; see {@link Transitions#await}. */
    public void await(long seriesId, SeriesState state, Change change) {
        transitions.await(seriesId, state, change);
    }

    /** Writes that a series that waited is being worked on. */
    public void resume(long seriesId) {
        transitions.resume(seriesId);
    }

    /** Writes an event about a series that stays where it is. */
    public void note(long seriesId, String kind, Failure failure) {
        ledger.recordEvent(seriesId, null, kind, failure.reason(), failure.detail(), "");
    }
}
