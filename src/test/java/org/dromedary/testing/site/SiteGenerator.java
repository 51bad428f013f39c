package org.dromedary.testing.site;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes up a site: people, what was ordered and done for them, and what the old PACS says of it. Each throw comes from
 * one seed.
 */
public final class SiteGenerator {
    private static final int FIRST_YEAR = 2009;
    private static final int LAST_YEAR = 2023;

    private final SiteProfile profile;
    private final ErrorRates rates;
    private final Dice dice;
    private final List<Person> people = new ArrayList<>();
    private final List<Exam> exams = new ArrayList<>();
    private final List<Study> studies = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Mishaps mishaps;

    private SiteGenerator(SiteProfile profile, long seed) {
        this.profile = profile;
        this.rates = profile.rates();
        this.dice = new Dice(seed);
        this.mishaps = new Mishaps(this, dice);
    }

    /** The profiles' names. */
    public static List<String> profiles() {
        return List.copyOf(SiteProfile.all().keySet());
    }

    /** A site of so many studies. */
    public static Site generate(String profile, int studies, long seed) {
        return new SiteGenerator(SiteProfile.all().get(profile), seed).site(studies);
    }

    private Site site(int count) {
        while (people.size() < count * 0.62) {
            admit();
        }
        int unregistered = (int) Math.round(count * rates.of("no_ris_exam"));
        int foreign = (int) Math.round(count * rates.of("foreign_patient_cd"));
        int tests = (int) Math.round(count * rates.of("test_patient"));
        while (studies.size() < count - unregistered - foreign - tests) {
            visit();
        }
        for (int i = 0; i < unregistered; i++) {
            unregistered();
        }
        number();
        PacsHeader header = new PacsHeader(profile, dice, people, exams);
        studies.forEach(header::fill);
        while (studies.size() < count - tests) {
            studies.add(header.foreign(study("unknown_patient", "foreign_patient_cd"), somebody()));
        }
        while (studies.size() < count) {
            studies.add(header.testObject(study("test_object", "test_patient")));
        }
        return new Site(profile.languages().get(0), mixed(people), mixed(exams.stream().filter(Exam::inRis).toList()),
                mixed(studies));
    }

    private <T> List<T> mixed(List<T> list) {
        List<T> mixed = new ArrayList<>(list);
        for (int i = mixed.size() - 1; i > 0; i--) {
            mixed.set(i, mixed.set(dice.below(i + 1), mixed.get(i)));
        }
        return mixed;
    }

    private Study study(String match, String error) {
        Study study = new Study("2.25." + dice.between(1, 9) + dice.digits(24));
        study.match = match;
        if (!error.isEmpty()) {
            study.errors.add(error);
        }
        return study;
    }

    /** A new patient, now and then with somebody who is easily taken for him. */
    private void admit() {
        Person person = register(somebody());
        if (dice.hits(rates.of("dob_typo_in_ris"))) {
            person.bornInRis = LocalDate.parse(Typos.date(dice, person.born));
        }
        if (dice.hits(rates.of("merged_identity"))) {
            person.retiredId = number(person.born);
            person.retiredVia = dice.hits(0.15) ? number(person.born) : null;
            person.retiredLast = dice.hits(0.4) ? lastName(person.sex) : person.last;
        }
        if (dice.hits(rates.of("twin_pair"))) {
            Person twin = person.like();
            twin.sex = dice.hits(0.7) ? person.sex : person.sex.equals("M") ? "F" : "M";
            twin.first = otherFirstName(twin.sex, person.first);
            twin.last = twin.sex.equals(person.sex) ? person.last : lastName(twin.sex);
            person.twin = register(twin);
            person.birthOrder = "A";
            twin.birthOrder = "B";
        }
        if (dice.hits(rates.of("same_name_other_dob"))) {
            Person namesake = person.like();
            namesake.born = birthDate();
            namesake.bornInRis = namesake.born;
            register(namesake);
        }
        if (dice.hits(rates.of("father_and_son")) && person.born.getYear() > 1945) {
            Person father = person.like();
            father.born = person.born.minusDays(dice.between(20 * 365, 42 * 365));
            father.bornInRis = father.born;
            register(father);
        }
    }

    private Person register(Person person) {
        person.id = number(person.born);
        people.add(person);
        return person;
    }

    private String number(LocalDate born) {
        String id;
        do {
            id = profile.identifiers().next(dice, taken.size(), born);
        } while (!taken.add(id));
        return id;
    }

    /** Somebody whom the RIS does not know yet. */
    private Person somebody() {
        Person person = new Person();
        person.sex = dice.hits(0.5) ? "M" : "F";
        person.born = birthDate();
        person.bornInRis = person.born;
        Names names = Names.of(language());
        person.last = names.last(dice, person.sex, profile.surnames());
        person.first = names.first(dice, person.sex);
        person.middle = names.middle(dice);
        return person;
    }

    private String language() {
        return profile.languages().size() == 1 || dice.hits(0.8) ? profile.languages().get(0)
                : dice.of(profile.languages().subList(1, profile.languages().size()));
    }

    private Word lastName(String sex) {
        return Names.of(profile.languages().get(0)).last(dice, sex, profile.surnames());
    }

