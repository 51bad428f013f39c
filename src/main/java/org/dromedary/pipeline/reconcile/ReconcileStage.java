package org.dromedary.pipeline.reconcile;

import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.dromedary.identity.plan.Plan;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.PlanPolicy.Course;
import org.dromedary.identity.plan.PlanPolicy.Subject;
import org.dromedary.identity.plan.PlanPolicy.Verdict;
import org.dromedary.identity.plan.PlannedStudy;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.Stage;
import org.dromedary.ledger.Study;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.objects.coercion.CoercionLedger;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.SeriesStage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;

/**
 * Decides by the frozen plan what becomes of a series: it passes as it came, waits, stays out, or gets a coercion,
 * which the ledger keeps for the store stage. Without a plan every series passes.
 */
@Singleton
@Named("reconcile")
public class ReconcileStage extends SeriesStage {

    private final Plan plan;
    private final PlanPolicy policy;
    private final CoercionLedger coercions;
    private final CoercionOfStudy coercionOf;
    private final Ledger records;

    ReconcileStage(Plan plan, ReconcileSettings settings, CoercionLedger coercions, CoercionOfStudy coercionOf,
            Ledger records) {
        super(Stage.RECONCILE);
        this.plan = plan;
        this.policy = new PlanPolicy(settings);
        this.coercions = coercions;
        this.coercionOf = coercionOf;
        this.records = records;
    }

    @Override
    protected Outcome work(Series series, SeriesMessage message) throws StageException {
        if (!plan.isFrozen()) {
            return Outcome.of(onward(series));
        }
        Study study = records.series(series.id).orElseThrow().study;
        Optional<PlannedStudy> planned = plan.of(study.id);
        Verdict verdict = policy.of(new Subject(study.studyDate, series.modality, series.stationName), planned);
        return switch (verdict.course()) {
            case HOLD -> throw new StageException(Failure.Kind.UNDECIDED, verdict.reason(), verdict.detail());
            case QUARANTINE -> throw new StageException(Failure.Kind.UNSAFE, verdict.reason(), verdict.detail());
            case PASS, APPLY -> onward(series, planned, verdict.course());
        };
    }

    private Outcome onward(Series series, Optional<PlannedStudy> planned, Course course) throws StageException {
        Optional<Coercion> before = coercions.of(series.id);
        Optional<Coercion> now = course == Course.APPLY ? Optional.of(coercionOf.study(planned.orElseThrow()))
                : Optional.empty();
        boolean same = before.isPresent() ? now.isPresent() && now.get().changesLike(before.get()) : now.isEmpty();
        Optional<Coercion> kept = same ? before : now;
        Integer version = planned.map(PlannedStudy::version).orElse(null);
        return new Outcome(onward(series), same ? null : toBeSentAgain(series), List.of(), () -> {
            coercions.put(series.id, kept, version);
            kept.ifPresent(coercion -> records.recordEvent(series.id, null, "coercion", "PLAN_APPLIED",
                    "version " + coercion.planVersion() + " of the plan, " + coercion.attributes()
                    + " attributes", ""));
        });
    }

    /** Objects that went to the target in another form are sent once more; null if there are none. */
    private SeriesManifest toBeSentAgain(Series series) {
        SeriesManifest manifest = ledger.manifest(series.id);
        boolean sent = manifest.entries().stream().anyMatch(SeriesManifest.Entry::isAtTarget);
        return !sent ? null : new SeriesManifest(manifest.entries().stream()
                .map(entry -> entry.stored(SeriesManifest.NOT_STORED)).toList());
    }
}
