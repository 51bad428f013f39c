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
        SAME, VARIANT, TRUNCATED, TYPO, MISSING, UNKNOWN, OTHER, OTHER_FITS
    }

    enum Time {
        MINUTES, DAY, NEXT_DAY, DAYS, FAR, MISSING
    }

    /** Of a learned association: the two go together, say nothing, or never do. */
    enum Agreement {
        AGREES, NEUTRAL, DIFFERS
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
        all.put("twin", Set.of("yes", "no"));
        all.put("exam", Set.of("free", "taken"));
        all.put("study-uid", Set.of("same", "different", "missing"));
        all.put("test-object", Set.of("yes", "no"));
        return Collections.unmodifiableMap(all);
    }

    private static Set<String> words(Enum<?>[] levels) {
        return Arrays.stream(levels).map(Levels::word).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
