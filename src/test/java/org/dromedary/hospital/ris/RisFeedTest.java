package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RisFeedTest {

    @Inject
    DataSource dataSource;

    @Inject
    RisFeed feed;

    @Inject
    CoercionSettings coercion;

    @Inject
    OrderPriority priority;

    private final String own = UUID.randomUUID().toString().substring(0, 8);

    private RisFeed with(Map<String, String> settings) {
        return new RisFeed(dataSource, Settings.load(settings).map(RisSettings.class), coercion, priority);
    }

    private static String msh(String type, String time) {
        return "MSH|^~\\&|RIS|HOSP|DROMEDARY|HOSP|" + time + "||" + type + "|1|P|2.5.1\r";
    }

    private void take(String type, String time, String... segments) throws Hl7FormatException {
        take(feed, type, time, segments);
    }

    private static void take(RisFeed into, String type, String time, String... segments) throws Hl7FormatException {
        into.take(1, Hl7Message.parse(msh(type, time) + String.join("\r", segments)), new Outcome());
    }

    private Person person(String name) {
        return person(name, "HOSP");
    }

    private Person person(String name, String issuer) {
        return new RisLedger(Sql.over(dataSource)).survivor(own + name, issuer).orElseThrow();
    }

    private String pid(String name, String rest) {
        return "PID|1||" + own + name + "^^^HOSP^MR||" + rest;
    }

    private RisExam exam(String examId) {
        return StreamSupport.stream(new RisLedger(Sql.over(dataSource)).exams().spliterator(), false)
                .filter(exam -> exam.examId().equals(own + examId)).findFirst().orElseThrow();
    }

    private String column(String examId, String column) {
        return Sql.over(dataSource).query("select " + column + " from ris_exam where exam_id = ?",
                row -> row.getString(1), own + examId).get(0);
    }

    @Nested
    class OfPatients {

        @Test
        void emptyFieldKeepsAValueAndTheNullOfHl7DeletesIt() throws Exception {
            take("ADT^A04", "20240301080000", pid("1", "Testmann^Anna^Maria||19561203|F"));
            take("ADT^A08", "20240302080000", pid("1", "Testmann^Anna^Maria"));
            assertThat(person("1").birthDate()).isEqualTo(LocalDate.of(1956, 12, 3));
            take("ADT^A08", "20240303080000", pid("1", "Testmann^Anna||\"\"|U"));
            assertThat(person("1").birthDate()).isNull();
            assertThat(person("1").sex()).isEmpty();
            assertThat(person("1").dicomName()).isEqualTo("Testmann^Anna");
        }

        @Test
        void messageThatComesLateDoesNotUndoANewerOne() throws Exception {
            take("ADT^A08", "20240302080000", pid("1", "Nyhus^Anna||19561203|F"));
            take("ADT^A04", "20240301080000", pid("1", "Gammel^Anna||19561203|F"));
            assertThat(person("1").lastName()).isEqualTo("Nyhus");
        }

        @Test
        void deathIsKeptUntilTheRisTakesItBack() throws Exception {
            take("ADT^A04", "20240301080000", pid("1", "Berg^Anna"));
            assertThat(deceased("1")).isNull();
            take("ADT^A08", "20240302080000", pid("1", "Berg^Anna" + "|".repeat(24) + "20240301"));
            assertThat(deceased("1")).isTrue();
            take("ADT^A08", "20240303080000", pid("1", "Berg^Anna"));
            assertThat(deceased("1")).isTrue();
            take("ADT^A08", "20240301080000", pid("1", "Berg^Anna" + "|".repeat(25) + "N"));
            assertThat(deceased("1")).as("an older message").isTrue();
            take("ADT^A08", "20240304080000", pid("1", "Berg^Anna" + "|".repeat(25) + "N"));
            assertThat(deceased("1")).isFalse();
        }

        private Boolean deceased(String name) {
            return Sql.over(dataSource).query("select deceased from ris_patient where id = ?",
                    row -> row.getObject(1, Boolean.class), person(name).id()).get(0);
        }

        @Test
        void timesAreComparedAcrossTimeZones() throws Exception {
            take("ADT^A08", "20240301100000+0000", pid("1", "Nyhus^Anna"));
            take("ADT^A08", "20240301104500+0100", pid("1", "Gammel^Anna"));
            assertThat(person("1").lastName()).isEqualTo("Nyhus");
        }

        @Test
        void yearOrMonthIsNoBirthDate() throws Exception {
            take("ADT^A04", "20240301080000", pid("1", "Berg^Anna||1956|F"));
            take("ADT^A04", "20240301080000", pid("2", "Berg^Anna||195612|F"));
            take("ADT^A04", "20240301080000", pid("3", "Berg^Anna||19561203101500|F"));
            assertThat(person("1").birthDate()).isNull();
            assertThat(person("2").birthDate()).isNull();
            assertThat(person("3").birthDate()).isEqualTo(LocalDate.of(1956, 12, 3));
        }

        @Test
        void medicalRecordNumberIsThePatientIdUnlessTheSettingsNameAnAuthority() throws Exception {
            String pid = "PID|1||" + own + "V^^^ED^AN~" + own + "N^^^NAT^NI~" + own + "M^^^HOSP^MR||Berg^Anna";
            take("ADT^A04", "20240301080000", pid);
            assertThat(person("M").lastName()).isEqualTo("Berg");
            take(with(Map.of("dromedary.ris.issuer", "NAT,HOSP")), "ADT^A04", "20240301080000", pid);
            assertThat(person("N", "NAT").lastName()).isEqualTo("Berg");
            assertThat(Sql.over(dataSource).query("select 1 from ris_patient where patient_id = ?", row -> 1,
                    own + "V")).isEmpty();
        }

        @Test
        void oldVersionsNameThePatientInPid2() throws Exception {
            take("ADT^A04", "19980301080000", "PID|1|" + own + "X|||Berg^Anna||19561203|F");
            assertThat(person("X", "").lastName()).isEqualTo("Berg");
        }

        @Test
        void messageWithoutAnyIdentifierFails() {
            assertThatThrownBy(() -> take("ADT^A04", "20240301080000", "PID|1||||Berg^Anna"))
                    .isInstanceOf(Hl7FormatException.class).hasMessage("PID names no patient");
            assertThatThrownBy(() -> take("ADT^A04", "20240301080000", "PV1|1"))
                    .isInstanceOf(Hl7FormatException.class).hasMessageContaining("no PID");
        }
    }

    @Nested
    class OfMerges {

        @Test
        void everyPairOfAMessageIsMerged() throws Exception {
            take("ADT^A40", "20240301080000", pid("B", "Berg^Anna"), "MRG|" + own + "A^^^HOSP^MR",
                    pid("D", "Dahl^Bo"), "MRG|" + own + "C^^^HOSP^MR");
            assertThat(person("A").identity().patientId()).isEqualTo(own + "B");
            assertThat(person("C").lastName()).isEqualTo("Dahl");
        }

        @Test
        void mergeIsWithinOneAuthority() throws Exception {
            take("ADT^A40", "20240301080000",
                    "PID|1||" + own + "B^^^HOSP&1.2.3&ISO^MR~" + own + "N^^^NAT^NI||Berg^Anna",
                    "MRG|" + own + "O^^^NAT^NI~" + own + "A^^^HOSP&1.2.3&ISO");
            assertThat(person("A").identity().patientId()).isEqualTo(own + "B");
            assertThat(Sql.over(dataSource).query("select 1 from ris_patient where patient_id = ?", row -> 1,
                    own + "O")).isEmpty();
        }

        @Test
        void changeOfAnIdentifierIsAMergeToo() throws Exception {
            take("ADT^A04", "20240301080000", pid("A", "Berg^Anna"));
            take("ADT^A47", "20240302080000", pid("B", "Berg^Anna"), "MRG|" + own + "A^^^HOSP^MR");
            assertThat(person("A").identity().patientId()).isEqualTo(own + "B");
        }

        @Test
        void circleFailsAndIsNotFollowed() throws Exception {
            take("ADT^A40", "20240301080000", pid("B", "Berg^Anna"), "MRG|" + own + "A^^^HOSP^MR");
            assertThatThrownBy(() -> take("ADT^A40", "20240302080000", pid("A", "Berg^Anna"),
                    "MRG|" + own + "B^^^HOSP^MR")).isInstanceOf(Hl7FormatException.class)
                    .hasMessageContaining("not followed");
            assertThat(person("A").identity().patientId()).isEqualTo(own + "B");
        }

        private List<Hl7Message> broken(String name) throws IOException, Hl7FormatException {
            Path file = Corpus.file("hl7/broken/" + name);
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return List.of(text.split("(?=MSH\\|)")).stream().filter(part -> !part.isBlank()).map(part -> {
                try {
                    return Hl7Message.parse(part);
                } catch (Hl7FormatException e) {
                    throw new IllegalStateException(e);
                }
            }).toList();
        }

        @Test
        void awkwardMergesOfTheCorpusEndAsTheyMust() throws Exception {
            for (Hl7Message message : broken("syn-a40-chain.hl7")) {
                feed.take(1, message, new Outcome());
            }
            assertThat(new RisLedger(Sql.over(dataSource)).survivor("A1", "HOSP").orElseThrow().patientId())
                    .isEqualTo("C3");
            assertThatThrownBy(() -> feed.take(1, broken("syn-a40-self-merge.hl7").get(0), new Outcome()))
                    .isInstanceOf(Hl7FormatException.class).hasMessageContaining("into the same patient");
            assertThatThrownBy(() -> feed.take(1, broken("syn-a40-without-mrg.hl7").get(0), new Outcome()))
                    .isInstanceOf(Hl7FormatException.class).hasMessageContaining("merges nobody");
            feed.take(1, broken("syn-multi-pid3.hl7").get(0), new Outcome());
            assertThat(new RisLedger(Sql.over(dataSource)).survivor("0004711", "HOSP").orElseThrow().lastName())
                    .isEqualTo("Testmann");
        }
    }

    @Nested
    class OfOrders {

        @Test
        void imagingOrderBecomesAnExam() throws Exception {
            take("OMI^O23", "20060202100000", pid("1", "Berg^Anna||20011030|M"),
                    "PV1|1|O||||||77^Doktor&von^Grete^B^Jr^Dr",
                    "ORC|NW|" + own + "O1^RIS|F1^RIS||SC", "TQ1|1||||||20060203100000||R",
                    "OBR|1|" + own + "O1^RIS|F1^RIS|CTTHX^CT thorax^L",
                    "IPC|A100^HOSP|RP7|1.2.840.99.7|SPS1|CT");
            assertThat(exam("O1")).isEqualTo(new RisExam(own + "O1", "A100", own + "1", "HOSP", "Berg", "Anna", "",
                    "2001-10-30", "M", "2006-02-03 10:00", "CT", "CTTHX", "CT thorax", "", "SCHEDULED",
                    "1.2.840.99.7"));
            assertThat(column("O1", "requested_procedure_id")).isEqualTo("RP7");
            assertThat(column("O1", "accession_issuer")).isEqualTo("HOSP");
            assertThat(column("O1", "referring_physician")).isEqualTo("Doktor^Grete^B^Dr^Jr");
        }

        @Test
        void generalOrderHasItsNumbersInObrAndItsStudyInZds() throws Exception {
            take("ORM^O01", "20060202100000", pid("1", "Berg^Anna"), "ORC|NW|" + own + "O1|F1",
                    "OBR|1|" + own + "O1|F1|THX^Thorax||||||||||||||A200|RP8|||||MR||||||||||||20060205083000",
                    "ZDS|1.2.840.99.8^100^Application^DICOM");
            assertThat(exam("O1").accession()).isEqualTo("A200");
            assertThat(exam("O1").modality()).isEqualTo("MR");
            assertThat(exam("O1").performed()).isEqualTo("2006-02-05 08:30");
            assertThat(exam("O1").studyUid()).isEqualTo("1.2.840.99.8");
        }

        @Test
        void twoExamsOfOnePlacerNumberAreKeptApart() throws Exception {
            take("ORM^O01", "20060202100000", pid("1", "Berg^Anna"), "ORC|NW|" + own + "O1|",
                    "OBR|1|" + own + "O1||THX^Thorax||||||||||||||A1",
                    "OBR|2|" + own + "O1||ABD^Abdomen||||||||||||||A2");
            assertThat(exam("O1").accession()).isEqualTo("A1");
            assertThat(exam("O1/A2").procedureCode()).isEqualTo("ABD");
        }

        @Test
        void resultFindsItsExamByNumberOrAccessionAndSaysWhenItWasDone() throws Exception {
            take("ORM^O01", "20060202100000", pid("1", "Berg^Anna"), "ORC|NW|" + own + "O1|" + own + "F1",
                    "OBR|1|" + own + "O1|" + own + "F1|THX^Thorax|||20060205083000");
            take("ORU^R01", "20060206100000", pid("1", "Berg^Anna"),
                    "OBR|1||" + own + "F1|THX^Thorax|||20060205091500||||||||||||||||||F", "OBX|1|TX|||Fri");
            assertThat(exam("O1").status()).isEqualTo("REPORTED");
            assertThat(exam("O1").performed()).isEqualTo("2006-02-05 09:15");
            take("ORM^O01", "20060207100000", pid("1", "Berg^Anna"), "ORC|XO|" + own + "O1|" + own + "F1",
                    "OBR|1|" + own + "O1|" + own + "F1|THX^Thorax|||20060209083000");
            assertThat(exam("O1").performed()).isEqualTo("2006-02-05 09:15");
        }

        @Test
        void resultOfAnExamThatNobodyOrderedMakesNone() throws Exception {
            take("ORU^R01", "20060206100000", pid("1", "Berg^Anna"), "OBR|1|" + own + "LAB|X|HB^Haemoglobin");
            assertThat(Sql.over(dataSource).query("select 1 from ris_exam where exam_id = ?", row -> 1, own + "LAB"))
                    .isEmpty();
        }

        @Test
        void cancelledOrderIsCancelled() throws Exception {
            take("ORM^O01", "20060202100000", pid("1", "Berg^Anna"), "ORC|NW|" + own + "O1|", "OBR|1|" + own + "O1||T");
            take("ORM^O01", "20060203100000", pid("1", "Berg^Anna"), "ORC|CA|" + own + "O1|", "OBR|1|" + own + "O1||T");
            assertThat(exam("O1").status()).isEqualTo("CANCELLED");
        }
    }

    @Test
    void timesOfAnotherZoneBecomeTheHospitalsOwn() {
        Hl7Times times = new Hl7Times(ZoneId.of("Europe/Oslo"));
        assertThat(times.local("20240301083000+0000")).isEqualTo(LocalDateTime.of(2024, 3, 1, 9, 30));
        assertThat(times.local("202403010830")).isEqualTo(LocalDateTime.of(2024, 3, 1, 8, 30));
        assertThat(times.local("20240301")).isEqualTo(LocalDateTime.of(2024, 3, 1, 0, 0));
        assertThat(times.sent("20240301083000", LocalDateTime.of(2030, 1, 1, 0, 0))).isEqualTo(LocalDateTime.of(2024,
                3, 1, 7, 30));
        for (String none : Set.of("", "2024", "202403", "20240230", "20240301999999", "\"\"", "yesterday")) {
            assertThat(times.local(none)).as(none).isNull();
        }
    }

    @Test
    void settingsOfOneGroupStandBesideThoseOfAnother() {
        assertThat(Settings.load(Map.of("dromedary.ris.jdbc.url", "jdbc:mariadb://127.0.0.1/ris",
                "dromedary.ris.csv.delimiter", ";", "dromedary.ris.on-change", "resend")).map(RisSettings.class)
                .onChange()).isEqualTo(RisSettings.OnChange.RESEND);
    }
}
