package org.dromedary.identity.match;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of agreement between a study and a candidate, field by field, best first. */
final class Levels {

    enum Identifier {
        SAME, VARIANT, PARTIAL, TYPO, MISSING, FOREIGN, UNKNOWN, OTHER
    }

    enum Name {
        SAME, REORDERED, CLOSE, SURNAME, GIVEN, MISSING, DIFFERENT
    }

    enum BirthDate {
        SAME, SWAPPED, DIGIT, YEAR, MISSING, DIFFERENT
    }

    enum Sex {
        SAME, MISSING, DIFFERENT
    }

    enum Accession {
        SAME, VARIANT, TRUNCATED, TYPO, MISSING, UNKNOWN, OTHER, OTHER_FITS, REORDERED
    }

    enum Time {
        MINUTES, HOURS, DAY, NEXT_DAY, DAYS, FAR, MISSING
    }

    /** Of a learned association: the two go together, say nothing, rarely do, or never. */
    enum Agreement {
        AGREES, NEUTRAL, DOUBTFUL, DIFFERS
    }

    /** The side of the body: part where study or exams name both sides and the other one. */
    enum SideAgreement {
        AGREES, NEUTRAL, PART, DIFFERS
    }

    /** Other exams of the patient beside the best: added to it, or such that nobody can tell which was meant. */
    enum Beside {
        NONE, ADDED, REPEATED, OPEN, SHARED
    }

    /** Somebody of the same surname and birth date; ALIKE if the study's name fits no less. */
    enum Twin {
        NO, YES, ALIKE
    }

    /** Whether the exam whose number the study has, while it is another's, has a study of its own. */
    enum NumberOwner {
        NONE, FREE, TAKEN
    }

    /** An exam of another patient, or another one of this, that no study has: how it fits the study beside the best. */
    enum Elsewhere {
        NONE, FITS, FITS_BETTER
    }

    /** How the patient to whom the study's identifier belongs agrees with the study otherwise. */
    enum Owner {
        NONE, DIFFERS, AGREES
    }

    /** Field of a rule to the words for its levels. */
    static final Map<String, Set<String>> ALL = all();

    private Levels() {
    }

    static String word(Enum<?> level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        all.put("identifier", words(Identifier.values()));
        all.put("issuer", words(Agreement.values()));
        all.put("name", words(Name.values()));
        all.put("birth-date", words(BirthDate.values()));
        all.put("sex", words(Sex.values()));
        all.put("accession", words(Accession.values()));
        all.put("time", words(Time.values()));
        all.put("modality", words(Agreement.values()));
        all.put("procedure", words(Agreement.values()));
        all.put("owner-of-identifier", words(Owner.values()));
        all.put("shared-identifier", Set.of("yes", "no"));
        all.put("twin", words(Twin.values()));
        all.put("exam", Set.of("free", "wanted", "taken"));
        all.put("exam-status", words(ExamStatus.values()));
        all.put("exam-beside", words(Beside.values()));
        all.put("exam-elsewhere", words(Elsewhere.values()));
        all.put("other-exams", Set.of("yes", "no"));
        all.put("owner-of-accession", words(NumberOwner.values()));
        all.put("side", words(SideAgreement.values()));
        all.put("study-uid", Set.of("same", "different", "missing"));
        all.put("test-object", Set.of("yes", "no"));
        return Collections.unmodifiableMap(all);
    }

    private static Set<String> words(Enum<?>[] levels) {
        return Arrays.stream(levels).map(Levels::word).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
