package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.dromedary.identity.match.SmallSite.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that were cancelled, and what was ordered instead. */
class CancelledExamsTest {

    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 10, 0);
    private static final Person ANNA = new Person("H0456123", "Morgenstern", "Annegret", "1961-08-05", "F");
    private static final Work HEAD = SmallSite.procedure(0);

    private final SmallSite site = new SmallSite(400);

    private Decision study(String accession) {
        site.study("9.1", ANNA, AT.plusMinutes(7), accession, HEAD);
        return site.match().get("9.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "CA", "storniert", "Annulé", "Aflyst", "Отменено", "İPTAL", "No show", "RP",
        "DC", "Cancelled by ward", "entered-in-error", "取消"})
    void aCancelledOrderIsNotBroughtToLifeByItsNumber(String status) {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, status);
        Decision decision = study("A17555001");
        assertThat(decision.kind()).as(decision.explanation()).isEqualTo(Kind.REVIEW);
        assertThat(decision.rule()).isEqualTo("exam-that-was-not-done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "X", "abgesagt", "NO_SHOW"})
    void numberOfACancelledOrderStandsForTheExamOrderedInstead(String status) {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, status);
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(5), HEAD, "COMPLETED");
        Decision decision = study("A17555001");
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("X2");
        assertThat(decision.accessions()).containsExactly("A17555002");
    }

    @Test
    void examOrderedInsteadThatHasItsStudyIsNotGivenASecondOne() {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, "CANCELLED");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(5), HEAD, "COMPLETED");
        site.study("9.2", ANNA, AT.plusMinutes(9), "A17555002", HEAD);
        assertThat(study("A17555001").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void twoOrdersInsteadAreForAPerson() {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, "CANCELLED");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(5), HEAD, "COMPLETED");
        site.exam("X3", "A17555003", ANNA, AT.plusMinutes(15), HEAD, "COMPLETED");
        assertThat(study("A17555001").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void anotherProcedureIsNotWhatWasOrderedInstead() {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, "CANCELLED");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(5), SmallSite.procedure(1), "COMPLETED");
        assertThat(study("A17555001").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void cancelledOrderBesideTheExamDisturbsNobody() {
        site.exam("X1", "A17555001", ANNA, AT, HEAD, "CANCELLED");
        site.exam("X2", "A17555002", ANNA, AT.plusMinutes(5), HEAD, "COMPLETED");
        Decision decision = study("A17555002");
        assertThat(decision.kind()).as(decision.rule()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("X2");
    }

    @ParameterizedTest
    @CsvSource({"SC, SCHEDULED", "NW, SCHEDULED", "geplant, SCHEDULED", "IP, STARTED", "IN_PROGRESS, STARTED",
        "CM, COMPLETED", "Befundet, COMPLETED", "'', MISSING", "KX7, UNKNOWN", "nicht durchgeführt, CANCELLED",
        "Not completed, DISCONTINUED", "HD, ON_HOLD", "Durchgeführt, COMPLETED"})
    void statesAreReadFromCodesAndWords(String status, ExamStatus read) {
        assertThat(ExamStatus.of(status, MatchRules.load(null).statuses)).isEqualTo(read);
    }
}
