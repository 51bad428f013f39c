package org.dromedary.identity.match;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the PACS says of a study, ready to be compared. */
final class Header {

    final PacsStudy study;
    final List<PersonName> names;
    final int birth;
    final char sex;
    /** The Patient ID plain, and the keys under which the RIS may have it; empty without one. */
    final String identifier;
    final Set<String> identifierKeys;
    /** The accession number plain; the Study ID if that is where it was written. */
    final String accession;
    final Set<String> accessionKeys;
    final boolean accessionKnown;
    final boolean identifierKnown;
    final int issuer;
    final int day;
    final int minute;
    final int[] modalities;
    final int description;
    final int bodyPart;
    final int station;
    final Side side;
    final boolean testObject;
    /** Patients to whom its identifier belongs. */
    final Set<Person> owners = new HashSet<>();
    /** Exams that have its accession number, or were ordered instead of one that had it. */
    final Set<Exam> accessionOwners = new HashSet<>();
    /** Those ordered instead. */
    final Set<Exam> reordered = new HashSet<>();

    Header(PacsStudy study, Site site) {
        this.study = study;
        this.names = site.names.ofDicom(study.patientName());
        int born = Dates.number(study.birthDate());
        this.birth = isDefault(born, site.rules) ? Dates.NONE : born;
        this.sex = sex(study.sex());
        this.identifier = Codes.plain(study.patientId());
        this.identifierKnown = site.hasIdentifier(identifier);
        this.identifierKeys = identifierKnown ? Set.of(identifier) : site.identifiers.keysOfPacs(study.patientId());
        this.issuer = site.words.issuer(study.issuer());
        String written = Codes.plain(study.accession()).isEmpty() ? inStudyId(study, site) : study.accession();
        this.accession = Codes.plain(written);
        this.accessionKnown = site.hasAccession(accession);
        this.accessionKeys = accessionKnown ? Set.of(accession) : site.accessions.keysOfPacs(written);
        this.day = Dates.day(study.studyDate());
        int time = Dates.minute(study.studyTime());
        this.minute = time == 0 && study.studyTime().matches("0+(\\.0+)?") ? Dates.NONE : time;
        this.modalities = modalities(study.modalities(), site.words);
        this.description = site.words.of("D:" + Fold.words(study.description()));
        this.bodyPart = site.words.of("B:" + site.rules.sides.without(Fold.words(study.bodyPart())));
        this.station = site.words.of("N:" + Fold.words(study.station()));
        this.side = Side.of(site.rules.sides, study.description(), study.bodyPart());
        this.testObject = isTest(site.rules);
        for (String key : identifierKeys.stream().limit(2).toList()) {
            site.byIdentifier(key, identifierKnown, owners::add);
        }
        for (String key : accessionKeys) {
            site.byAccession(key, accessionKnown, this::addOwner);
        }
    }

    private void addOwner(Exam exam) {
        if (exam.replacement == null) {
            accessionOwners.add(exam);
        } else if (accessionOwners.add(exam.replacement)) {
            reordered.add(exam.replacement);
        }
    }

    private static boolean isDefault(int birth, MatchRules rules) {
        return birth == Dates.NONE || rules.defaultBirthDates.contains(
                String.format(Locale.ROOT, "%04d-%02d-%02d", birth / 10000, birth / 100 % 100, birth % 100));
    }

    private static String inStudyId(PacsStudy study, Site site) {
        String plain = Codes.plain(study.studyId());
        return plain.length() >= 5 && (site.hasAccession(plain) || site.accessions.looksLikeOurs(plain))
                ? study.studyId() : "";
    }

    private static int[] modalities(String text, Vocabulary words) {
        List<Integer> list = new ArrayList<>(2);
        for (String one : text.split("[\\\\ ,/]+")) {
            int number = one.isBlank() ? Vocabulary.NOTHING : words.modality(one);
            if (number != Vocabulary.NOTHING) {
                list.add(number);
            }
        }
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isTest(MatchRules rules) {
        String all = Fold.words(study.patientName() + ' ' + study.patientId());
        for (String word : all.split(" ")) {
            if (rules.testObjects.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** F, M, or a blank for everything else. */
    static char sex(String text) {
        char first = text.isEmpty() ? ' ' : Character.toUpperCase(text.charAt(0));
        return first == 'W' || first == 'K' ? 'F' : first == 'F' || first == 'M' ? first : ' ';
    }
}
