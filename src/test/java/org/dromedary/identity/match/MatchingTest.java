package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each trap in a hospital that is clean otherwise. */
class MatchingTest {

    private static final int CLEAN = 400;
    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 10, 15);
    private static final Person ANNA = new Person("H0456123", "Morgenstern", "Annegret", "1961-08-05", "F");
    private static final Person OTHER = new Person("H8812345", "Zwiebelfisch", "Lothar", "1948-02-11", "M");

    private final SmallSite site = new SmallSite(CLEAN);

    private Decision decisionOn(String uid) {
        return site.match().get(uid);
    }

    private void anExam() {
        site.exam("X1", "A17555001", ANNA, AT, 0);
    }

    private Decision studyOf(Person header, String accession) {
        anExam();
        site.study("9.1", header, AT.plusMinutes(12), accession, 0);
        return decisionOn("9.1");
    }

    @Test
    void everyCleanStudyMatchesItsExam() {
        assertThat(site.match()).hasSize(CLEAN).allSatisfy((uid, decision) -> {
            assertThat(decision.kind()).isEqualTo(Kind.MATCH);
            assertThat(decision.exams()).containsExactly("E" + uid.substring("1.2.3.".length()));
        });
    }

    @Test
    void runsAlikeEachTime() {
        assertThat(site.match()).isEqualTo(site.match());
    }

    @Nested
    class MatchesDespite {

        private void assertMatched(Decision decision) {
            assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isEqualTo(Kind.MATCH);
            assertThat(decision.exams()).containsExactly("X1");
            assertThat(decision.accessions()).containsExactly("A17555001");
            assertThat(decision.patientId()).isEqualTo(ANNA.id());
            assertThat(decision.score()).isGreaterThan(decision.secondScore());
        }

        @Test
        void lostPrefixAndZeros() {
            assertMatched(studyOf(ANNA.withId("456123"), "17555001"));
        }

        @Test
        void prefixOfASite() {
            assertMatched(studyOf(ANNA.withId("NORD_H0456123"), "A17555001"));
        }

        @Test
        void suffixOfTheAccessionNumber() {
            assertMatched(studyOf(ANNA, "A17555001-1"));
        }

        @Test
        void nameWithoutDiacriticsInOneComponentWithTitle() {
            assertMatched(studyOf(ANNA.named("Dr. MORGENSTERN ANNEGRET", ""), "A17555001"));
        }

        @Test
        void swappedNames() {
            assertMatched(studyOf(ANNA.named("Annegret", "Morgenstern"), "A17555001"));
        }

        @Test
        void surnameOfBeforeTheWedding() {
            assertMatched(studyOf(ANNA.named("Kirchgässner", "Annegret"), "A17555001"));
        }

        @Test
        void dayAndMonthOfBirthExchanged() {
            assertMatched(studyOf(ANNA.born("1961-05-08"), "A17555001"));
        }

        @Test
        void noAccessionNumber() {
            assertMatched(studyOf(ANNA, ""));
        }

        @Test
        void numberOfAnExamFarAway() {
            assertMatched(studyOf(ANNA, site.exams.get(3).accession()));
        }
    }

    @Nested
    class AsksAPersonFor {

        private void assertNotMatched(Decision decision) {
            assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isNotEqualTo(Kind.MATCH);
        }

        @Test
        void studyUnderAnotherPatientsEntry() {
            site.exam("X2", "A17555777", OTHER, AT.minusDays(90), 1);
            Decision decision = studyOf(OTHER, "A17555001");
            assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
        }

        @Test
        void identifierOfAnotherPersonWithTheSameBirthDate() {
            Person twin = new Person("H0456124", "Morgenstern", "Friederike", ANNA.born(), "F");
            site.exam("X2", "A17555002", twin, AT.plusMinutes(20), 0);
            assertNotMatched(studyOf(ANNA.withId(twin.id()), ""));
        }

        @Test
        void twinsWithoutIdentifier() {
            Person twin = new Person("H0456124", "Morgenstern", "Friederike", ANNA.born(), "F");
            site.exam("X2", "A17555002", twin, AT.plusMinutes(20), 0);
            assertNotMatched(studyOf(ANNA.named("Morgenstern", "").withId(""), ""));
        }

        @Test
        void twoExamsOfTheSameDayThatFitEquallyWell() {
            site.exam("X2", "A17555002", ANNA, AT.plusMinutes(20), 0);
            assertNotMatched(studyOf(ANNA, ""));
        }

        @Test
        void examThatAnotherStudyHasAlready() {
            site.study("9.0", ANNA, AT.plusMinutes(10), "A17555001", 0);
            assertNotMatched(studyOf(ANNA, ""));
        }

        @Test
        void accessionNumberWithoutAPatient() {
            assertNotMatched(studyOf(new Person("TMP1", "UNKNOWN", "FEMALE", "", "F"), "A17555001"));
        }

        @Test
        void nameAndBirthDateOfASibling() {
            assertNotMatched(studyOf(ANNA.named("Morgenstern", "Friederike").born("1966-12-30"), "A17555001"));
        }

        @Test
        void sharedGivenNameAlone() {
            assertNotMatched(studyOf(ANNA.withId("").named("Zwiebelfisch", "Annegret").born(""), "A17555001"));
        }

        @Test
        void examOfOtherDays() {
            anExam();
            site.study("9.1", ANNA, AT.plusDays(40), "A17555001", 0);
            assertNotMatched(decisionOn("9.1"));
        }

        @Test
        void patientWithoutPapers() {
            assertNotMatched(studyOf(new Person("TMP1", "UNKNOWN", "FEMALE", "", "F"), ""));
        }
    }

    @Nested
    class WithoutAnExam {

        @Test
        void proposesThePatient() {
            site.exam("X1", "A16000111", ANNA, AT.minusDays(400), 1);
            site.study("9.1", ANNA, AT, "A17555999", 0);
            Decision decision = decisionOn("9.1");
            assertThat(decision.kind()).isEqualTo(Kind.NONE);
            assertThat(decision.patientId()).isEqualTo(ANNA.id());
            assertThat(decision.exams()).isEmpty();
        }

        @Test
        void phantomsBelongToNobody() {
            site.study("9.1", new Person("QA1", "PHANTOM", "DAILY", "2000-01-01", "O"), AT, "", 0);
            Decision decision = decisionOn("9.1");
            assertThat(decision.kind()).isEqualTo(Kind.NONE);
            assertThat(decision.rule()).isEqualTo("test-object");
            assertThat(decision.patientId()).isEmpty();
        }

        @Test
        void strangersAreNotMatched() {
            site.study("9.1", OTHER, AT, "Z9", 0);
            assertThat(decisionOn("9.1").kind()).isEqualTo(Kind.NONE);
        }

        @Test
        void emptyRisMatchesNothing() {
            site.exams.clear();
            assertThat(site.match().values()).allMatch(decision -> decision.kind() == Kind.NONE);
        }
    }

    @Test
    void splitStudiesBelongToOneExam() {
        anExam();
        site.study("9.1", ANNA, AT.plusMinutes(12), "A17555001", 0);
        site.study("9.2", ANNA, AT.plusMinutes(31), "A17555001", 0);
        Map<String, Decision> decisions = site.match();
        assertThat(List.of(decisions.get("9.1"), decisions.get("9.2"))).allSatisfy(decision -> {
            assertThat(decision.kind()).isEqualTo(Kind.MATCH);
            assertThat(decision.exams()).containsExactly("X1");
        });
    }

    @Test
    void examsPlannedTogetherAreOneResult() {
        anExam();
        site.exams.add(new RisExam("X2", "A17555002", ANNA.id(), "", ANNA.family(), ANNA.given(), "", ANNA.born(), "F",
                "2017-05-09 10:15", "CT", "CTT", "Thorax nativ", "CHEST", "DONE", ""));
        site.study("9.1", ANNA, AT.plusMinutes(12), "A17555001", 0);
        Decision decision = decisionOn("9.1");
        assertThat(decision.kind()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("X1", "X2");
        assertThat(decision.accessions()).containsExactly("A17555001", "A17555002");
    }

    @Test
    void retiredIdentifierLeadsToTheSurvivor() {
        site.patients.add(new RisPatient("H1111111", "", ANNA.id(), List.of(), "Kirchgässner", "Annegret", "",
                ANNA.born(), "F"));
        Decision decision = studyOf(ANNA.withId("H1111111").named("Kirchgässner", "Annegret"), "A17555001");
        assertThat(decision.kind()).isEqualTo(Kind.MATCH);
        assertThat(decision.patientId()).isEqualTo(ANNA.id());
    }

    @Test
    void explanationsAndRulesHoldNoValueOfThePatient() {
        Decision decision = studyOf(ANNA.withId("456123"), "17555001");
        assertThat(decision.explanation() + decision.rule()).doesNotContainIgnoringCase("morgenstern")
                .doesNotContainIgnoringCase("annegret").doesNotContain("456123").doesNotContain("1961");
    }
}
