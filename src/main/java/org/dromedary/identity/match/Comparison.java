package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.dromedary.identity.match.Levels.Accession;
import org.dromedary.identity.match.Levels.BirthDate;
import org.dromedary.identity.match.Levels.Identifier;
import org.dromedary.identity.match.Levels.Sex;
import org.dromedary.identity.match.NameBook.Likeness;

/** Finds the candidates of a study and compares it with each, field by field. */
final class Comparison {

    /** Exams of one patient that are looked at: those nearest in time. */
    private static final int NEAREST = 12;
    private static final int MIN_CODE_LENGTH = 5;

    private final Site site;

    Comparison(Site site) {
        this.site = site;
    }

    /** Every patient that may be meant, once without an exam, and once with each exam that may be meant. */
    List<Candidate> candidates(Header header) {
        Set<Person> persons = new HashSet<>(header.owners);
        Set<Exam> exams = new HashSet<>(header.accessionOwners);
        header.identifierKeys.forEach(key -> site.byIdentifier(key, header.identifierKnown, persons::add));
        site.byStudyUid(header.study.studyUid(), exams::add);
        if (header.birth != Dates.NONE) {
            site.byBirthAndName(header.birth, header.names, persons::add);
            int swapped = header.birth / 10000 * 10000 + header.birth % 100 * 100 + header.birth / 100 % 100;
            site.byBirthAndName(swapped, header.names, persons::add);
        }
        if (header.day != Dates.NONE) {
            for (int day = header.day - 1; day <= header.day + 1; day++) {
                site.byDay(day, header.birth, header.names, exams::add);
            }
        }
        persons.forEach(person -> nearest(person, header, exams));
        exams.forEach(exam -> persons.add(exam.person));
        Map<Person, Candidate> patients = new LinkedHashMap<>();
        List<Candidate> all = new ArrayList<>();
        persons.stream().sorted((a, b) -> Integer.compare(a.number, b.number))
                .forEach(person -> patients.put(person, comparePatient(header, new Candidate(person, null))));
        all.addAll(patients.values());
        exams.stream().sorted((a, b) -> Integer.compare(a.number, b.number)).forEach(
                exam -> all.add(compareExam(header, copy(patients.get(exam.person), exam))));
        return all;
    }

    private static void nearest(Person person, Header header, Set<Exam> exams) {
        if (person.exams.length <= NEAREST) {
            exams.addAll(List.of(person.exams));
            return;
        }
        int left = NEAREST;
        for (int days = 0; days <= 3 && left > 0 && header.day != Dates.NONE; days++) {
            for (Exam exam : person.exams) {
                if (exam.day != Dates.NONE && Math.abs(exam.day - header.day) == days && left-- > 0) {
                    exams.add(exam);
                }
            }
        }
    }

    private static Candidate copy(Candidate patient, Exam exam) {
        Candidate candidate = new Candidate(patient.person, exam);
        candidate.identifier = patient.identifier;
        candidate.identifierChance = patient.identifierChance;
        candidate.issuers = patient.issuers;
        candidate.name = patient.name;
        candidate.nameChance = patient.nameChance;
        candidate.birthDate = patient.birthDate;
        candidate.birthChance = patient.birthChance;
        candidate.sex = patient.sex;
        return candidate;
    }

    Set<Person> twins(Person person) {
        return site.twins(person);
    }

    /** All exams from one day to another, both included. */
    void each(int firstDay, int lastDay, Consumer<Exam> take) {
        site.each(firstDay, lastDay, take);
    }

    /** Compares with somebody who is no candidate. */
    Candidate patient(Header header, Person person) {
        return comparePatient(header, new Candidate(person, null));
    }

    private Candidate comparePatient(Header header, Candidate candidate) {
        Person person = candidate.person;
        compareIdentifier(header, candidate);
        Likeness best = null;
        for (PersonName name : person.names) {
            Likeness one = site.names.compare(header.names, name);
            if (best == null || one.level().ordinal() < best.level().ordinal()) {
                best = one;
            }
        }
        candidate.name = best == null ? Levels.Name.MISSING : best.level();
        candidate.nameChance = best == null ? 1 : best.chance();
        candidate.birthDate = BirthDate.MISSING;
        for (int birth : person.births) {
            BirthDate level = Dates.compare(header.birth, birth);
            if (level != BirthDate.MISSING && (candidate.birthDate == BirthDate.MISSING
                    || level.ordinal() < candidate.birthDate.ordinal())) {
                candidate.birthDate = level;
            }
        }
        candidate.birthChance = switch (candidate.birthDate) {
            case SAME -> site.shareBorn(header.birth);
            case SWAPPED -> 1 / 20000.0;
            case DIGIT -> 1 / 700.0;
            case YEAR -> 1 / 70.0;
            default -> 1;
        };
        candidate.sex = header.sex == ' ' || person.sex == ' ' ? Sex.MISSING
                : header.sex == person.sex ? Sex.SAME : Sex.DIFFERENT;
        return candidate;
    }

