package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.dromedary.hospital.ris.RisLedger.Merged;
import org.dromedary.identity.match.RisExam;
import org.dromedary.identity.match.RisPatient;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class RisLedgerTest {

    private static final LocalDateTime MONDAY = LocalDateTime.of(2024, 3, 4, 8, 0);
    private static final LocalDateTime TUESDAY = MONDAY.plusDays(1);

    @Inject
    DataSource dataSource;

    /** Patients of this test alone. */
    private final String own = UUID.randomUUID().toString().substring(0, 8);

    private <T> T ris(Function<RisLedger, T> work) {
        return QuarkusTransaction.requiringNew().call(() -> work.apply(new RisLedger(Sql.over(dataSource))));
    }

    private Identity id(String name) {
        return new Identity(own + name, "HOSP");
    }

    private static PatientRecord patient(Identity identity, String lastName, String birthDate) {
        return new PatientRecord(identity, List.of(), lastName, "Anna", null, birthDate, "F");
    }

    private void put(PatientRecord record, LocalDateTime asOf) {
        ris(ledger -> ledger.putPatients(List.of(record), Origin.HL7, asOf));
    }

    private Merged merge(String from, String to, LocalDateTime asOf) {
        return ris(ledger -> ledger.merge(id(from), id(to), Origin.HL7, asOf));
    }

    private Person survivor(String name) {
        return survivorOf(id(name));
    }

    private ExamRecord exam(String examId, Identity identity, LocalDateTime time, boolean scheduled, String status) {
        return new ExamRecord(own + examId, PatientRecord.bare(identity), "A" + own, null, null, time, scheduled, "CT",
                null, "Thorax", null, status, null, null, null);
    }

    private int put(ExamRecord record, LocalDateTime asOf) {
        return ris(ledger -> ledger.putExams(List.of(record), Origin.HL7, asOf));
    }

    private List<RisExam> exams() {
        return ris(ledger -> StreamSupport.stream(ledger.exams().spliterator(), false)
                .filter(exam -> exam.examId().startsWith(own)).toList());
    }

    private List<RisPatient> patients() {
        return ris(ledger -> StreamSupport.stream(ledger.patients().spliterator(), false)
                .filter(patient -> patient.patientId().startsWith(own)).toList());
    }

    private Person survivorOf(Identity identity) {
        return ris(ledger -> ledger.survivor(identity.patientId(), identity.issuer())).orElseThrow();
    }

    @Nested
    class OfPatients {

        @Test
        void newerWordStandsWhateverTheOrderOfArrival() {
            put(patient(id("1"), "Nyhus", "1970-01-31"), TUESDAY);
            put(patient(id("1"), "Gammel", "1960-01-31"), MONDAY);
            assertThat(survivor("1").lastName()).isEqualTo("Nyhus");
            assertThat(survivor("1").birthDate()).isEqualTo(LocalDate.of(1970, 1, 31));
        }

        @Test
        void sameWordTwiceIsOneRow() {
            put(patient(id("1"), "Berg", "1970-01-31"), MONDAY);
            put(patient(id("1"), "Berg", "1970-01-31"), MONDAY);
            assertThat(patients()).containsExactly(new RisPatient(own + "1", "HOSP", "", List.of(), "Berg", "Anna", "",
                            "1970-01-31", "F"));
        }

        @Test
        void silenceKeepsAValueAndAnEmptyOneTakesItAway() {
            put(patient(id("1"), "Berg", "1970-01-31"), MONDAY);
            put(patient(id("1"), null, null), TUESDAY);
            assertThat(survivor("1").lastName()).isEqualTo("Berg");
            assertThat(survivor("1").birthDate()).isNotNull();
            put(patient(id("1"), null, ""), TUESDAY);
            assertThat(survivor("1").birthDate()).isNull();
        }

        @Test
        void exportWithoutIssuersMeansThePatientsOfTheMessages() {
            put(patient(id("1"), "Berg", null), MONDAY);
            put(patient(new Identity(own + "1", ""), "Berg", "1970-01-31"), TUESDAY);
            assertThat(survivor("1").birthDate()).isNotNull();
            put(patient(new Identity(own + "2", ""), "Dahl", null), MONDAY);
            put(patient(id("2"), "Dahl", "1980-01-31"), TUESDAY);
            assertThat(survivorOf(new Identity(own + "2", "")).issuer()).isEqualTo("HOSP");
        }

        @Test
        void sameNumberOfTwoIssuersIsTwoPatients() {
            put(patient(id("1"), "Berg", null), MONDAY);
            put(patient(new Identity(own + "1", "OTHER"), "Dahl", null), MONDAY);
            assertThat(survivor("1").lastName()).isEqualTo("Berg");
            assertThat(survivorOf(new Identity(own + "1", "OTHER")).lastName()).isEqualTo("Dahl");
        }

        @Test
        void nameBecomesADicomNameWithoutWhatPartsItsComponents() {
            put(new PatientRecord(id("1"), List.of(), "Berg^Dahl", "Anna=Lise", null, null, null), MONDAY);
            assertThat(survivor("1").dicomName()).isEqualTo("Berg Dahl^Anna Lise");
        }
    }

    @Nested
    class OfMerges {

        @Test
        void mergeChainEndsAtItsSurvivor() {
            assertThat(merge("A1", "B2", MONDAY)).isEqualTo(Merged.DONE);
            assertThat(merge("B2", "C3", TUESDAY)).isEqualTo(Merged.DONE);
            assertThat(survivor("A1").identity()).isEqualTo(id("C3"));
            Set<Identity> same = ris(ledger -> ledger.identities(survivor("C3")));
            assertThat(same).containsExactlyInAnyOrder(id("A1"), id("B2"), id("C3"));
        }

        @Test
        void cycleAndSelfMergeAreNotFollowed() {
            merge("A1", "B2", MONDAY);
            merge("B2", "C3", MONDAY);
            assertThat(merge("C3", "A1", TUESDAY)).isEqualTo(Merged.CYCLE);
            assertThat(merge("C3", "C3", TUESDAY)).isEqualTo(Merged.SELF);
            assertThat(survivor("A1").identity()).isEqualTo(id("C3"));
        }

        @Test
        void mergeThatComesAgainChangesNothing() {
            merge("A1", "B2", MONDAY);
            merge("B2", "C3", TUESDAY);
            assertThat(merge("A1", "B2", MONDAY)).isEqualTo(Merged.ALREADY);
            assertThat(merge("A1", "C3", TUESDAY)).isEqualTo(Merged.ALREADY);
            assertThat(survivor("A1").identity()).isEqualTo(id("C3"));
        }

        @Test
        void newerMergeOfTheSameIdentityReplacesTheOlderOne() {
            merge("A1", "B2", TUESDAY);
            assertThat(merge("A1", "C3", MONDAY)).isEqualTo(Merged.OLDER);
            assertThat(survivor("A1").identity()).isEqualTo(id("B2"));
            assertThat(merge("A1", "C3", TUESDAY.plusDays(1))).isEqualTo(Merged.DONE);
            assertThat(survivor("A1").identity()).isEqualTo(id("C3"));
        }

        @Test
        void mergeSurvivesALaterExportThatStillNamesTheOldIdentity() {
            merge("A1", "B2", MONDAY);
            put(exam("E1", id("A1"), TUESDAY, false, "REPORTED"), TUESDAY);
            assertThat(survivor("A1").identity()).isEqualTo(id("B2"));
            assertThat(exams().get(0).patientId()).isEqualTo(own + "A1");
        }
    }

    @Nested
    class OfExams {

        @Test
        void timeOfAnExamThatWasDoneIsNotPutBackToWhenItWasToBe() {
            put(exam("E1", id("1"), MONDAY, true, "SCHEDULED"), MONDAY);
            put(exam("E1", id("1"), TUESDAY, false, "REPORTED"), TUESDAY);
            put(exam("E1", id("1"), MONDAY, true, null), TUESDAY.plusDays(1));
            assertThat(exams().get(0).performed()).isEqualTo("2024-03-05 08:00");
            assertThat(exams().get(0).status()).isEqualTo("REPORTED");
        }

        @Test
        void olderWordOnAnExamIsNotTaken() {
            put(exam("E1", id("1"), TUESDAY, false, "REPORTED"), TUESDAY);
            assertThat(put(exam("E1", id("1"), MONDAY, true, "SCHEDULED"), MONDAY)).isZero();
            assertThat(exams().get(0).status()).isEqualTo("REPORTED");
        }

        @Test
        void everyExamAndPatientIsReadOverSeveralPages() {
            List<ExamRecord> records = new ArrayList<>();
            for (int i = 0; i < 4500; i++) {
                records.add(exam("E" + i, id("P" + i), MONDAY, false, "REPORTED"));
            }
            for (int i = 0; i < records.size(); i += 500) {
                List<ExamRecord> chunk = records.subList(i, i + 500);
                ris(ledger -> ledger.putExams(chunk, Origin.CSV, MONDAY));
            }
            assertThat(exams().stream().map(RisExam::examId).distinct()).hasSize(4500);
            assertThat(patients().stream().map(RisPatient::patientId).distinct()).hasSize(4500);
        }
    }
}
