package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Map;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.dromedary.identity.match.SmallSite.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several orders for one patient within minutes: left and right, the same again, three planned together. */
class SeveralOrdersTest {

    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 12, 9);
    private static final Person ANNA = new Person("H0456123", "Morgenstern", "Annegret", "1961-08-05", "F");
    private static final Work KNEE = SmallSite.procedure(1);

    private final SmallSite site = new SmallSite(400);

    private void knees(String left, String right) {
        site.exam("L", "A17555001", ANNA, AT, KNEE.text(left), "DONE");
        site.exam("R", "A17555002", ANNA, AT.plusMinutes(2), KNEE.text(right), "DONE");
    }

    private Decision study(String accession, Work what) {
        site.study("9.1", ANNA, AT.plusMinutes(12), accession, what);
        return site.match().get("9.1");
    }

    @ParameterizedTest
    @CsvSource({"Knie links, Knie rechts", "Knie li., Knie re.", "KNEE LT, KNEE RT", "L KNEE, R KNEE",
        "Genou gauche, Genou droit", "Rodilla izquierda, Rodilla derecha", "Kolano lewe, Kolano prawe",
        "Knæ venstre, Knæ højre", "膝(左), 膝(右)", "Левое колено, Правое колено", "Diz sol, Diz sağ"})
    void leftAndRightUnderOneCodeAreOneResult(String left, String right) {
        knees(left, right);
        Decision decision = study("A17555001", KNEE);
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("L", "R");
    }

    @Test
    void sideMayStandInTheBodyPart() {
        site.exam("L", "A17555001", ANNA, AT, KNEE.bodyPart("KNEE_LEFT"), "DONE");
        site.exam("R", "A17555002", ANNA, AT, KNEE.bodyPart("KNEE_RIGHT"), "DONE");
        assertThat(study("A17555002", KNEE).exams()).containsExactlyInAnyOrder("L", "R");
    }

    @Test
    void studiesOfEachSideHaveTheirOwn() {
        knees("Knie links", "Knie rechts");
        site.study("9.2", ANNA, AT.plusMinutes(20), "A17555002", KNEE.text("Knie rechts"));
        Decision left = study("A17555001", KNEE.text("Knie links"));
        assertThat(left.kind()).as(left.rule() + left.explanation()).isEqualTo(Kind.MATCH);
        assertThat(left.exams()).containsExactly("L");
        assertThat(site.match().get("9.2").exams()).containsExactly("R");
    }

    @Test
    void oneSideWithoutTheOtherIsForAPerson() {
        knees("Knie links", "Knie rechts");
        assertThat(study("A17555001", KNEE.text("Knie links")).kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void numberOfTheOtherSideIsForAPerson() {
        knees("Knie links", "Knie rechts");
        site.study("9.2", ANNA, AT.plusMinutes(20), "A17555001", KNEE.text("Knie rechts"));
        assertThat(study("A17555001", KNEE.text("Knie links")).kind()).isEqualTo(Kind.REVIEW);
        assertThat(site.match().get("9.2").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void leftAndRightOrderedTenMinutesApartAreForAPerson() {
        site.exam("L", "A17555001", ANNA, AT, KNEE.text("Knie links"), "DONE");
        site.exam("R", "A17555002", ANNA, AT.plusMinutes(10), KNEE.text("Knie rechts"), "DONE");
        assertThat(study("A17555001", KNEE).kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void examOfTheOtherSideIsForAPerson() {
        site.exam("L", "A17555001", ANNA, AT, KNEE.text("Knie links"), "DONE");
        assertThat(study("A17555001", KNEE.text("Knie rechts")).kind()).isEqualTo(Kind.REVIEW);
    }

    @ParameterizedTest
    @CsvSource({"0, DONE", "3, DONE", "25, DONE", "4, SCHEDULED"})
    void theSameOrderTwiceWithOneStudyIsForAPerson(int minutes, String status) {
        site.exam("X1", "A17555001", ANNA, AT, KNEE, "DONE");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(minutes), KNEE, status);
        Decision decision = study("A17555001", KNEE);
        assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
        assertThat(decision.rule()).isEqualTo("same-order-again");
    }

    @Test
    void theSameTwiceWithAStudyEachMatches() {
        site.exam("X1", "A17555001", ANNA, AT, KNEE, "DONE");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(10), KNEE, "DONE");
        site.study("9.2", ANNA, AT.plusMinutes(25), "A17555002", KNEE);
        Decision decision = study("A17555001", KNEE);
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("X1");
        assertThat(site.match().get("9.2").exams()).containsExactly("X2");
    }

    @Test
    void examAddedToTwoStudiesIsClaimedTwice() {
        three();
        site.study("9.1", ANNA, AT.plusMinutes(12), "A17555001", KNEE);
        site.study("9.2", ANNA, AT.plusMinutes(25), "A17555003", KNEE);
        Map<String, Decision> decisions = site.match();
        assertThat(decisions.get("9.1").kind()).isEqualTo(Kind.REVIEW);
        assertThat(decisions.get("9.2").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void threeExamsOfOneStudyAreOneResult() {
        three();
        Decision decision = study("A17555002", KNEE);
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactlyInAnyOrder("X1", "X2", "X3");
    }

    @Test
    void examThatTwoStudiesHaveLeavesTheOneBesideItToAPerson() {
        site.exam("X1", "A17555001", ANNA, AT, KNEE, "DONE");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(1), new Work("MR", "MRH", "Hüfte", "HIP"), "DONE");
        site.study("9.2", ANNA, AT.plusMinutes(25), "A17555001", KNEE);
        assertThat(study("A17555001", KNEE).kind()).isEqualTo(Kind.REVIEW);
    }

    private void three() {
        site.exam("X1", "A17555001", ANNA, AT, KNEE, "DONE");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(1), new Work("MR", "MRH", "Hüfte", "HIP"), "DONE");
        site.exam("X3", "A17555003", ANNA, AT.plusMinutes(5), new Work("MR", "MRS", "Schulter", "SHOULDER"), "DONE");
    }
}
