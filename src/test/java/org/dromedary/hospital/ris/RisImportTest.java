package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.ris.RisImport.Counts;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;
import org.dromedary.identity.match.csv.CsvForm;
import org.dromedary.identity.match.csv.RisCsv;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RisImportTest {

    private static final LocalDateTime MONDAY = LocalDateTime.of(2024, 3, 4, 2, 0);

    @Inject
    DataSource dataSource;

    @Inject
    CoercionSettings coercion;

    @Inject
    Incidents incidents;

    @Inject
    Workers workers;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final String own = UUID.randomUUID().toString().substring(0, 8);

    private RisImport into(Origin origin, LocalDateTime asOf, Map<String, String> settings) {
        return new RisImport(Sql.over(dataSource), Settings.load(settings).map(RisSettings.class), coercion, origin,
                asOf);
    }

    private List<RisExam> exams() {
        return StreamSupport.stream(new RisLedger(Sql.over(dataSource)).exams().spliterator(), false)
                .filter(exam -> exam.examId().startsWith(own)).toList();
    }

    private Person survivor(String name) {
        return new RisLedger(Sql.over(dataSource)).survivor(own + name, "").orElseThrow();
    }

    private RisExam exam(int number, String lastName) {
        return new RisExam(own + "E" + number, "A" + number, own + "P" + number / 3, "", lastName, "Anna", "",
                "1970-01-31", "F", "2024-03-01 10:00", "CT", "THX", "Thorax", "CHEST", "REPORTED", "");
    }

    @Test
    void exportIsTakenInOnceHoweverOftenItComes() {
        List<RisExam> rows = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            rows.add(exam(i, "Berg"));
        }
        List<RisPatient> patients = List.of(
                new RisPatient(own + "OLD", "", own + "P1", List.of("N" + own), "Berg", "Anna", "", "", ""),
                new RisPatient(own + "P1", "", "", List.of(), "Berg", "Anna", "Lise", "1970-01-31", "F"));
        for (int i = 0; i < 2; i++) {
            Counts counts = into(Origin.CSV, MONDAY, Map.of()).run(rows, patients);
            assertThat(counts.exams()).isEqualTo(1200);
            assertThat(counts.older()).isZero();
            assertThat(counts.merges()).isEqualTo(1 - i);
        }
        assertThat(exams()).hasSize(1200);
        assertThat(survivor("OLD").middleName()).isEqualTo("Lise");
    }

    @Test
    void exportOfLastNightDoesNotUndoTheMessageOfThisMorning() {
        into(Origin.HL7, MONDAY.plusHours(6), Map.of()).run(List.of(exam(1, "Nyhus")), List.of());
        Counts counts = into(Origin.CSV, MONDAY, Map.of()).run(List.of(exam(1, "Gammel")), List.of());
        assertThat(counts.older()).isEqualTo(1);
        assertThat(survivor("P0").lastName()).isEqualTo("Nyhus");
    }

    @Test
    void rowWithoutPatientOrInACircleIsCountedAndLeftOut() {
        Counts counts = into(Origin.CSV, MONDAY, Map.of()).run(List.of(new RisExam(own + "E1", "A1", "", "", "", "", "",
                "", "", "", "", "", "", "", "", "")), List.of(
                new RisPatient(own + "A", "", own + "B", List.of(), "", "", "", "", ""),
                new RisPatient(own + "B", "", own + "A", List.of(), "", "", "", "", "")));
        assertThat(counts.unreadable()).isEqualTo(1);
        assertThat(counts.mergesRefused()).isEqualTo(1);
        assertThat(survivor("A").patientId()).isEqualTo(own + "B");
    }

    @Test
    void mergeIntoAnotherIssuersPatientStaysOne(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("patients.csv"), List.of(
                "patient_id,issuer,merged_into,merged_into_issuer", own + "1,NORTH," + own + "2,SOUTH",
                own + "2,NORTH,,", own + "3,SOUTH," + own + "2,"));
        into(Origin.CSV, MONDAY, Map.of()).run(List.of(), RisCsv.patients(file, CsvForm.PLAIN));
        assertThat(new RisLedger(Sql.over(dataSource)).patients()).filteredOn(row -> row.mergedInto().equals(own + "2"))
                .extracting(row -> row.issuer() + '>' + row.mergedIntoIssuer())
                .containsExactlyInAnyOrder("NORTH>SOUTH", "SOUTH>SOUTH");
    }

    @Test
    void csvFileIsReadByItsForm(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("exams.csv"), "exam_id,accession,patient_id,last_name,performed\n"
                + own + "E1,A1," + own + "P,Sørbø,2024-03-01 10:00\n");
        into(Origin.CSV, MONDAY, Map.of("dromedary.ris.issuer", "HOSP"))
                .run(RisCsv.exams(file, CsvForm.PLAIN), List.of());
        assertThat(exams()).singleElement().satisfies(exam -> {
            assertThat(exam.lastName()).isEqualTo("Sørbø");
            assertThat(exam.issuer()).isEqualTo("HOSP");
        });
    }

    private Map<String, String> database(String query) {
        return Map.of("dromedary.ris.jdbc.url", url, "dromedary.ris.jdbc.username", username,
                "dromedary.ris.jdbc.password", password, "dromedary.ris.jdbc.exams-query", query);
    }

    @Test
    void databaseOfTheRisIsReadByAliases() throws Exception {
        Map<String, String> settings = database("select '" + own + "E1' as EXAM_ID, '" + own + "P' as patient_id,"
                + " 'Berg' as last_name, date '1970-01-31' as birth_date, timestamp '2024-03-01 10:15:00' as performed,"
                + " 'A7' as accession, 'RP1' as requested_procedure_id, null as sex");
        Counts counts = new RisDatabase(Settings.load(settings).map(RisSettings.class).jdbc())
                .into(into(Origin.JDBC, MONDAY, settings));
        assertThat(counts.exams()).isEqualTo(1);
        assertThat(exams()).singleElement().satisfies(exam -> {
            assertThat(exam.birthDate()).isEqualTo("1970-01-31");
            assertThat(exam.performed()).isEqualTo("2024-03-01 10:15");
        });
        assertThat(Sql.over(dataSource).query("select requested_procedure_id from ris_exam where exam_id = ?",
                row -> row.getString(1), own + "E1")).containsExactly("RP1");
    }

    @Test
    void queryWithoutANeededColumnIsToldByItsName() {
        Map<String, String> settings = database("select 1 as exam_id");
        assertThatThrownBy(() -> new RisDatabase(Settings.load(settings).map(RisSettings.class).jdbc())
                .into(into(Origin.JDBC, MONDAY, settings))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patient_id");
    }

    @Test
    void databaseThatCanNotBeReadIsAnIncidentUntilItCan() {
        RisSettings away = Settings.load(database("select broken")).map(RisSettings.class);
        new RisRefresh(dataSource, away, coercion, incidents, workers).refresh();
        assertThat(incidents.isOpen("RIS_DATABASE", "ris")).isTrue();
        RisSettings there = Settings.load(database("select '" + own + "E1' as exam_id, '" + own + "P' as patient_id"))
                .map(RisSettings.class);
        new RisRefresh(dataSource, there, coercion, incidents, workers).refresh();
        assertThat(incidents.isOpen("RIS_DATABASE", "ris")).isFalse();
        assertThat(exams()).hasSize(1);
    }
}
