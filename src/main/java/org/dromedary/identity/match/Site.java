package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All that the RIS knows, in memory: patients, their exams, and the blocks in which candidates are looked for. */
final class Site {

    private static final int ACCESSION = 1;
    private static final int IDENTIFIER = 2;
    private static final int BIRTH_AND_WORD = 3;
    private static final int DAY_AND_WORD = 4;
    private static final int DAY_AND_BIRTH = 5;
    private static final int STUDY_UID = 6;
    private static final int EXACT_IDENTIFIER = 7;
    private static final int EXACT_ACCESSION = 8;

    /** Blocks are read so far: what is more common than that tells nobody apart. */
    private static final int MAX_OF_A_BLOCK = 200;

    final MatchRules rules;
    final NameBook names;
    final Vocabulary words;
    final Codes identifiers;
    final Codes accessions;
    final List<Person> persons = new ArrayList<>();
    final List<Exam> exams = new ArrayList<>();
    private final Survivors<String> survivors = new Survivors<>();
    private final Blocks blocks = new Blocks();
    private final Map<Integer, Integer> births = new HashMap<>();
    private Map<String, Person> byIdentity = new HashMap<>();
    private String[] sortedAccessions = {};
    /** Those with a date, by time. */
    private Exam[] byTime = {};

    private Site(MatchRules rules) {
        this.rules = rules;
        this.names = new NameBook(rules);
        this.words = new Vocabulary(rules);
        this.identifiers = new Codes(rules.identifierPrefixes, false);
        this.accessions = new Codes(rules.accessionPrefixes, true);
    }

    static Site of(MatchRules rules, Iterable<RisExam> exams, Iterable<RisPatient> patients) {
        Site site = new Site(rules);
        for (RisPatient patient : patients) {
            if (!patient.mergedInto().isBlank()) {
                site.survivors.merge(identity(patient.patientId(), patient.issuer()),
                        identity(patient.mergedInto(), patient.mergedIntoIssuer()));
            }
        }
        patients.forEach(site::add);
        Set<String> seen = new HashSet<>();
        for (RisExam exam : exams) {
            if (seen.add(exam.examId())) {
                site.add(exam);
            }
        }
        site.index();
        return site;
    }

    int mergeCycles() {
        return survivors.inCycles().size();
    }

    private static String identity(String id, String issuer) {
        return id.strip() + '\u0000' + issuer.strip();
    }

    private void add(RisPatient patient) {
        Person person = person(patient.patientId(), patient.issuer());
        patient.otherIds().stream().filter(id -> !person.ids.contains(Codes.plain(id)))
                .forEach(id -> addId(person, id, Person.ANYBODY));
        describe(person, patient.lastName(), patient.firstName(), patient.middleName(), patient.birthDate(),
                patient.sex());
    }

    private void add(RisExam exam) {
        if (exam.patientId().isBlank()) {
            return;
        }
        Person person = person(exam.patientId(), exam.issuer());
        describe(person, exam.lastName(), exam.firstName(), exam.middleName(), exam.birthDate(), exam.sex());
        exams.add(new Exam(exams.size(), exam, person, words, rules));
        accessions.learn(exam.accession());
    }

    private Person person(String id, String issuer) {
        String survivor = survivors.of(identity(id, issuer));
        Person person = byIdentity.get(survivor);
        if (person == null) {
            int end = survivor.indexOf('\u0000');
            person = new Person(persons.size(), survivor.substring(0, end), survivor.substring(end + 1));
            persons.add(person);
            byIdentity.put(survivor, person);
            addId(person, person.patientId, words.issuer(person.issuer));
        }
        addId(person, id, words.issuer(issuer));
        return person;
    }

    private void addId(Person person, String id, int issuer) {
        String plain = Codes.plain(id);
        if (plain.isEmpty() || person.has(plain, issuer)) {
            return;
        }
        boolean found = person.ids.contains(plain);
        person.add(plain, issuer);
        if (!found) {
            identifiers.learn(id);
            blocks.add(Blocks.key(EXACT_IDENTIFIER, plain), person.number);
            for (String key : identifiers.keysOfRis(id)) {
                blocks.add(Blocks.key(IDENTIFIER, key), person.number);
            }
        }
    }

    private void describe(Person person, String last, String first, String middle, String birthDate, String sex) {
        for (PersonName name : names.ofDicom(last.contains("=") ? last : last + '^' + first + '^' + middle)) {
            if (!person.names.contains(name)) {
                person.names.add(name);
                if (person.names.size() == 1) {
                    names.count(name);
                }
            }
        }
        int birth = Dates.number(birthDate);
        if (birth != Dates.NONE && Arrays.stream(person.births).noneMatch(known -> known == birth)) {
            person.births = Arrays.copyOf(person.births, person.births.length + 1);
            person.births[person.births.length - 1] = birth;
            births.merge(birth, 1, Integer::sum);
        }
        if (person.sex == ' ' && !sex.isBlank()) {
            person.sex = Header.sex(sex);
        }
    }

    private void index() {
        byIdentity = null;
        int[] counts = new int[persons.size()];
        exams.forEach(exam -> counts[exam.person.number]++);
        persons.forEach(person -> person.exams = new Exam[counts[person.number]]);
        for (Exam exam : exams) {
            exam.person.exams[--counts[exam.person.number]] = exam;
            index(exam);
        }
        exams.stream().filter(exam -> !exam.outcome.live())
                .forEach(exam -> exam.replacement = Orders.replacement(exam));
        byTime = exams.stream().filter(exam -> exam.day != Dates.NONE)
                .sorted(Comparator.comparingInt((Exam exam) -> exam.day)).toArray(Exam[]::new);
        for (Person person : persons) {
            for (String word : sounds(person.names)) {
                for (int birth : person.births) {
                    blocks.add(Blocks.key(BIRTH_AND_WORD, birth, word), person.number);
                }
            }
        }
        sortedAccessions = exams.stream().map(exam -> exam.plainAccession).filter(text -> !text.isEmpty()).sorted()
                .toArray(String[]::new);
    }

