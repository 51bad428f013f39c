package org.dromedary.identity.match;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An invented hospital with a few hundred clean studies, to which a test adds its trap. Identifiers are seven digits
 * after a letter, accession numbers carry the year.
 */
final class SmallSite {

    private static final String[] FAMILY = {"Abendrot", "Birkenau", "Czernik", "Dornbusch", "Eulenfels", "Feldhaus",
        "Grauwacke", "Hollerbach", "Ilmenau", "Jungholz", "Kaltwasser", "Lindwurm", "Moorkamp", "Nebelhorn", "Ostertag",
        "Pfeffermann", "Quellmalz", "Rosenzweig", "Silbertal", "Tannhof"};
    private static final String[] GIVEN = {"Adelheid", "Bertram", "Cordula", "Dietlind", "Eberhard", "Frauke",
        "Gisbert", "Hedwig", "Irmgard", "Joachim", "Kunigunde", "Leopold", "Mechthild", "Norbert", "Ottilie", "Rupert",
        "Swantje"};
    private static final String[][] PROCEDURES = {{"CT", "CTH", "Schädel nativ", "HEAD"},
        {"MR", "MRK", "Knie", "KNEE"}, {"DX", "DXT", "Thorax stehend", "CHEST"},
        {"US", "USA", "Abdomen Sono", "ABDOMEN"}};
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HHmmss");

    final List<PacsStudy> studies = new ArrayList<>();
    final List<RisExam> exams = new ArrayList<>();
    final List<RisPatient> patients = new ArrayList<>();

    /** Clean studies of {@code patients} invented patients, one each. */
    SmallSite(int patients) {
        for (int i = 0; i < patients; i++) {
            Person person = new Person("H" + (2000000 + i * 7919 % 1000003), FAMILY[i % FAMILY.length],
                    GIVEN[i * 7 % GIVEN.length], String.format("%04d-%02d-%02d", 1930 + i * 13 % 70, 1 + i * 5 % 12,
                            1 + i * 11 % 28), i % 2 == 0 ? "F" : "M");
            LocalDateTime performed = LocalDateTime.of(2014, 1, 6, 8, 0).plusDays(i * 5L).plusMinutes(i * 37 % 600);
            exam("E" + i, number(i), person, performed, i);
            study("1.2.3." + i, person, performed.plusMinutes(5 + i % 20), number(i), i);
        }
    }

    record Person(String id, String family, String given, String born, String sex) {

        Person named(String newFamily, String newGiven) {
            return new Person(id, newFamily, newGiven, born, sex);
        }

        Person withId(String newId) {
            return new Person(newId, family, given, born, sex);
        }

        Person born(String newBorn) {
            return new Person(id, family, given, newBorn, sex);
        }
    }

    private static String number(int i) {
        return "A" + (14 + i * 5 / 365) + (100000 + i * 6421 % 899981);
    }

    /** What is done, or what a device says of it. */
    record Work(String modality, String code, String text, String bodyPart) {

        Work text(String newText) {
            return new Work(modality, code, newText, bodyPart);
        }

        Work bodyPart(String newBodyPart) {
            return new Work(modality, code, text, newBodyPart);
        }
    }

    static Work procedure(int number) {
        String[] what = PROCEDURES[number % PROCEDURES.length];
        return new Work(what[0], what[1], what[2], what[3]);
    }

    void exam(String examId, String accession, Person person, LocalDateTime performed, int procedure) {
        exam(examId, accession, person, performed, procedure(procedure), "DONE");
    }

    void exam(String examId, String accession, Person person, LocalDateTime performed, Work what, String status) {
        exams.add(new RisExam(examId, accession, person.id, "", person.family, person.given, "", person.born,
                person.sex, performed.toString().replace('T', ' ').substring(0, 16), what.modality, what.code,
                what.text, what.bodyPart, status, ""));
    }

    void study(String uid, Person header, LocalDateTime at, String accession, int procedure) {
        study(uid, header, at, accession, procedure(procedure));
    }

    void study(String uid, Person header, LocalDateTime at, String accession, Work what) {
        studies.add(new PacsStudy(uid, header.id, "", header.family + '^' + header.given,
                header.born.replace("-", ""), header.sex, at.toLocalDate().toString().replace("-", ""),
                at.format(SECONDS), accession, "", what.modality, what.text, what.bodyPart, "", what.modality + "1"));
    }

    Map<String, Decision> match() {
        Map<String, Decision> decisions = new HashMap<>();
        Matching.with(MatchRules.load(null)).run(studies, exams, patients,
                decision -> decisions.put(decision.studyUid(), decision));
        return decisions;
    }
}
