package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Ledger;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class WorkingDecisionsTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final String uid = TestPlan.uid();
    private TestPlan plan;
    private long study;

    @BeforeEach
    void studyInReview() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(uid, "1", "NORDAHL^ASE", "A1");
        plan.exam("E1", "P1", "Nordahl", "RIS-1");
        plan.exam("E2", "P2", "Nordahl", "RIS-2");
        plan.propose(plan.review(uid, "E1", "E2"));
    }

    private ReviewStudy now() {
        return plan.in(sql -> new Review(sql).study(study)).orElseThrow();
    }

    private boolean decide(String answer) {
        return plan.in(sql -> new WorkingDecisions(sql).decide(study, Answer.of(answer), "kim", "seen"));
    }

    @Test
    void matchingNeverOverwritesAPersonButRenewsWhatExplains() {
        assertThat(decide(plan.own + "E2")).isTrue();
        plan.propose(plan.match(uid, "P1", "E1"));
        assertThat(now().decision()).isEqualTo(PlanDecision.MATCH);
        assertThat(now().examId()).isEqualTo(plan.own + "E2");
        assertThat(now().patientId()).isEqualTo(plan.own + "P2");
        assertThat(now().decidedBy()).isEqualTo("kim");
        assertThat(now().score()).isEqualTo(21.5);
    }

    @Test
    void matchingFollowsItselfWhereNoPersonDecided() {
        plan.propose(plan.match(uid, "P1", "E1"));
        assertThat(now().decision()).isEqualTo(PlanDecision.MATCH);
        plan.propose(plan.none(uid));
        assertThat(now().decision()).isEqualTo(PlanDecision.NONE);
        assertThat(now().examId()).isEmpty();
    }

    @Test
    void studyGivenBackIsDecidedByMatchingAgain() {
        decide("hold");
        assertThat(decide("review")).isTrue();
        assertThat(now().byPerson()).isFalse();
        plan.propose(plan.match(uid, "P1", "E1"));
        assertThat(now().decision()).isEqualTo(PlanDecision.MATCH);
    }

    @Test
    void sameAnswerAgainChangesNothing() {
        assertThat(decide("none")).isTrue();
        assertThat(decide("none")).isFalse();
        assertThat(decide("hold")).isTrue();
    }

    @Test
    void examsOfTwoPatientsAreNoAnswerUntilTheyAreMerged() {
        String both = plan.own + "E1\\" + plan.own + "E2";
        assertThatThrownBy(() -> decide(both)).hasMessageContaining("several patients");
        plan.merge("P1", "P2");
        assertThat(decide(both)).isTrue();
        assertThat(now().patientId()).isEqualTo(plan.own + "P2");
    }

    @Test
    void unknownExamAndUnknownStudyAreRefused() {
        assertThatThrownBy(() -> decide("E9")).isInstanceOf(PlanException.class)
                .hasMessageContaining("no exam").hasMessageNotContaining("E9");
        assertThatThrownBy(() -> plan.in(sql -> new WorkingDecisions(sql).decide(-1, Answer.of("none"), "kim", "")))
                .hasMessageContaining("no study -1");
        assertThat(now().decision()).isEqualTo(PlanDecision.REVIEW);
    }

    @Test
    void reviewShowsWhatDiffers() {
        assertThat(now().candidates()).hasSize(2);
        assertThat(now().pacs().birthDate()).isEqualTo("1968.10.16");
        assertThat(now().pacs().studyId()).isEqualTo("S1");
        assertThat(now().pacs().institution()).isEqualTo("Old Hospital");
        assertThat(now().differs(now().candidates().get(0).exam())).containsExactly("patient_id", "accession");
    }

    @Test
    void pageBeginsBehindAStudyAndHoldsOnlyWhatIsAskedFor() {
        long second = plan.study(TestPlan.uid(), "2", "BERG^LARS", "A2");
        plan.in(sql -> new WorkingDecisions(sql).decide(second, Answer.of("hold"), "kim", ""));
        assertThat(plan.list(sql -> new Review(sql).page(null, study, 10))).extracting(ReviewStudy::id)
                .containsExactly(second);
        assertThat(plan.list(sql -> new Review(sql).page(PlanDecision.REVIEW, 0, 10))).extracting(ReviewStudy::id)
                .containsExactly(study);
    }
}
