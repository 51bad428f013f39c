package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Map;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.dromedary.identity.match.SmallSite.Work;
import org.junit.jupiter.api.Test;

/** Studies acquired under the worklist entry of somebody else, and numbers of somebody else's exam. */
class WorklistEntryTest {

    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 11, 0);
    private static final Person ANNA = new Person("H0456123", "Morgenstern", "Annegret", "1961-08-05", "F");
    private static final Person LOTHAR = new Person("H8812345", "Zwiebelfisch", "Lothar", "1948-02-11", "M");
    private static final Work CHEST = SmallSite.procedure(2);
    private static final Work HAND = new Work("DX", "DXH", "Hand in 2 Ebenen", "HAND");

    private final SmallSite site = new SmallSite(400);

    private Map<String, Decision> under(Work second) {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.exam("B", "A17555012", LOTHAR, AT.plusMinutes(20), second, "DONE");
        site.study("9.2", ANNA, AT.plusMinutes(21), "A17555011", second);
        return site.match();
    }

    @Test
    void wholeEntryOfThePatientBeforeIsForAPerson() {
        site.study("9.1", ANNA, AT.plusMinutes(2), "A17555011", CHEST);
        Map<String, Decision> decisions = under(HAND);
        assertThat(decisions.get("9.2").kind()).as(decisions.get("9.2").toString()).isEqualTo(Kind.REVIEW);
        assertThat(decisions.get("9.1").kind()).as(decisions.get("9.1").rule()).isEqualTo(Kind.MATCH);
        assertThat(decisions.get("9.1").exams()).containsExactly("A");
    }

    @Test
    void wholeEntryIsForAPersonThoughThePatientBeforeHasNoStudy() {
        assertThat(under(HAND).get("9.2").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void secondStudyOfTheSameProcedureIsForAPersonWhereAnotherExamHasNone() {
        site.study("9.1", ANNA, AT.plusMinutes(2), "A17555011", CHEST);
        assertThat(under(CHEST).get("9.2").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void entryOfTheOwnExamBeforeIsForAPerson() {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.exam("B", "A17555012", ANNA, AT.plusMinutes(20), HAND, "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(2), "A17555011", CHEST);
        site.study("9.2", ANNA, AT.plusMinutes(21), "A17555011", HAND);
        assertThat(site.match().get("9.2").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void entryThatIsHandedOnStepByStepIsForAPerson() {
        Person third = new Person("H7712345", "Abendrot", "Kunigunde", "1971-03-12", "F");
        site.exam("C", "A17555013", third, AT.plusMinutes(40), SmallSite.procedure(2), "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(2), "A17555011", CHEST);
        site.study("9.3", LOTHAR, AT.plusMinutes(43), "A17555012", CHEST);
        Map<String, Decision> decisions = under(HAND);
        assertThat(decisions.get("9.2").kind()).as(decisions.get("9.2").toString()).isEqualTo(Kind.REVIEW);
        assertThat(decisions.get("9.3").kind()).as(decisions.get("9.3").explanation()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void secondStudyOfAnotherBodyPartIsForAPersonThoughNoExamIsKnown() {
        for (int i = 0; i < 30; i++) {
            Person person = new Person("H" + (9100000 + 37 * i), "Feldhaus", "Gisbert", "1950-01-" + (i + 1), "M");
            site.exam("H" + i, "A17556" + (100 + i), person, AT.plusDays(i + 3), HAND, "DONE");
            site.study("8." + i, person, AT.plusDays(i + 3).plusMinutes(4), "A17556" + (100 + i), HAND);
        }
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(2), "A17555011", CHEST);
        site.study("9.2", ANNA, AT.plusMinutes(21), "A17555011", HAND);
        Decision decision = site.match().get("9.2");
        assertThat(decision.kind()).as(decision.explanation()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void numberAndIdentityOfAnExamOfAnotherDayAndProcedureAreForAPerson() {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.study("9.1", ANNA, AT.plusDays(1), "A17555011", SmallSite.procedure(1));
        assertThat(site.match().get("9.1").kind()).isEqualTo(Kind.REVIEW);
    }

    private Decision numberOfTheNeighbour(boolean neighbourHasAStudy) {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.exam("B", "A17555012", LOTHAR, AT.plusMinutes(20), CHEST, "DONE");
        if (neighbourHasAStudy) {
            site.study("9.2", LOTHAR, AT.plusMinutes(24), "A17555012", CHEST);
        }
        site.study("9.1", ANNA, AT.plusMinutes(3), "A17555012", CHEST);
        return site.match().get("9.1");
    }

    @Test
    void oneWrongDigitThatMakesItANeighboursNumberIsSeenThrough() {
        Decision decision = numberOfTheNeighbour(true);
        assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("A");
    }

    @Test
    void neighboursNumberIsForAPersonWhereTheNeighbourHasNoStudy() {
        assertThat(numberOfTheNeighbour(false).kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void fullIdentityAndTheOnlyExamAboutThenMatchWithoutANumber() {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(25), "", CHEST);
        Decision decision = site.match().get("9.1");
        assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("A");
    }

    @Test
    void studyThatMayBeOfAnyOfTwoExamsIsForAPersonThoughTheOthersNumberIsTaken() {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.exam("B", "A17555012", ANNA, AT.plusMinutes(46), CHEST, "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(48), "", CHEST);
        site.study("9.2", ANNA, AT.plusMinutes(66), "A17555011", CHEST);
        Map<String, Decision> decisions = site.match();
        assertThat(decisions.get("9.1").exams()).doesNotContain("A");
        assertThat(decisions.get("9.2").kind()).as(decisions.get("9.2").explanation()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void anotherExamOfThatDayWithoutAStudyIsForAPerson() {
        site.exam("A", "A17555011", ANNA, AT, CHEST, "DONE");
        site.exam("B", "A17555012", ANNA, AT.plusMinutes(55), CHEST, "DONE");
        site.study("9.1", ANNA, AT.plusMinutes(25), "", CHEST);
        assertThat(site.match().get("9.1").kind()).isEqualTo(Kind.REVIEW);
    }
}