    private void compareIdentifier(Header header, Candidate candidate) {
        List<String> ids = candidate.person.ids;
        candidate.identifierChance = 1;
        candidate.issuers = candidate.person.issuersOf(header.identifier::equals);
        if (header.identifier.isEmpty()) {
            candidate.identifier = Identifier.MISSING;
        } else if (ids.contains(header.identifier)) {
            candidate.identifier = Identifier.SAME;
            candidate.identifierChance = chance(true, header.identifier);
        } else {
            for (String key : header.identifierKnown ? Set.<String>of() : header.identifierKeys) {
                Predicate<String> alike = id -> id.equals(key) || Codes.core(id).equals(Codes.core(key));
                if (ids.stream().anyMatch(alike)) {
                    candidate.identifier = Identifier.VARIANT;
                    candidate.issuers = candidate.person.issuersOf(alike);
                    candidate.identifierChance = chance(true, Codes.core(key));
                    return;
                }
            }
            candidate.identifier = differing(header, ids);
        }
    }

    private double chance(boolean identifier, String key) {
        return site.sharing(identifier, key) / (double) (identifier ? site.persons.size() : site.exams.size());
    }

    private Identifier differing(Header header, List<String> ids) {
        if (!header.owners.isEmpty()) {
            return Identifier.OTHER;
        }
        String own = Codes.core(header.identifier);
        for (String id : ids) {
            String core = Codes.core(id);
            if (Math.min(own.length(), core.length()) >= MIN_CODE_LENGTH) {
                if (Math.abs(own.length() - core.length()) <= 2 && (own.startsWith(core) || core.startsWith(own))) {
                    return Identifier.PARTIAL;
                }
                if (Edits.within(own, core, 1)) {
                    return Identifier.TYPO;
                }
            }
        }
        return site.identifiers.looksLikeOurs(header.identifier) ? Identifier.UNKNOWN : Identifier.FOREIGN;
    }

    /** A pair taken by chance: only what is counted of such. */
    Candidate compareIdentifierAndExam(Header header, Exam exam) {
        Candidate candidate = new Candidate(exam.person, exam);
        compareIdentifier(header, candidate);
        return compareExam(header, candidate);
    }

    private Candidate compareExam(Header header, Candidate candidate) {
        Exam exam = candidate.exam;
        candidate.gap = TimeGap.bucket(exam.day, exam.minute, header.day, header.minute);
        candidate.time = TimeGap.level(candidate.gap);
        candidate.accession = accession(header, candidate);
        return candidate;
    }

    private Accession accession(Header header, Candidate candidate) {
        Exam exam = candidate.exam;
        candidate.accessionChance = 1;
        if (header.accession.isEmpty()) {
            return Accession.MISSING;
        }
        if (exam.replacement != null && header.reordered.contains(exam.replacement)) {
            // its number stands for what was ordered instead
            return fitsAnother(header, exam) ? Accession.OTHER_FITS : Accession.OTHER;
        }
        if (header.accession.equals(exam.plainAccession)) {
            candidate.accessionChance = chance(false, header.accession);
            return Accession.SAME;
        }
        if (header.accessionOwners.contains(exam)) {
            candidate.accessionChance = header.accessionOwners.size() / (double) site.exams.size();
            return header.reordered.contains(exam) ? Accession.REORDERED : Accession.VARIANT;
        }
        if (!header.accessionOwners.isEmpty()) {
            return fitsAnother(header, exam) ? Accession.OTHER_FITS : Accession.OTHER;
        }
        return differing(header.accession, exam.plainAccession, candidate);
    }

    private Accession differing(String own, String ris, Candidate candidate) {
        if (Math.min(own.length(), ris.length()) < MIN_CODE_LENGTH - 1) {
            return Accession.UNKNOWN;
        }
        if (ris.startsWith(own) && own.length() * 2 >= ris.length()) {
            candidate.accessionChance = site.beginning(own) / (double) site.exams.size();
            return Accession.TRUNCATED;
        }
        boolean typo = Edits.within(own, ris, 1) || Edits.within(Codes.core(own), Codes.core(ris), 1)
                || own.length() >= 6 && ris.endsWith(own);
        return typo ? Accession.TYPO : Accession.UNKNOWN;
    }

    /** The exam that has the study's accession number was done about then, so that it may well be the right one. */
    private static boolean fitsAnother(Header header, Exam candidate) {
        for (Exam owner : header.accessionOwners) {
            int bucket = TimeGap.bucket(owner.day, owner.minute, header.day, header.minute);
            if (owner != candidate && bucket != TimeGap.FAR && bucket != TimeGap.WEEKS && bucket != TimeGap.DAYS) {
                return true;
            }
        }
        return false;
    }
}
