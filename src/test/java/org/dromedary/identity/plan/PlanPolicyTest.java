package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.dromedary.identity.plan.PlanPolicy.Course;
import org.dromedary.identity.plan.PlanPolicy.Subject;
import org.dromedary.operate.settings.Settings;
import org.dromedary.operate.settings.StartUpException;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import org.junit.jupiter.api.Test;

class PlanPolicyTest {

    private static final Subject OLD_CT = new Subject(LocalDate.of(2004, 5, 6), "CT", "CT1");
    private static final Subject NEW_US = new Subject(LocalDate.of(2024, 5, 6), "US", "US7");

    private static PlanPolicy policy(Map<String, String> given) {
        return new PlanPolicy(Settings.load(given).map(ReconcileSettings.class));
    }

    private static Optional<PlannedStudy> planned(PlanDecision decision) {
        return Optional.of(new PlannedStudy(1, 3, decision, "", "", "", null, "", "", "", "", "", "", "", "", "", ""));
    }

    private static Course course(PlanPolicy policy, Subject series, PlanDecision decision) {
        return policy.of(series, planned(decision)).course();
    }

    @Test
    void withoutSettingsReviewWaitsAndWhatTheRisDoesNotKnowPasses() {
        PlanPolicy policy = policy(Map.of());
        assertThat(course(policy, OLD_CT, PlanDecision.MATCH)).isEqualTo(Course.APPLY);
        assertThat(course(policy, OLD_CT, PlanDecision.REVIEW)).isEqualTo(Course.HOLD);
        assertThat(course(policy, OLD_CT, PlanDecision.NONE)).isEqualTo(Course.PASS);
        assertThat(course(policy, OLD_CT, PlanDecision.HOLD)).isEqualTo(Course.HOLD);
        assertThat(policy.of(OLD_CT, Optional.empty()).course()).isEqualTo(Course.HOLD);
    }

    @Test
    void everyVerdictButApplyNamesItsReasonAndTheVersion() {
        PlanPolicy policy = policy(Map.of("dromedary.reconcile.on-none", "quarantine"));
        assertThat(policy.of(OLD_CT, planned(PlanDecision.NONE))).satisfies(verdict -> {
            assertThat(verdict.course()).isEqualTo(Course.QUARANTINE);
            assertThat(verdict.reason()).isEqualTo("PLAN_NONE");
            assertThat(verdict.detail()).contains("version 3");
        });
        assertThat(policy.of(OLD_CT, Optional.empty()).reason()).isEqualTo("PLAN_LACKS_STUDY");
    }

    @Test
    void selectionDecidesForTheSeriesThatItDescribes() {
        PlanPolicy policy = policy(Map.of(
                "dromedary.reconcile.policy.old.to", "2010-12-31",
                "dromedary.reconcile.policy.old.on-review", "pass",
                "dromedary.reconcile.policy.us.modality", "US,XA",
                "dromedary.reconcile.policy.us.station", "US7",
                "dromedary.reconcile.policy.us.on-none", "hold"));
        assertThat(course(policy, OLD_CT, PlanDecision.REVIEW)).isEqualTo(Course.PASS);
        assertThat(course(policy, NEW_US, PlanDecision.REVIEW)).isEqualTo(Course.HOLD);
        assertThat(course(policy, NEW_US, PlanDecision.NONE)).isEqualTo(Course.HOLD);
        assertThat(course(policy, OLD_CT, PlanDecision.NONE)).isEqualTo(Course.PASS);
        assertThat(course(policy, new Subject(null, "CT", "CT1"), PlanDecision.REVIEW)).isEqualTo(Course.HOLD);
    }

    @Test
    void ofTwoSelectionsTheFirstByNameDecides() {
        PlanPolicy policy = policy(Map.of(
                "dromedary.reconcile.policy.b.modality", "CT", "dromedary.reconcile.policy.b.on-review", "pass",
                "dromedary.reconcile.policy.a.from", "2000-01-01",
                "dromedary.reconcile.policy.a.on-review", "quarantine"));
        assertThat(course(policy, OLD_CT, PlanDecision.REVIEW)).isEqualTo(Course.QUARANTINE);
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> policy(Map.of("dromedary.reconcile.on-review", "maybe")))
                .isInstanceOf(StartUpException.class).hasMessageContaining("PASS, HOLD, QUARANTINE");
    }
}
