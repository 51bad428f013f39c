package org.dromedary.pipeline.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.dicom.data.Tag;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.objects.coercion.CoercionLedger;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
class ReconcileStageTest {

    @Inject
    ReconcileStage stage;

    @Inject
    StageLedger stageLedger;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    CoercionLedger coercions;

    @Inject
    DataSource dataSource;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private long studyId;
    private long id;

    @BeforeEach
    void retrieveASeries() {
        studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1, 2));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "", "", "", 2)));
        id = ledger.seriesOfStudy(studyId).get(0).id;
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(2, 20));
        ledger.saveManifest(id, manifest(SeriesManifest.NOT_STORED));
    }

    private SeriesManifest manifest(int firstStatus) {
        String sha256 = "00".repeat(32);
        return new SeriesManifest(List.of(
                Entry.received(study + ".1.1", "1.2", "1.2", 10, sha256, "a.dcm").stored(firstStatus),
                Entry.received(study + ".1.2", "1.2", "1.2", 10, sha256, "b.dcm")));
    }

    private Sql sql() {
        return Sql.over(dataSource);
    }

    private int freeze(String decision, String accession) {
        int version = sql().query("insert into plan_version (frozen_at, frozen_by, rules, studies, digest) values"
                + " (utc_timestamp(3), 'test', '', 1, repeat('0', 32)) returning version", row -> row.getInt(1)).get(0);
        sql().update("""
                insert into plan_entry (study_id, version, decision, patient_id, issuer, accession, decided_by,
                    decided_at)
                values (?, ?, ?, 'N1', 'HOSPITAL', ?, 'test', utc_timestamp(3))""",
                studyId, version, decision, accession);
        return version;
    }

    private void reconcile() throws Exception {
        Series series = ledger.series(id).orElseThrow();
        stageLedger.commit(id, series.state, SeriesState.RECONCILED,
                stage.work(series, new SeriesMessage(id, study, study + ".1", 1, 0, 0, 4)), 1);
    }

    /** As a replay does it. */
    private void bringBack() {
        transitions.advance(id, SeriesState.RECONCILED, SeriesState.HELD, Change.none());
        transitions.advance(id, SeriesState.HELD, SeriesState.RETRIEVED, Change.none());
    }

    private Integer planVersion() {
        return sql().query("select plan_version from study where id = ?", row -> row.getObject(1,
                Integer.class), studyId)
                .get(0);
    }

    @Test
    void matchedStudyGetsACoercionWithItsTransition() throws Exception {
        int version = freeze("MATCH", "A1");
        reconcile();
        Coercion coercion = coercions.of(id).orElseThrow();
        assertThat(coercion.planVersion()).isEqualTo(version);
        assertThat(coercion.target().getString(Tag.PatientID)).isEqualTo("N1");
        assertThat(coercion.target().getString(Tag.AccessionNumber)).isEqualTo("A1");
        assertThat(coercion.characterSet()).containsExactly("ISO_IR 192");
        assertThat(planVersion()).isEqualTo(version);
        assertThat(ledger.series(id).orElseThrow().state).isEqualTo(SeriesState.RECONCILED);
        assertThat(ledger.events(id)).anySatisfy(event -> assertThat(event.kind()).isEqualTo("coercion"));
    }

    @Test
    void transitionThatSomebodyElseMadeWritesNoCoercion() throws Exception {
        freeze("MATCH", "A1");
        Series series = ledger.series(id).orElseThrow();
        StageLedger.Outcome late = stage.work(series, new SeriesMessage(id, study, study + ".1", 1, 0, 0, 4));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.HELD, Change.none());
        stageLedger.commit(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, late, 1);
        assertThat(coercions.of(id)).isEmpty();
        assertThat(planVersion()).isNull();
    }

    @Test
    void sameCoercionKeepsItsMoment() throws Exception {
        freeze("MATCH", "A1");
        reconcile();
        Coercion first = coercions.of(id).orElseThrow();
        ledger.saveManifest(id, manifest(0));
        bringBack();
        reconcile();
        assertThat(coercions.of(id).orElseThrow().encode()).isEqualTo(first.encode());
        assertThat(ledger.manifest(id).orElseThrow().entries().get(0).isAtTarget()).isTrue();
    }

    @Test
    void objectsThatWentInAnotherFormAreSentAgain() throws Exception {
        freeze("MATCH", "A1");
        reconcile();
        ledger.saveManifest(id, manifest(0));
        bringBack();
        int version = freeze("MATCH", "A2");
        reconcile();
        assertThat(coercions.of(id).orElseThrow().target().getString(Tag.AccessionNumber)).isEqualTo("A2");
        assertThat(planVersion()).isEqualTo(version);
        assertThat(ledger.manifest(id).orElseThrow().entries()).noneMatch(Entry::isAtTarget);
    }

    @Test
    void studyThatIsNoLongerMatchedGoesAsItCame() throws Exception {
        freeze("MATCH", "A1");
        reconcile();
        ledger.saveManifest(id, manifest(0));
        bringBack();
        freeze("NONE", "");
        reconcile();
        assertThat(coercions.of(id)).isEmpty();
        assertThat(ledger.manifest(id).orElseThrow().entries()).noneMatch(Entry::isAtTarget);
    }

    @Test
    void undecidedStudyAndValueThatNoObjectCanHoldAreHeld() {
        freeze("REVIEW", "");
        assertThatThrownBy(this::reconcile).isInstanceOf(StageException.class).hasMessageContaining(PlanPolicy.REVIEW);
        freeze("MATCH", "A1234567890123456");
        assertThatThrownBy(this::reconcile).isInstanceOf(StageException.class)
                .hasMessageContaining(PlanPolicy.INVALID).hasMessageNotContaining("A123456");
        assertThat(coercions.of(id)).isEmpty();
        assertThat(ledger.series(id).orElseThrow().state).isEqualTo(SeriesState.RETRIEVED);
    }
}