    private void index(Exam exam) {
        if (!exam.plainAccession.isEmpty()) {
            blocks.add(Blocks.key(EXACT_ACCESSION, exam.plainAccession), exam.number);
        }
        for (String key : accessions.keysOfRis(exam.accession)) {
            blocks.add(Blocks.key(ACCESSION, key), exam.number);
        }
        if (!exam.studyUid.isEmpty()) {
            blocks.add(Blocks.key(STUDY_UID, exam.studyUid), exam.number);
        }
        if (exam.day != Dates.NONE) {
            for (String word : sounds(exam.person.names)) {
                blocks.add(Blocks.key(DAY_AND_WORD, exam.day, word), exam.number);
            }
            for (int birth : exam.person.births) {
                blocks.add(Blocks.key(DAY_AND_BIRTH, exam.day, Integer.toString(birth)), exam.number);
            }
        }
    }

    /** One key for each word that may identify: the sound, or the word itself where that is too short. */
    private static Set<String> sounds(List<PersonName> names) {
        Set<String> sounds = new HashSet<>();
        for (PersonName name : names) {
            name.family().forEach(word -> sounds.add(sound(word)));
            name.given().stream().limit(2).forEach(word -> sounds.add(sound(word)));
        }
        return sounds;
    }

    private static String sound(PersonName.Word word) {
        return word.sound.length() < 2 ? word.text : word.sound;
    }

    boolean hasIdentifier(String plain) {
        return blocks.count(Blocks.key(EXACT_IDENTIFIER, plain), 1) > 0;
    }

    boolean hasAccession(String plain) {
        return blocks.count(Blocks.key(EXACT_ACCESSION, plain), 1) > 0;
    }

    /** How many patients, or exams, share a key of an identifier, or accession number; at least 1. */
    int sharing(boolean identifier, String key) {
        return Math.max(1, blocks.count(Blocks.key(identifier ? IDENTIFIER : ACCESSION, key), 1000));
    }

    /** How many accession numbers begin so; at least 1. */
    int beginning(String prefix) {
        int from = Arrays.binarySearch(sortedAccessions, prefix);
        int to = Arrays.binarySearch(sortedAccessions, prefix + '\uFFFF');
        return Math.max(1, (to < 0 ? -to - 1 : to) - (from < 0 ? -from - 1 : from));
    }

    /** The share of patients born on that day, never below what chance gives. */
    double shareBorn(int birth) {
        return Math.max(1 / 36500.0, births.getOrDefault(birth, 0) / (double) persons.size());
    }

    /** All exams from one day to another, both included. */
    void each(int firstDay, int lastDay, Consumer<Exam> take) {
        int low = 0;
        for (int high = byTime.length; low < high;) {
            int middle = (low + high) >>> 1;
            if (byTime[middle].day < firstDay) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int at = low; at < byTime.length && byTime[at].day <= lastDay; at++) {
            take.accept(byTime[at]);
        }
    }

    /** Everybody of the same surname who was born the same day, or the day before or after. */
    Set<Person> twins(Person person) {
        Set<Person> twins = new LinkedHashSet<>();
        Set<String> families = families(person);
        for (int birth : person.births) {
            for (int near : Dates.around(birth)) {
                for (String word : families) {
                    blocks.each(Blocks.key(BIRTH_AND_WORD, near, word), MAX_OF_A_BLOCK, number -> {
                        if (number != person.number && families(persons.get(number)).contains(word)) {
                            twins.add(persons.get(number));
                        }
                    });
                }
            }
        }
        return twins;
    }

    private static Set<String> families(Person person) {
        Set<String> words = new HashSet<>();
        person.names.forEach(name -> name.family().forEach(word -> words.add(sound(word))));
        return words;
    }

    void byAccession(String key, boolean exact, Consumer<Exam> take) {
        blocks.each(Blocks.key(exact ? EXACT_ACCESSION : ACCESSION, key), MAX_OF_A_BLOCK,
                number -> take.accept(exams.get(number)));
    }

    void byIdentifier(String key, boolean exact, Consumer<Person> take) {
        blocks.each(Blocks.key(exact ? EXACT_IDENTIFIER : IDENTIFIER, key), MAX_OF_A_BLOCK,
                number -> take.accept(persons.get(number)));
    }

    void byStudyUid(String uid, Consumer<Exam> take) {
        blocks.each(Blocks.key(STUDY_UID, uid), MAX_OF_A_BLOCK, number -> take.accept(exams.get(number)));
    }

    void byBirthAndName(int birth, List<PersonName> names, Consumer<Person> take) {
        for (String word : sounds(names)) {
            blocks.each(Blocks.key(BIRTH_AND_WORD, birth, word), MAX_OF_A_BLOCK,
                    number -> take.accept(persons.get(number)));
        }
    }

    void byDay(int day, int birth, List<PersonName> names, Consumer<Exam> take) {
        for (String word : sounds(names)) {
            blocks.each(Blocks.key(DAY_AND_WORD, day, word), MAX_OF_A_BLOCK,
                    number -> take.accept(exams.get(number)));
        }
        if (birth != Dates.NONE) {
            blocks.each(Blocks.key(DAY_AND_BIRTH, day, Integer.toString(birth)), MAX_OF_A_BLOCK,
                    number -> take.accept(exams.get(number)));
        }
    }
}
