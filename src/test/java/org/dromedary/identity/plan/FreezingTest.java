package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import javax.sql.DataSource;
import org.dromedary.identity.plan.Freezing.Frozen;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Ledger;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class FreezingTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final String uid = TestPlan.uid();
    private final String other = TestPlan.uid();
    private TestPlan plan;
    private long study;
    private long otherStudy;

    @BeforeEach
    void twoStudiesAndAnExam() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(uid, "1", "NORDAHL^ASE", "A1");
        otherStudy = plan.study(other, "2", "BERG^LARS", "A2");
        plan.exam("E1", "P1", "Nord^ahl", "RIS-1");
    }

    private Optional<Frozen> freeze() {
        return plan.in(sql -> new Freezing(sql).freeze("kim", "after the review"));
    }

    @Test
    void entryHasTheValuesOfThePatientAndTheExam() {
        plan.propose(plan.match(uid, "P1", "E1"), plan.none(other));
        Frozen frozen = freeze().orElseThrow();
        assertThat(frozen.studies()).isEqualTo(2);
        assertThat(frozen.inForce()).containsEntry(PlanDecision.MATCH, 1L).containsEntry(PlanDecision.NONE, 1L);
        assertThat(plan.inForce(study)).isEqualTo(new PlannedStudy(study, frozen.version(), PlanDecision.MATCH,
                plan.own + "P1", "HOSP", "Nord ahl^Åse", LocalDate.of(1968, 10, 16), "F", "RIS-1", "RIS",
                plan.own + "E1", "RP1", "CTTH", "CT Thorax", "Lind^Eva", "accession", "dromedary"));
        assertThat(plan.inForce(otherStudy).patientId()).isEmpty();
    }

    @Test
    void freezingTwiceChangesNothing() {
        plan.propose(plan.match(uid, "P1", "E1"), plan.none(other));
        int version = freeze().orElseThrow().version();
        assertThat(freeze()).isEmpty();
        plan.propose(plan.match(uid, "P1", "E1"), plan.none(other));
        assertThat(freeze()).isEmpty();
        assertThat(plan.some(sql -> new PlanVersions(sql).last()).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void versionChangesOnlyTheStudiesWhoseValuesChanged() {
        plan.propose(plan.match(uid, "P1", "E1"), plan.none(other));
        int first = freeze().orElseThrow().version();
        plan.patient("P1", "Berglund", LocalDateTime.of(2024, 3, 5, 8, 0));
        Frozen second = freeze().orElseThrow();
        assertThat(second.studies()).isEqualTo(1);
        assertThat(plan.inForce(study).patientName()).isEqualTo("Berglund^Åse");
        assertThat(plan.inForce(otherStudy).version()).isEqualTo(first);
        assertThat(plan.list(sql -> new PlanVersions(sql).differences(first, second.version()))).singleElement()
                .satisfies(difference -> {
                    assertThat(difference.studies()).isEqualTo(1);
                    assertThat(difference.otherName()).isEqualTo(1);
                    assertThat(difference.otherPatient()).isZero();
                });
        assertThat(plan.list(sql -> new PlanVersions(sql).ofStudy(uid))).hasSize(2);
    }

    @Test
    void mergeChainEndsAtItsSurvivor() {
        plan.propose(plan.match(uid, "P1", "E1"));
        freeze();
        plan.patient("P2", "Nordahl", LocalDateTime.of(2024, 3, 5, 8, 0));
        plan.merge("P1", "P2");
        plan.merge("P2", "P3");
        freeze();
        assertThat(plan.inForce(study).patientId()).isEqualTo(plan.own + "P3");
    }

    @Test
    void examOfAnotherPatientSinceIsRefusedAndNothingFrozen() {
        plan.propose(plan.match(uid, "P1", "E1"));
        plan.patient("P9", "Somebody", LocalDateTime.of(2024, 3, 5, 8, 0));
        plan.in(sql -> sql.update("""
                update ris_exam set ris_patient_id = (select id from ris_patient where patient_id = ?)
                where exam_id = ?""", plan.own + "P9", plan.own + "E1"));
        assertThatThrownBy(this::freeze).isInstanceOf(PlanException.class)
                .hasMessageContaining("1 studies").hasMessageContaining(Long.toString(study))
                .hasMessageNotContaining(plan.own);
        assertThat(plan.some(sql -> new PlanVersions(sql).last())).isEmpty();
    }

    @Test
    void examThatIsGoneIsRefusedUntilTheStudyIsBackInReview() {
        plan.propose(plan.none(uid));
        plan.in(sql -> new WorkingDecisions(sql).decide(study, Answer.of(plan.own + "E1"), "kim", ""));
        plan.in(sql -> sql.update("delete from ris_exam where exam_id = ?", plan.own + "E1"));
        assertThatThrownBy(this::freeze).hasMessageContaining("no longer has");
        assertThat(plan.list(sql -> new WorkingDecisions(sql).reopenGone())).containsExactly(study);
        freeze();
        assertThat(plan.inForce(study).decision()).isEqualTo(PlanDecision.REVIEW);
    }

    @Test
    void combinedExamsAreOneEntryWithTheFirstAccession() {
        plan.exam("E2", "P1", "Nordahl", "RIS-2");
        plan.propose(plan.match(uid, "P1", "E1", "E2"));
        freeze();
        assertThat(plan.inForce(study).examId()).isEqualTo(plan.own + "E1\\" + plan.own + "E2");
        assertThat(plan.inForce(study).accession()).isEqualTo("RIS-1");
    }

    @Test
    void withoutDecisionsThereIsNothingToFreeze() {
        assertThatThrownBy(this::freeze).hasMessageContaining("reconcile match");
    }

    @Test
    void entryChangedBehindThePlansBackShows() {
        plan.propose(plan.match(uid, "P1", "E1"));
        int version = freeze().orElseThrow().version();
        assertThat(plan.list(sql -> new PlanVersions(sql).tampered())).isEmpty();
        plan.in(sql -> sql.update("update plan_entry set accession = 'RIS-9' where study_id = ?", study));
        assertThat(plan.list(sql -> new PlanVersions(sql).tampered())).containsExactly(version);
    }
}