    private Word otherFirstName(String sex, Word first) {
        Word other;
        do {
            other = Names.of(profile.languages().get(0)).first(dice, sex);
        } while (other.equals(first));
        return other;
    }

    private LocalDate birthDate() {
        return LocalDate.of(1924, 1, 1).plusDays(dice.below(365 * 84));
    }

    private LocalDateTime time() {
        LocalDate date = LocalDate.of(FIRST_YEAR, 1, 1).plusDays(dice.below(365 * (LAST_YEAR - FIRST_YEAR + 1)));
        int hour = dice.hits(0.85) ? dice.between(7, 16) : dice.between(17, 23);
        return date.atTime(hour, dice.below(60));
    }

    /** One exam or two of a day, and the studies that came of it. */
    private void visit() {
        Person person = dice.of(people);
        LocalDateTime at = time();
        if (mishaps.visit(person, at)) {
            return;
        }
        Exam exam = order(person, at, dice.of(Procedure.ALL), null);
        if (dice.hits(rates.of("ris_only"))) {
            exam.status = dice.of(List.of("CANCELLED", "NO_SHOW", "COMPLETED"));
            return;
        }
        Procedure companion = exam.procedure.companion();
        // Three procedures of seventeen have a companion.
        if (companion != null && dice.hits(rates.of("combined_exams") * 17 / 3)) {
            Exam second = order(exam.person, exam.performed, companion, exam);
            second.performedInRis = exam.performedInRis;
            Study study = study("matched", "combined_exams");
            study.exams.addAll(List.of(exam, second));
            studies.add(study);
            return;
        }
        show(exam);
        if (sometimes("serial_exams")) {
            serial(exam);
        }
        if (exam.person.twin != null && sometimes("twins_together")) {
            show(order(exam.person.twin, exam.performed.plusMinutes(dice.between(5, 40)), exam.procedure, null));
        }
        if (dice.hits(rates.of("same_day_second_exam"))) {
            int minutes = profile.name().equals("usual") ? 60 : dice.between(25, 240);
            LocalDateTime later = exam.performed.plusMinutes(minutes);
            show(order(exam.person, later, dice.hits(0.2) ? exam.procedure : dice.of(Procedure.ALL), exam));
        }
    }

    /** Not a throw where it never happens, so that other sites stay as they are. */
    boolean sometimes(String event) {
        return rates.of(event) > 0 && dice.hits(rates.of(event));
    }

    /** The same again for some days, as in intensive care. */
    private void serial(Exam first) {
        LocalDateTime at = first.performed;
        for (int i = dice.between(3, 10); i > 0; i--) {
            at = at.plusMinutes(dice.between(7 * 60, 26 * 60));
            show(order(first.person, at, first.procedure, null));
        }
    }

    Exam order(Person person, LocalDateTime performed, Procedure procedure, Exam order) {
        Exam exam = new Exam(person, performed, procedure, "COMPLETED");
        exam.order = order;
        if (sometimes("scheduled_time")) {
            exam.performedInRis = performed.plusMinutes(dice.between(-300, 120));
        }
        exam.underOldId = person.retiredId != null && dice.hits(profile.oldIds());
        exams.add(exam);
        return exam;
    }

    private void show(Exam exam) {
        boolean split = dice.hits(rates.of("split_study"));
        boolean twice = !split && dice.hits(rates.of("duplicate_new_uid"));
        study(exam, split ? "split_study" : "");
        if (split || twice) {
            study(exam, split ? "split_study" : "duplicate_new_uid");
        }
    }

    Study study(Exam exam, String error) {
        Study study = study("matched", error);
        study.exams.add(exam);
        studies.add(study);
        return study;
    }

    Person somebodyElse(Person person) {
        Person other;
        do {
            other = dice.of(people);
        } while (other == person);
        return other;
    }

    /** A study of a known patient of which the RIS has no exam; a third of them on a day with other exams of his. */
    private void unregistered() {
        Person person = dice.of(people);
        LocalDateTime performed = time();
        if (dice.hits(0.3)) {
            // Of an exam that has its own study: without one nobody could tell that it is not this.
            Exam other = dice.of(studies).exam();
            person = other.person;
            performed = other.performed.plusMinutes(dice.between(90, 300));
        }
        Exam exam = new Exam(person, performed, dice.of(Procedure.ALL), "");
        exams.add(exam);
        Study study = study("patient_only", "no_ris_exam");
        study.exams.add(exam);
        studies.add(study);
    }

    /** Numbers the exams in the order in which they were done, as a RIS does. */
    private void number() {
        exams.sort(Comparator.comparing((Exam exam) -> exam.performed));
        taken.clear();
        for (int i = 0; i < exams.size(); i++) {
            Exam exam = exams.get(i);
            exam.id = "E%06d".formatted(i + 1);
            if (exam.order != null && profile.accessions() == AccessionFormat.SUB_PROCEDURE) {
                exam.accession = exam.order.accession.replaceFirst("\\.1$", ".2");
                continue;
            }
            do {
                exam.accession = profile.accessions().next(dice, i, exam.performed, exam.procedure.modality());
            } while (!taken.add(exam.accession));
        }
    }
}
