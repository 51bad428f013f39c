package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.dromedary.hospital.ris.RisLedger;
import org.dromedary.identity.match.MatchRules;
import org.dromedary.identity.plan.LedgerMatch.Result;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Ledger;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class LedgerMatchTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private TestPlan plan;
    private long study;

    @BeforeEach
    void studyWhoseExamTheRisHas() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(TestPlan.uid(), "P1", "NORDAHL^ASE", plan.own);
        plan.exam("E1", "P1", "Nordahl", plan.own);
    }

    private Result match() {
        return plan.in(sql -> {
            RisLedger ris = new RisLedger(sql);
            return new LedgerMatch(sql).run(MatchRules.load(null), ris.exams(), ris.patients(), "kim");
        });
    }

    private ReviewStudy now() {
        return plan.some(sql -> new Review(sql).study(study)).orElseThrow();
    }

    @Test
    void everyStudyOfTheLedgerHasADecisionAndTheRunIsOnRecord() {
        Result result = match();
        long studies = plan.in(sql -> sql.query("select count(*) from study", row -> row.getLong(1)).get(0));
        long decided = plan.in(sql -> sql.query("select count(*) from study_match", row -> row.getLong(1)).get(0));
        assertThat(result.summary().studies()).isEqualTo(studies).isEqualTo(decided);
        assertThat(plan.list(sql -> sql.query("select rules from match_run order by id desc limit 1",
                row -> row.getString(1)))).containsExactly(MatchRules.load(null).text());
    }

    @Test
    void secondRunChangesNothingThatTheFirstDecided() {
        match();
        ReviewStudy first = now();
        match();
        assertThat(now()).isEqualTo(first);
    }

    @Test
    void personsDecisionStandsUntilItsExamIsGone() {
        plan.in(sql -> new WorkingDecisions(sql).decide(study, Answer.of(plan.own + "E1"), "kim", ""));
        assertThat(match().byPerson()).isEqualTo(1);
        assertThat(now().decidedBy()).isEqualTo("kim");
        plan.in(sql -> sql.update("delete from ris_exam where exam_id = ?", plan.own + "E1"));
        assertThat(match().reopened()).containsExactly(study);
        assertThat(now().byPerson()).isFalse();
        assertThat(now().decision()).isNotEqualTo(PlanDecision.MATCH);
    }
}
