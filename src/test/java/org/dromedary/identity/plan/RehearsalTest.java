package org.dromedary.identity.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.identity.plan.AttributeChange.Kind;
import org.dromedary.identity.plan.Rehearsal.Outcome;
import org.dromedary.identity.plan.Rehearsal.Sample;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.operate.settings.Settings;
import org.dromedary.pipeline.reconcile.ReconcileSettings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RehearsalTest {

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    private final Path folder = ServicesResource.newDataDir();

    private final String uid = TestPlan.uid();
    private TestPlan plan;
    private long study;

    @BeforeEach
    void studyWithTwoSeries() {
        plan = new TestPlan(dataSource, ledger);
        study = plan.study(uid, "1", "NORDAHL^ASE", "RIS1");
        ledger.upsertSeries(study, List.of(new SeriesFound(uid + ".1", "CT", "", "", "CT1", 3),
                new SeriesFound(uid + ".2", "SR", "", "", "CT1", 1)));
        plan.exam("E1", "P1", "Nordahl", "RIS-1");
    }

    private Outcome rehearse(PlanSource source, String... given) {
        Settings settings = Settings.load(given.length == 0 ? Map.of() : Map.of(given[0], given[1]));
        return plan.in(sql -> new Rehearsal(sql, source, settings.map(CoercionSettings.class),
                new PlanPolicy(settings.map(ReconcileSettings.class))).run());
    }

    private List<Sample> ofStudy(Outcome outcome, String studyUid) {
        return outcome.samples().stream().filter(sample -> sample.studyUid().equals(studyUid)).toList();
    }

    @AfterEach
    void removeFolder() {
        ServicesResource.delete(folder);
    }

    @Test
    void draftAndFrozenPlanSayTheSameAndNeitherChangesAnything() {
        plan.propose(plan.match(uid, "P1", "E1"));
        Outcome draft = rehearse(PlanSource.DRAFT);
        plan.in(sql -> new Freezing(sql).freeze("kim", ""));
        Outcome frozen = rehearse(PlanSource.IN_FORCE);
        assertThat(frozen.changes()).isEqualTo(draft.changes());
        assertThat(frozen.series()).isEqualTo(draft.series());
        assertThat(frozen.samples()).isEqualTo(draft.samples());
        assertThat(plan.inForce(study).patientName()).isEqualTo("Nordahl^Åse");
    }

    @Test
    void kindsOfChangeAreToldApart() {
        plan.propose(plan.match(uid, "P1", "E1"));
        Outcome outcome = rehearse(PlanSource.DRAFT);
        assertThat(outcome.changes()).containsEntry("(0010,0020) PatientID", Map.of(Kind.REPLACED, 1L))
                .containsEntry("(0010,0021) IssuerOfPatientID", Map.of(Kind.ADDED, 1L))
                .containsEntry("(0010,0010) PatientName", Map.of(Kind.FORMAT, 1L))
                .containsEntry("(0010,0030) PatientBirthDate", Map.of(Kind.FORMAT, 1L))
                .containsEntry("(0008,0050) AccessionNumber", Map.of(Kind.FORMAT, 1L))
                .doesNotContainKey("(0010,0040) PatientSex");
        assertThat(ofStudy(outcome, uid)).contains(
                new Sample("(0010,0010) PatientName", "FORMAT", uid, "NORDAHL^ASE", "Nordahl^Åse"));
        assertThat(rehearse(PlanSource.DRAFT, "dromedary.coercion.patient-name", "false").changes())
                .doesNotContainKey("(0010,0010) PatientName");
    }

    @Test
    void seriesAreCountedByWhatThePoliciesMakeOfThem() {
        plan.propose(plan.review(uid, "E1"));
        assertThat(rehearse(PlanSource.DRAFT).series().get("REVIEW")).containsExactly(Map.entry("HOLD", 2L));
        assertThat(rehearse(PlanSource.DRAFT, "dromedary.reconcile.on-review", "pass").series().get("REVIEW"))
                .containsExactly(Map.entry("PASS", 2L));
    }

    @Test
    void differentPersonIsAnAlarm() {
        plan.exam("E9", "P9", "Lindqvist", "RIS-9");
        plan.in(sql -> sql.update("update ris_patient set first_name = 'Tor', birth_date = '1990-01-02'"
                + " where patient_id = ?", plan.own + "P9"));
        plan.propose(plan.match(uid, "P9", "E9"));
        Outcome outcome = rehearse(PlanSource.DRAFT);
        assertThat(outcome.alarms()).containsEntry("OTHER_PERSON", 1L);
        assertThat(ofStudy(outcome, uid)).anyMatch(sample -> sample.what().equals("OTHER_PERSON"));
    }

    @Test
    void patientIdThatAnotherPersonKeepsIsACollisionUntilHeGetsHisOwn() {
        String others = TestPlan.uid();
        long stays = plan.study(others, "P1", "LINDQVIST^TOR", "X");
        plan.in(sql -> sql.update("update study set patient_birth_date = '19900102' where id = ?", stays));
        plan.exam("E9", "P9", "Lindqvist", "RIS-9");
        plan.propose(plan.match(uid, "P1", "E1"), plan.none(others));
        assertThat(rehearse(PlanSource.DRAFT).alarms()).containsEntry("COLLISION", 1L);
        plan.propose(plan.match(others, "P9", "E9"));
        assertThat(rehearse(PlanSource.DRAFT).alarms()).containsEntry("COLLISION", 0L);
    }

    @Test
    void accessionOfSeveralStudiesAndValuesThatDicomDoesNotAllowAreCounted() {
        String second = TestPlan.uid();
        plan.study(second, "1", "NORDAHL^ASE", "RIS1");
        plan.exam("E1", "P1", "Nordahl", "RIS-1-IS-MUCH-TOO-LONG");
        plan.in(sql -> sql.update("update ris_exam set accession = 'RIS-1-IS-MUCH-TOO-LONG' where exam_id = ?",
                plan.own + "E1"));
        plan.propose(plan.match(uid, "P1", "E1"), plan.match(second, "P1", "E1"));
        Outcome outcome = rehearse(PlanSource.DRAFT);
        assertThat(outcome.sharedAccessions()).isEqualTo(1);
        assertThat(outcome.studiesSharing()).isEqualTo(2);
        assertThat(outcome.alarms()).containsEntry("UNWRITABLE", 2L);
    }

    @Test
    void tableHasCountsOnlyAndFilesHaveExamples() throws IOException {
        plan.propose(plan.match(uid, "P1", "E1"));
        Outcome outcome = rehearse(PlanSource.DRAFT);
        assertThat(RehearsalText.table(outcome)).contains("(0010,0020) PatientID").doesNotContain("NORDAHL");
        for (String name : List.of("r.csv", "r.html", "r.json")) {
            Path file = folder.resolve(name);
            RehearsalText.write(outcome, file);
            assertThat(Files.readString(file)).contains("NORDAHL^ASE").contains("Nordahl^Åse").contains(uid);
        }
        assertThat(new ObjectMapper().readTree(folder.resolve("r.json").toFile()).at("/decisions/MATCH").asInt())
                .isEqualTo(1);
        assertThatThrownBy(() -> RehearsalText.write(outcome, folder.resolve("r.txt")))
                .isInstanceOf(PlanException.class);
    }
}
