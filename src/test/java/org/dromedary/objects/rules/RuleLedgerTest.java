package org.dromedary.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Versions, judgements and uses in a real ledger, and the file that changes meanwhile. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RuleLedgerTest {

    @Inject
    RuleLedger rules;

    @Inject
    Ledger ledger;

    @Inject
    Incidents incidents;

    @Inject
    AuditLog audit;

    @Inject
    DataSource dataSource;

    private final Path folder = ServicesResource.newDataDir();

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private long series;

    @BeforeEach
    void seriesOfAStudy() {
        long id = ledger.upsertStudy(new StudyFound(study, null, "", null, "", study, LocalDate.of(2011, 2, 28), "", "",
                "Thorax", "CT", null, 1, 3));
        ledger.upsertSeries(id, List.of(new SeriesFound(study + ".1", "CT", "Thorax", "", "CT7", 3)));
        series = ledger.seriesOfStudy(id).get(0).id;
    }

    @Test
    void seriesIsSentByTheVersionThatItWasJudgedBy() {
        RuleSet version = Rules.one("{ modality: CT }", "[set: { StudyDescription: Kopf }]");
        Judgement judgement = new Judgement(version, Instant.parse("2026-03-01T12:00:00.123Z"),
                new SeriesFacts(true, 3));
        QuarkusTransaction.requiringNew().run(() -> rules.record(series, judgement,
                List.of(new RuleUse("one", RuleUse.CHANGED, 3))));
        Judgement kept = new RuleLedger(Sql.over(dataSource)).of(series).orElseThrow();
        assertThat(kept.rules().version()).isEqualTo(version.version());
        assertThat(kept.rules()).isNotSameAs(version);
        assertThat(kept.at()).isEqualTo(judgement.at());
        assertThat(kept.facts()).isEqualTo(judgement.facts());
        assertThat(rules.uses(series)).containsExactly(new RuleUse("one", RuleUse.CHANGED, 3));
        assertThat(rules.totals()).contains(new RuleUse("one", RuleUse.CHANGED, 3));
    }

    @Test
    void seriesThatIsJudgedAgainForgetsWhatWasBefore() {
        Judgement first = new Judgement(Rules.one("always", "dropObject"), Instant.now(), SeriesFacts.UNKNOWN);
        QuarkusTransaction.requiringNew().run(() -> rules.record(series, first,
                List.of(new RuleUse("one", "DROP_OBJECT", 3))));
        QuarkusTransaction.requiringNew().run(() -> rules.record(series,
                new Judgement(RuleSet.NONE, Instant.now(), SeriesFacts.UNKNOWN), List.of()));
        assertThat(rules.of(series)).isEqualTo(Optional.empty());
        assertThat(rules.uses(series)).isEmpty();
        assertThat(rules.get(first.rules().version()).version()).isEqualTo(first.rules().version());
    }

    @Test
    void deathIsWhatTheRisSaysOfTheOnePatientThatIsMeant() {
        Sql sql = Sql.over(dataSource);
        String patient = "D" + study.substring(4);
        sql.update("update patient set patient_id = ? where id = (select patient_id from study"
                + " where study_instance_uid = ?)", patient, study);
        assertThat(rules.facts(series, 3)).isEqualTo(new SeriesFacts(null, 3));
        sql.update("insert into ris_patient (patient_id, issuer, origin, updated_at, deceased) values (?, 'A', 'HL7',"
                + " utc_timestamp(3), true)", patient);
        assertThat(rules.facts(series, 3)).isEqualTo(new SeriesFacts(true, 3));
        sql.update("insert into ris_patient (patient_id, issuer, origin, updated_at, deceased) values (?, 'B', 'HL7',"
                + " utc_timestamp(3), false)", patient);
        assertThat(rules.facts(series, 3)).isEqualTo(new SeriesFacts(null, 3));
    }

    @Test
    void recordBelongsToATransition() {
        Judgement judgement = new Judgement(RuleSet.NONE, Instant.now(), SeriesFacts.UNKNOWN);
        assertThatThrownBy(() -> rules.record(series, judgement, List.of())).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> rules.get("000000000000")).hasMessageContaining("000000000000");
    }

    @Test
    void changedFileIsTakenWhenItIsValidAndTheOldRulesStayUntilThen() throws IOException {
        Path file = folder.resolve("rules.yaml");
        RulesInForce inForce = new RulesInForce(settings(file), incidents, audit);
        assertThat(inForce.now().isEmpty()).isTrue();
        write(file, text("CT"));
        RuleSet first = inForce.now();
        assertThat(first.names()).containsExactly("one");
        assertThat(inForce.now()).isSameAs(first);
        write(file, "rules: [ oops ]\n");
        assertThat(inForce.now()).isSameAs(first);
        assertThat(incidents.isOpen("RULES_INVALID", "stage:transcode")).isTrue();
        write(file, text("MR"));
        RuleSet second = inForce.now();
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(incidents.isOpen("RULES_INVALID", "stage:transcode")).isFalse();
        Files.writeString(file, text("US"));
        assertThat(inForce.now()).as("a file that is just being written").isSameAs(second);
        Files.delete(file);
        assertThat(inForce.now()).as("a file that is gone").isSameAs(second);
        assertThat(incidents.isOpen("RULES_INVALID", "stage:transcode")).isTrue();
        write(file, "rules: []\n");
        assertThat(inForce.now().isEmpty()).isTrue();
    }

    @Test
    void invalidFileAtTheStartIsNotTakenForNoRules() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "rules: 5\n");
        RulesInForce inForce = new RulesInForce(settings(file), incidents, audit);
        assertThatThrownBy(inForce::now).isInstanceOf(RuleException.class).hasMessageContaining("rules.yaml:1");
    }

    /** As it is some moments after it was written. */
    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    @Test
    void tableThatChangesMakesAnotherVersion() throws IOException {
        Path file = folder.resolve("rules.yaml");
        Files.writeString(folder.resolve("ids.csv"), "id\nA1\n");
        write(file, text("CT").replace("modality: CT", "PatientID: { in: { csv: ids.csv, column: id } }"));
        RulesInForce inForce = new RulesInForce(settings(file), incidents, audit);
        String first = inForce.now().version();
        Files.writeString(folder.resolve("ids.csv"), "id\nA1\nA2\n");
        assertThat(inForce.now().version()).isNotEqualTo(first);
    }

    @Test
    void inventoryTellsWhichSeriesConditionsHoldForAndWhatItDoesNotKnow() {
        RuleSet set = RuleSet.parse("""
                rules:
                  - {name: this, why: A, when: {StudyInstanceUID: %s, seriesObjects: {less: 4}}, do: dropObject}
                  - {name: others, why: A, when: {StudyInstanceUID: %s, modality: MR}, do: dropObject}
                  - {name: pixels, why: A, when: {BurnedInAnnotation: YES, modality: CT}, do: dropObject}
                """.formatted(study, study), null);
        InventoryRehearsal rehearsal = new InventoryRehearsal(set).run(Sql.over(dataSource), "OLDPACS");
        assertThat(rehearsal.counts()).containsExactly(new InventoryRehearsal.Count("this", 1, 1, 3),
                new InventoryRehearsal.Count("others", 0, 0, 0));
        assertThat(rehearsal.unknown()).isEqualTo(Map.of("pixels", List.of("BurnedInAnnotation")));
    }

    private static String text(String modality) {
        return """
                rules:
                  - name: one
                    why: A
                    when: { modality: %s }
                    do: dropObject
                """.formatted(modality);
    }

    private static RuleSettings settings(Path file) {
        return new RuleSettings() {
            @Override
            public String file() {
                return file.toString();
            }

            @Override
            public Map<String, HashKey> hashKeys() {
                return Map.of();
            }
        };
    }
}
