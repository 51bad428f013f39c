package org.dromedary.pipeline.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** The keys by which a query that is too large for the source can be narrowed, in the order in which they are tried. */
enum SplitKey {

    TIME(Tag.StudyTime) {
        @Override
        List<Question> narrower(Question question, Collection<DataSet> seen) {
            String key = question.value(tag());
            int begin = key == null ? 0 : AnswerCheck.seconds(key.substring(0, key.indexOf('-')));
            int end = key == null ? DAY : AnswerCheck.seconds(key.substring(key.indexOf('-') + 1));
            end = end < 0 ? DAY : end;
            if (end - begin < 2) {
                return List.of();
            }
            int middle = begin + (end - begin) / 2;
            // They share their boundary: a fraction of its second belongs to the later one.
            return List.of(question.with(tag(), time(begin) + "-" + time(middle)),
                    question.with(tag(), time(middle) + "-" + (end == DAY ? "" : time(end))));
        }

        @Override
        boolean covers(DataSet study, Collection<String> asked) {
            return AnswerCheck.seconds(study.getString(tag())) >= 0;
        }
    },

    MODALITY(Tag.ModalitiesInStudy) {
        @Override
        List<Question> narrower(Question question, Collection<DataSet> seen) {
            if (question.value(tag()) != null) {
                return List.of();
            }
            Set<String> modalities = new TreeSet<>(COMMON_MODALITIES);
            seen.forEach(study -> study.getStrings(tag()).stream().map(String::strip)
                    .filter(value -> value.matches("[A-Za-z0-9_ ]{1,16}")).forEach(modalities::add));
            return modalities.stream().map(modality -> question.with(tag(), modality)).toList();
        }

        @Override
        boolean covers(DataSet study, Collection<String> asked) {
            return study.getStrings(tag()).stream().anyMatch(value -> asked.contains(value.strip()));
        }
    },

    PATIENT_ID(Tag.PatientID),
    PATIENT_NAME(Tag.PatientName),
    ACCESSION(Tag.AccessionNumber),
    REFERRING_PHYSICIAN(Tag.ReferringPhysicianName),
    INSTITUTION(Tag.InstitutionName);

    private static final int DAY = 24 * 60 * 60;
    private static final int MAX_PREFIX = 24;
    private static final Set<String> COMMON_MODALITIES = Set.of("CR", "CT", "DX", "ES", "MG", "MR", "NM", "OT", "PT",
            "PX", "RF", "SC", "US", "XA");
    private static final String FIRST = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";

    private final int tag;

    SplitKey(int tag) {
        this.tag = tag;
    }

    int tag() {
        return tag;
    }

    boolean isText() {
        return this != TIME && this != MODALITY;
    }

    /** As in the quirks of a source. */
    String hex() {
        return String.format("%08X", tag);
    }

    /**
     * Narrower questions that together find each study with a value that one would expect: the beginnings of its text.
     *
     * @param seen answers from which to learn what values there are
     * @return empty if this key can't narrow it any further
     */
    List<Question> narrower(Question question, Collection<DataSet> seen) {
        String key = question.value(tag);
        if (key != null && !key.endsWith("*")) {
            return List.of();
        }
        String prefix = key == null ? "" : key.substring(0, key.length() - 1);
        if (prefix.length() >= MAX_PREFIX) {
            return List.of();
        }
        List<Question> questions = new ArrayList<>();
        if (!prefix.isEmpty()) {
            questions.add(question.with(tag, prefix));
        }
        for (char next : next(prefix, seen)) {
            questions.add(question.with(tag, prefix + next + "*"));
        }
        return questions;
    }

    /** Whether the narrower questions must have found a study, by its value. */
    boolean covers(DataSet study, Collection<String> asked) {
        String value = study.getString(tag);
        if (value == null || value.isBlank()) {
            return false;
        }
        String upper = value.strip().toUpperCase(Locale.ROOT);
        return asked.stream().map(key -> key.toUpperCase(Locale.ROOT)).anyMatch(key -> key.endsWith("*")
                ? upper.startsWith(key.substring(0, key.length() - 1)) : upper.equals(key));
    }

    /** Characters that may follow: digits and letters, and what was seen; after the first only what is likely. */
    private Set<Character> next(String prefix, Collection<DataSet> seen) {
        Set<Character> next = new TreeSet<>();
        boolean letters = prefix.isEmpty();
        for (DataSet study : seen) {
            String value = study.getString(tag, "").strip();
            if (value.length() > prefix.length() && value.regionMatches(true, 0, prefix, 0, prefix.length())) {
                char c = value.charAt(prefix.length());
                letters |= Character.isLetter(c);
                if (c > ' ' && c < 0x7F && c != '*' && c != '?' && c != '\\') {
                    next.add(c);
                }
            }
        }
        (letters ? FIRST : DIGITS).chars().forEach(c -> next.add((char) c));
        return next;
    }

    private static String time(int seconds) {
        int within = Math.min(seconds, DAY - 1);
        return String.format("%02d%02d%02d", within / 3600, within / 60 % 60, within % 60);
    }
}
