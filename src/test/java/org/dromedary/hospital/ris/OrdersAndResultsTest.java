package org.dromedary.hospital.ris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import javax.sql.DataSource;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Outcome;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which exam an order or a result is about, and that nothing else is touched. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OrdersAndResultsTest {

    private static final String ANNA = "PID|1||#1^^^HOSP^MR~#N^^^NAT^NI||Berg^Anna||19561203|F";
    private static final String BO = "PID|1||#2^^^HOSP^MR||Dahl^Bo||19600101|M";

    @Inject
    DataSource dataSource;

    @Inject
    CoercionSettings coercion;

    @Inject
    OrderPriority priority;

    private RisMessages ris;

    @BeforeEach
    void aFeed() {
        ris = new RisMessages(dataSource, coercion, priority, Map.of());
    }

    /** OBR of order P with an accession number in OBR-18 and a filler number. */
    private static String obr(String filler, String accession, String rest) {
        return "OBR|1|#P|" + filler + "|CT^Chest||||||||||||||" + accession + rest;
    }

    @Test
    void examsOfOneOrderInSeparateMessagesAreKeptApart() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A2", ""));
        ris.take("ORM^O01", ANNA, "ORC|SC|#P|||CM", obr("", "A2", ""));
        ris.take("ORM^O01", ANNA, "ORC|SC|#P|||IP", obr("", "A1", ""));
        assertThat(ris.exams("P")).containsExactly("P A1 IN_PROGRESS 1", "P/A2 A2 COMPLETED 1");
    }

    @Test
    void numbersOfTheFillerTellThemApartWhereThereIsNoOther() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("F1", "", ""));
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("F2", "", ""));
        ris.take("ORM^O01", ANNA, "ORC|SC|#P|F2||CM", obr("F2", "", ""));
        ris.take("ORU^R01", ANNA, obr("F1", "", "|||||||F"));
        assertThat(ris.exams("P")).containsExactly("P F1 REPORTED 1", "P/F2 F2 COMPLETED 1");
    }

    @Test
    void numberOfTheFillerIsNoOtherAccessionNumber() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        ris.take("ORM^O01", ANNA, "ORC|SC|#P|F1||IP", obr("F1", "", ""));
        ris.take("ORU^R01", ANNA, obr("F1", "", "|||||||F"));
        assertThat(ris.exams("P")).containsExactly("P A1 REPORTED 1");
    }

    @Test
    void accessionNumberThatIsGivenLaterIsOfTheExamThatHadNone() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "", ""));
        ris.take("ORM^O01", ANNA, "ORC|SC|#P|||IP", obr("F1", "A1", ""));
        assertThat(ris.exams("P")).containsExactly("P A1 IN_PROGRESS 1");
    }

    @Test
    void eachIpcOfAnObrIsAnExamAndItsStepsAreNot() throws Exception {
        ris.take("OMI^O23", ANNA, "ORC|NW|#P", "OBR|1|#P||CT^Chest",
                "IPC|A1|R1|1.2.3.1|S1|CT", "IPC|A1|R1|1.2.3.1|S2|CT", "IPC|A2|R2|1.2.3.2|S3|MR");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1", "P/A2 A2 SCHEDULED 1");
        ris.take("OMI^O23", ANNA, "ORC|SC|#P|||CM", "OBR|1|#P||CT^Chest", "IPC|A2|R2|1.2.3.2|S3|MR");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1", "P/A2 A2 COMPLETED 1");
    }

    @Test
    void studiesOfOneAccessionNumberAreExamsOfTheirOwn() throws Exception {
        ris.take("OMI^O23", ANNA, "ORC|NW|#P", "OBR|1|#P||CT^Chest", "IPC|A1|R1|1.2.3.1|S1|CT",
                "IPC|A1|R2|1.2.3.2|S2|CT");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1", "P/A1 A1 SCHEDULED 1");
        ris.take("OMI^O23", ANNA, "ORC|SC|#P|||CM", "OBR|1|#P||CT^Chest", "IPC|A1|R2|1.2.3.2|S2|CT");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1", "P/A1 A1 COMPLETED 1");
    }

    @Test
    void statusThatMayBeOfEitherExamIsOfNone() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A2", ""));
        assertThatThrownBy(() -> ris.take("ORM^O01", ANNA, "ORC|SC|#P|||CM", obr("", "", "")))
                .isInstanceOf(Hl7FormatException.class).hasMessageContaining("the order has 2 exams");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1", "P/A2 A2 SCHEDULED 1");
    }

    @Test
    void orderIsCancelledWithAllItsExamsAndWithoutADescription() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A2", ""));
        ris.take("ORM^O01", ANNA, "ORC|CA|#P");
        assertThat(ris.exams("P")).containsExactly("P A1 CANCELLED 1", "P/A2 A2 CANCELLED 1");
        assertThat(ris.take("ORM^O01", ANNA, "ORC|CA|#NOBODYS").notes())
                .containsExactly("it tells of an exam that is not known");
        assertThat(ris.exams("NOBODYS")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NW, AR, '', 1", "SC, SCHEDULED, '', 1", "XO, 7, '', 1", "SC, sc, SCHEDULED, 0", "NW, '', SCHEDULED, 0",
        "CA, AR, CANCELLED, 1", "SC, cm, COMPLETED, 0"})
    void codeThatIsUnknownIsNotedAndTheOrderIsTaken(String control, String code, String status, int notes)
            throws Exception {
        Outcome outcome = ris.take("ORM^O01", ANNA, "ORC|" + control + "|#P|||" + code, obr("", "A1", ""));
        assertThat(ris.exams("P")).containsExactly("P A1 " + status + " 1");
        assertThat(outcome.notes()).hasSize(notes);
    }

    @Test
    void unknownStatusOfAResultLeavesThatOfItsExam() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        assertThat(ris.take("ORU^R01", ANNA, obr("", "A1", "|||||||DONE")).notes()).singleElement().asString()
                .contains("OBR-25");
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1");
    }

    @Test
    void resultMovesNoExamWhenItNamesAnotherPatient() throws Exception {
        ris.take("ADT^A04", BO);
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        Outcome outcome = ris.take("ORU^R01", BO, obr("", "A1", "|||||||F"));
        assertThat(outcome.held()).hasValueSatisfying(reason -> assertThat(reason)
                .contains("differs in patient-id, name, birth-date, sex").doesNotContain("Berg", "Dahl", ris.own));
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#9^^^HOSP^MR", "#9^^^OTHER^MR", "#9", "#9^^^NAT^NI"})
    void resultOfANumberThatNobodyHasMakesNoPatient(String number) throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        Outcome outcome = ris.take("ORU^R01", "PID|1||" + number + "||Berg^Anna||19561203|F", obr("",
                "A1", "|||||||F"));
        assertThat(outcome.held()).hasValueSatisfying(reason -> assertThat(reason).contains("differs in patient-id;"));
        assertThat(ris.isKnown("9")).isFalse();
        assertThat(ris.exams("P")).containsExactly("P A1 SCHEDULED 1");
    }

    @Test
    void resultMayNameThePatientByAnyOfHisNumbers() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "A1", ""));
        ris.take("ADT^A40", ANNA, "MRG|#0^^^HOSP^MR");
        for (String number : new String[] {"#N^^^NAT^NI", "#0^^^HOSP^MR", "#1"}) {
            Outcome outcome = ris.take("ORU^R01", "PID|1||" + number + "||Berg^Anna", obr("", "A1", "|||||||F"));
            assertThat(outcome.held()).as(number).isEmpty();
        }
        assertThat(ris.exams("P")).containsExactly("P A1 REPORTED 1");
    }

    @Test
    void accessionNumberOfAnotherPatientsExamIsHeldAndAFillerNumberIsNot() throws Exception {
        ris.take("ORM^O01", ANNA, "ORC|NW|#P", obr("", "#A1", ""));
        assertThat(ris.take("ORU^R01", BO, "OBR|1||F7|CT||||||||||||||#A1|||||||F").held()).isPresent();
        Outcome laboratory = ris.take("ORU^R01", BO, "OBR|1||#A1|HB^Haemoglobin");
        assertThat(laboratory.held()).isEmpty();
        assertThat(laboratory.notes()).containsExactly("a result of an exam that is not known");
        assertThat(ris.exams("P")).hasSize(1).first().asString().endsWith("SCHEDULED 1");
    }
}
