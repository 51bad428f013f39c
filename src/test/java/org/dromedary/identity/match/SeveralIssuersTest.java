package org.dromedary.identity.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dromedary.identity.match.Decision.Kind;
import org.dromedary.identity.match.SmallSite.Person;
import org.junit.jupiter.api.Test;

/** Two hospitals whose counters overlap were merged into one RIS; the PACS names them in its own way. */
class SeveralIssuersTest {

    private static final int CLEAN = 400;
    private static final LocalDateTime AT = LocalDateTime.of(2017, 5, 9, 10, 15);
    private static final String NORTH = "1.2.3.4&ISO";
    private static final String SOUTH = "SOUTH";
    private static final Person ANNA = new Person("H7000001", "Morgenstern", "Annegret", "1961-08-05", "F");
    private static final Person LOTHAR = new Person("H7000001", "Zwiebelfisch", "Lothar", "1948-02-11", "M");
    private static final Person NOBODY = new Person("H7000001", "", "", "", "");

    private final SmallSite site = twoHospitals();

    /** Everybody has somebody of the other hospital with the same identifier. */
    private static SmallSite twoHospitals() {
        SmallSite site = new SmallSite(CLEAN);
        for (int i = 0; i < CLEAN; i++) {
            String id = "H" + (3000000 + i / 2 * 7919 % 1000003);
            site.exams.set(i, issued(site.exams.get(i), id, i % 2 == 0 ? NORTH : SOUTH));
            site.studies.set(i, issued(site.studies.get(i), id, i % 2 == 0 ? "PACS-A" : "PACS-B"));
        }
        return site;
    }

    private static RisExam issued(RisExam e, String id, String issuer) {
        return new RisExam(e.examId(), e.accession(), id, issuer, e.lastName(), e.firstName(), e.middleName(),
                e.birthDate(), e.sex(), e.performed(), e.modality(), e.procedureCode(), e.procedureText(),
                e.bodyPart(), e.status(), e.studyUid());
    }

    private static PacsStudy issued(PacsStudy s, String id, String issuer) {
        return new PacsStudy(s.studyUid(), id, issuer, s.patientName(), s.birthDate(), s.sex(), s.studyDate(),
                s.studyTime(), s.accession(), s.studyId(), s.modalities(), s.description(), s.bodyPart(),
                s.institution(), s.station());
    }

    private void exam(String examId, String accession, Person person, String issuer, LocalDateTime performed) {
        site.exam(examId, accession, person, performed, 0);
        site.exams.add(issued(site.exams.remove(site.exams.size() - 1), person.id(), issuer));
    }

    /** Of an exam at the same minute for each of the two, under the same identifier and accession number. */
    private Decision studyOfEither(Person header, String issuer) {
        exam("N1", "A17555001", ANNA, NORTH, AT);
        exam("S1", "A17555001", LOTHAR, SOUTH, AT);
        return study(header, issuer, "A17555001");
    }

    private Decision study(Person header, String issuer, String accession) {
        site.study("9.1", header, AT.plusMinutes(12), accession, 0);
        site.studies.add(issued(site.studies.remove(site.studies.size() - 1), header.id(), issuer));
        return site.match().get("9.1");
    }

    @Test
    void equalIdentifiersOfDifferentPeopleAreToldApart() {
        List<Integer> wrong = new ArrayList<>();
        Map<String, Decision> decisions = site.match();
        for (int i = 0; i < CLEAN; i++) {
            Decision decision = decisions.get("1.2.3." + i);
            if (decision.kind() != Kind.MATCH || !decision.exams().equals(List.of("E" + i))
                    || !decision.issuer().equals(site.exams.get(i).issuer())) {
                wrong.add(i);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nameTellsWhereTheStudyHasNoIssuer() {
        Decision decision = studyOfEither(LOTHAR, "");
        assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.exams()).containsExactly("S1");
        assertThat(decision.issuer()).isEqualTo(SOUTH);
    }

    @Test
    void learnedIssuerIsProposedWhereTheStudyHasNoName() {
        assertThat(studyOfEither(NOBODY, "PACS-A").exams()).containsExactly("N1");
        site.studies.remove(site.studies.size() - 1);
        Decision south = study(NOBODY, "PACS-B", "A17555001");
        assertThat(south.exams()).containsExactly("S1");
        assertThat(south.issuer()).isEqualTo(SOUTH);
        assertThat(south.score() - south.secondScore()).isGreaterThan(5);
    }

    @Test
    void equalSpellingIsTheFirstGuess() {
        site.studies.clear();
        assertThat(studyOfEither(NOBODY, "1.2.3.4").exams()).containsExactly("N1");
        site.studies.clear();
        assertThat(study(NOBODY, "south", "A17555001").exams()).containsExactly("S1");
    }

    @Test
    void learnedIssuerOutweighsItsSpelling() {
        site.studies.replaceAll(s -> issued(s, s.patientId(), s.issuer().equals("PACS-A") ? SOUTH : "PACS-B"));
        assertThat(studyOfEither(NOBODY, SOUTH).exams()).containsExactly("N1");
    }

    @Test
    void sharedIdentifierWithoutNameAndIssuerIsForAPerson() {
        exam("N1", "A17555001", ANNA, NORTH, AT);
        exam("S1", "A17555777", LOTHAR, SOUTH, AT.minusDays(90));
        Decision decision = study(NOBODY, "", "");
        assertThat(decision.exams()).containsExactly("N1");
        assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
        assertThat(decision.rule()).isEqualTo("nothing-tells-whose-identifier");
    }

    @Test
    void identifierOfTheOtherHospitalIsForAPerson() {
        exam("N1", "A17555001", ANNA, NORTH, AT);
        Decision decision = study(NOBODY, "PACS-B", "A17555001");
        assertThat(decision.kind()).isEqualTo(Kind.REVIEW);
        assertThat(decision.rule()).isEqualTo("patient-of-another-issuer");
        assertThat(decision.explanation()).contains("issuer differs");
    }

    @Test
    void mergeIntoAPatientOfTheOtherHospitalIsFollowed() {
        Person own = ANNA.withId("H7111111");
        site.patients.add(new RisPatient(own.id(), NORTH, ANNA.id(), SOUTH, List.of(), own.family(), own.given(), "",
                own.born(), "F"));
        exam("S1", "A17555001", ANNA, SOUTH, AT);
        Decision decision = study(own, "PACS-A", "A17555001");
        assertThat(decision.kind()).as(decision.rule() + " " + decision.explanation()).isEqualTo(Kind.MATCH);
        assertThat(decision.patientId()).isEqualTo(ANNA.id());
        assertThat(decision.issuer()).isEqualTo(SOUTH);
    }

    @Test
    void oneIssuerOfTheRisChangesNothing() {
        SmallSite plain = new SmallSite(CLEAN);
        SmallSite named = new SmallSite(CLEAN);
        named.studies.replaceAll(s -> issued(s, s.patientId(), s.studyUid().hashCode() % 2 == 0 ? SOUTH : NORTH));
        assertThat(named.match()).isEqualTo(plain.match());
    }
}
