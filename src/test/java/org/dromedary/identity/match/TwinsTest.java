package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twins, and children who have no given name yet. */
class TwinsTest {

    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 11, 0);
    private static final Person ANTONIO = new Person("H0456123", "Morgenstern", "Antonio", "2017-05-08", "M");
    private static final Person BRUNO = new Person("H0466788", "Morgenstern", "Bruno", "2017-05-08", "M");
    private static final Person JOHN = new Person("H0456123", "Morgenstern", "John", "1997-05-08", "M");
    private static final Person JAMES = new Person("H0466788", "Morgenstern", "James", "1997-05-08", "M");

    private final SmallSite site = new SmallSite(400);

    private void known(Person person) {
        site.patients.add(new RisPatient(person.id(), "", "", List.of(), person.family(), person.given(), "",
                person.born(), person.sex()));
    }

    private Decision study(Person header, String accession) {
        site.study("9.1", header, AT.plusMinutes(7), accession, 0);
        return site.match().get("9.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BABY BOY A", "Baby A", "BOY I", "RN A", "BB 1", "Neugeborenes A", "BABYBOY A", "Boy1",
        "Zwilling A", "BABY OF ANTONIA", "By A"})
    void birthOrderSaysNothingOfTheGivenName(String given) {
        site.exam("X1", "A17555001", ANTONIO, AT, 0);
        known(BRUNO);
        Decision decision = study(ANTONIO.withId("").named("Morgenstern", given), "");
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isNotEqualTo(Kind.MATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BABY BOY A", "Boy B", "RN II", "Nouveau-né"})
    void childWithoutANameMatchesByNumberIdentifierAndBirthDate(String given) {
        site.exam("X1", "A17555001", ANTONIO, AT, 0);
        site.exam("X2", "A17555002", BRUNO, AT.plusMinutes(20), 0);
        Decision decision = study(ANTONIO.named("Morgenstern", given), "A17555001");
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("X1");
    }

    @Test
    void twinsToldApartByTheirOrderAreNotTakenForOneAnother() {
        site.exam("X1", "A17555001", ANTONIO.named("Morgenstern", "Baby A"), AT, 0);
        known(BRUNO.named("Morgenstern", "Baby B"));
        Decision decision = study(ANTONIO.named("Morgenstern", "BABY BOY B"), "A17555001");
        assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void initialThatFitsBothTwinsIsForAPerson() {
        site.exam("X2", "A17555002", JAMES, AT, 0);
        known(JOHN);
        assertThat(study(JOHN.withId("").named("Morgenstern", "J"), "").kind()).isEqualTo(Kind.REVIEW);
    }

    @ParameterizedTest
    @CsvSource({"1997-05-08, ''", "'', H99", "1997-05-08, H0466789"})
    void initialIsForAPersonWhateverElseIsLost(String born, String id) {
        site.exam("X2", "A17555002", JAMES, AT, 0);
        known(JOHN);
        Decision decision = study(JOHN.withId(id).named("Morgenstern", "J").born(born), "");
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isNotEqualTo(Kind.MATCH);
    }

    @Test
    void twinBornAfterMidnightIsATwin() {
        site.exam("X2", "A17555002", JAMES, AT, 0);
        known(JOHN.born("1997-05-09"));
        assertThat(study(JAMES.withId("").named("Morgenstern", "J"), "").kind()).isEqualTo(Kind.REVIEW);
    }

    @Test
    void identifierTellsTwinsApart() {
        site.exam("X2", "A17555002", JAMES, AT, 0);
        known(JOHN);
        Decision decision = study(JAMES.named("Morgenstern", "J"), "A17555002");
        assertThat(decision.kind()).as(decision.rule() + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.patientId()).isEqualTo(JAMES.id());
    }

    @Test
    void surnameThatIsAWordForAChildStaysASurname() {
        Person boy = new Person("H0456123", "Boy", "Annegret", "1961-08-05", "F");
        site.exam("X1", "A17555001", boy, AT, 0);
        Decision decision = study(boy, "A17555001");
        assertThat(decision.kind()).isEqualTo(Kind.MATCH);
        assertThat(decision.explanation()).contains("name same");
    }
}
