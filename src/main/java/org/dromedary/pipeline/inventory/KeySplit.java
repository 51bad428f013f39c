package org.dromedary.pipeline.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.dromedary.archives.archive.ArchiveQuery.Answers;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.archives.archive.Quirks;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.net.NoPresentationContextException;
import org.dromedary.dicom.ul.AssociationRejectedException;

/**
 * Finds the studies of a window that days can't narrow and whose answer is not complete, by narrower questions.
 *
 * <p>No key is sure to be in every study. So one key alone proves nothing: what was found by one is asked for again by
 * others that have nothing to do with it, until the last adds nothing to what is known and each known study was found
 * by two of them. Where an answer is not known to be cut, but has a number of studies that looks like a limit, it is
 * enough that each is found by one of them and nothing else is. One of them is a text, where the source matches on one:
 * a patient has an ID or a name where a study has no time. A key that the source is seen not to match on, or to refuse,
 * is learnt and not used again. The number of questions is bounded by the number of studies found.
 */
final class KeySplit {

    /** Asks the source; more answers than it gives are not held back. */
    @FunctionalInterface
    interface Source {
        Answers ask(Question question) throws IOException;
    }

    /** Takes each study once; those without Study Instance UID as often as they are answered. */
    @FunctionalInterface
    interface Found {
        void take(DataSet study) throws IOException;
    }

    private static final int MIN_QUESTIONS = 400;
    private static final int QUESTIONS_FOR_EACH_FULL_ANSWER = 60;
    private static final int MAX_SAMPLE = 10_000;

    /** Keys to narrow further by; in this order where the answers differ alike in them. */
    private static final List<SplitKey> HELPERS = List.of(SplitKey.PATIENT_NAME, SplitKey.ACCESSION,
            SplitKey.REFERRING_PHYSICIAN, SplitKey.INSTITUTION, SplitKey.TIME, SplitKey.MODALITY, SplitKey.PATIENT_ID);

    private enum Result { COMPLETE, CUT, UNUSABLE, TOO_MANY }

    private final Source source;
    private final Quirks quirks;
    private final Found found;
    /** The keys, as bits, by which each study was found. */
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<SplitKey> used = EnumSet.noneOf(SplitKey.class);
    private Set<SplitKey> usedNow = EnumSet.noneOf(SplitKey.class);
    private final Set<SplitKey> worked = EnumSet.noneOf(SplitKey.class);
    /** Studies that show which values there are: the first answer, and later ones with values that it had not. */
    private final List<DataSet> sample = new ArrayList<>();
    private final Set<String> traits = new HashSet<>();
    /** What the narrower questions have found of the answer that is being narrowed. */
    private Set<String> foundBelow = new HashSet<>();
    private int cap;
    private int largest = 1;
    private int questions;
    private int bit;

    KeySplit(Source source, Quirks quirks, Found found) {
        this.source = source;
        this.quirks = quirks;
        this.found = found;
    }

    int questions() {
        return questions;
    }

    /** The number of studies found. */
    int size() {
        return seen.size();
    }

    /**
     * Finds all that can be found.
     *
     * @param first the answer to the question as it is
     * @param certainlyCut false if it is only a number that looks like a limit
     * @return why something may be missing, or null
     */
    String run(Question question, Answers first, boolean certainlyCut) throws IOException {
        cap = first.size() == 0 ? Integer.MAX_VALUE : first.size();
        sample.addAll(all(first));
        take(first);
        int before = seen.size();
        int complete = 0;
        int mask = 0;
        boolean cut = certainlyCut;
        boolean proved = false;
        boolean byText = false;
        for (SplitKey key : keys(first)) {
            boolean isTaken = used.contains(key) || question.value(key.tag()) != null && key != SplitKey.TIME;
            if (isTaken || !isUsable(key)) {
                continue;
            }
            int known = seen.size();
            bit = 1 << key.ordinal();
            usedNow = EnumSet.of(key);
            Result result = narrow(question, first, key);
            if (result == Result.TOO_MANY) {
                return occasion(cut, first) + questions + " narrower queries did not find all";
            }
            cut |= seen.size() > before;
            proved &= seen.size() == known;
            if (result != Result.COMPLETE || !isBelievable(key, question)) {
                continue;
            }
            used.addAll(usedNow);
            mask |= bit;
            complete++;
            boolean nothingNew = seen.size() == known;
            proved = cut ? complete > 1 && nothingNew && isEachFound(2, mask) : isEachFound(1, mask);
            byText |= key.isText();
            if (proved && complete > 1 && byText) {
                return null;
            }
        }
        return proved ? null : occasion(cut, first) + (complete == 0 ? "matches on no key by which it could be narrowed"
                : "narrower queries by " + used + " do not prove that all were found");
    }

    private static String occasion(boolean cut, Answers first) {
        return cut ? "the source cut its answer, and "
                : "the source answered " + first.size() + " studies, which looks like a limit, and ";
    }

    private boolean isUsable(SplitKey key) {
        return !quirks.has(Quirk.KEY_IGNORED, key.hex()) && !quirks.has(Quirk.KEY_REFUSED, key.hex());
    }

    private Result narrow(Question question, Answers parent, SplitKey key) throws IOException {
        List<DataSet> examples = new ArrayList<>(all(parent));
        examples.addAll(sample);
        List<Question> narrower = key.narrower(question, examples);
        if (narrower.isEmpty()) {
            return Result.CUT;
        }
        Set<String> last = Set.of();
        Map<String, Set<String>> inAnyCase = new HashMap<>();
        Result result = Result.COMPLETE;
        for (Question part : narrower) {
            if (questions > MIN_QUESTIONS + QUESTIONS_FOR_EACH_FULL_ANSWER * (seen.size() / largest)) {
                return Result.TOO_MANY;
            }
            Answers answers = ask(part, key);
            if (answers == null && worked.contains(key)) {
                result = Result.CUT;
                continue;
            }
            if (answers == null || !isUsable(key) || repeats(answers, parent, last, key)) {
                return Result.UNUSABLE;
            }
            worked.add(key);
            last = uids(answers);
            take(answers);
            if (last.equals(inAnyCase.put(part.value(key.tag()).toUpperCase(Locale.ROOT), last))) {
                // A source that matches in any case: it was narrowed before.
                continue;
            }
            largest = answers.complete() ? Math.max(largest, answers.size()) : largest;
            if (answers.cut() || answers.unstated() || answers.size() == cap) {
                Result below = narrowFurther(part, answers, key);
                if (below == Result.UNUSABLE || below == Result.TOO_MANY) {
                    return below;
                }
                result = below == Result.CUT ? Result.CUT : result;
            }
        }
        return result;
    }

    /**
     * By the same key and, where that has come to its end, by others that no other proof rests on. It is done when each
     * study of the wider answer was found by a narrower one.
     */
    private Result narrowFurther(Question part, Answers answers, SplitKey key) throws IOException {
        Set<String> outer = foundBelow;
        foundBelow = new HashSet<>();
        try {
            Result result = narrow(part, answers, key);
            if (result != Result.CUT && result != Result.COMPLETE) {
                return result;
            }
            if (result == Result.COMPLETE && foundBelow.containsAll(uids(answers))) {
                return result;
            }
            for (SplitKey other : helpers(part, answers, key)) {
                if (!isUsable(other)) {
                    continue;
                }
                Result below = narrow(part, answers, other);
                if (below == Result.TOO_MANY) {
                    return below;
                }
                if (below == Result.COMPLETE) {
                    usedNow.add(other);
                }
                if (below == Result.COMPLETE && foundBelow.containsAll(uids(answers))) {
                    return below;
                }
            }
            return Result.CUT;
        } finally {
            outer.addAll(foundBelow);
            foundBelow = outer;
        }
    }

    /** How far the values of a key in some answers are apart. */
    private record Spread(SplitKey key, int values, int commonPrefix) {

        static Spread of(SplitKey key, Answers answers) {
            SortedSet<String> values = new TreeSet<>();
            answers.matches().forEach(study -> values.add(study.getString(key.tag(), "").strip()));
            values.remove("");
            return new Spread(key, values.size(), values.isEmpty() ? 0 : commonPrefix(values.first(), values.last()));
        }

        /** Of sorted values what the first and the last have in common all have. */
        private static int commonPrefix(String first, String last) {
            int length = 0;
            while (length < first.length() && length < last.length() && first.charAt(length) == last.charAt(length)) {
                length++;
            }
            return length;
        }

        /** Time and modality come first, for they take few questions; a text in which nothing differs comes last. */
        int rank() {
            return !key.isText() ? -1 : values < 2 ? Integer.MAX_VALUE : commonPrefix;
        }
    }

    /** Keys in which the answers differ: those first in which they differ most, and then soonest. */
    private List<SplitKey> helpers(Question part, Answers answers, SplitKey key) {
        return HELPERS.stream().filter(other -> other != key && !used.contains(other)
                && part.value(other.tag()) == null).map(other -> Spread.of(other, answers))
                .filter(spread -> spread.values() > 1)
                .sorted(Comparator.<Spread>comparingInt(spread -> -spread.values())
                        .thenComparingInt(Spread::commonPrefix)).map(Spread::key).toList();
    }

    /** All keys: of the texts those first in which the answers differ soonest. */
    private static List<SplitKey> keys(Answers answers) {
        return Arrays.stream(SplitKey.values()).map(key -> Spread.of(key, answers))
                .sorted(Comparator.comparingInt(Spread::rank)).map(Spread::key).toList();
    }

    /** The answer, or null if the source takes no question with this key; a break may be bad luck, once. */
    private Answers ask(Question question, SplitKey key) throws IOException {
        String how = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            questions++;
            try {
                Answers answers = source.ask(question);
                if (!answers.failed()) {
                    return answers;
                }
                how = String.format("status %04X", answers.status());
            } catch (AssociationRejectedException | NoPresentationContextException busy) {
                throw busy;
            } catch (IOException broken) {
                how = broken.getMessage();
            }
        }
        if (!worked.contains(key)) {
            quirks.learn(Quirk.KEY_REFUSED, key.hex(), how);
        }
        return null;
    }

    /**
     * Whether the source shows by repeating itself that it does not match on the key: the same answer to two narrower
     * questions, or to a narrower one and to the wider one, in which nothing says otherwise.
     */
    private boolean repeats(Answers answers, Answers parent, Set<String> last, SplitKey key) {
        Set<String> now = uids(answers);
        boolean same = !now.isEmpty() && (now.equals(last) || now.equals(uids(parent)));
        if (!same || answers.matches().stream().anyMatch(study -> study.getString(key.tag()) != null)) {
            return false;
        }
        quirks.learn(Quirk.KEY_IGNORED, key.hex(), "narrower queries brought the same " + now.size() + " answers");
        return true;
    }

    /**
     * Whether the key found the most of what is known, and of the first answer all studies with a value that was asked
     * for. One that finds little adds little, and proves nothing.
     */
    private boolean isBelievable(SplitKey key, Question question) {
        Set<String> asked = new HashSet<>();
        key.narrower(question, sample).forEach(part -> asked.add(part.value(key.tag())));
        long byThis = seen.values().stream().filter(bits -> (bits & bit) != 0).count();
        if (byThis == 0 && sample.stream().anyMatch(study -> key.covers(study, asked))) {
            quirks.learn(Quirk.KEY_IGNORED, key.hex(), "narrower queries found none of the studies that have a value");
        }
        if (byThis * 2 < seen.size()) {
            return false;
        }
        return sample.stream().filter(study -> uid(study) != null && key.covers(study, asked))
                .allMatch(study -> (seen.get(uid(study)) & bit) != 0);
    }

    /** A known study that too few keys found shows that there may be some that none would find. */
    private boolean isEachFound(int times, int mask) {
        return seen.values().stream().allMatch(bits -> Integer.bitCount(bits & mask) >= times);
    }

    private void take(Answers answers) throws IOException {
        for (DataSet study : all(answers)) {
            String uid = uid(study);
            if (uid == null) {
                found.take(study);
            } else {
                foundBelow.add(uid);
                Integer bits = seen.put(uid, seen.getOrDefault(uid, 0) | bit);
                if (bits == null) {
                    keepAsExample(study);
                    found.take(study);
                }
            }
        }
    }

    private void keepAsExample(DataSet study) {
        boolean isNew = false;
        for (String modality : study.getStrings(Tag.ModalitiesInStudy)) {
            isNew |= traits.add(modality);
        }
        for (SplitKey key : SplitKey.values()) {
            String value = study.getString(key.tag(), "");
            isNew |= key.isText() && !value.isEmpty() && traits.add(key + value.substring(0, 1));
        }
        if (isNew && sample.size() < MAX_SAMPLE) {
            sample.add(study);
        }
    }

    private static List<DataSet> all(Answers answers) {
        List<DataSet> all = new ArrayList<>(answers.matches());
        all.addAll(answers.strays());
        return Answer.folded(all);
    }

    private static Set<String> uids(Answers answers) {
        Set<String> uids = new HashSet<>();
        answers.matches().forEach(study -> uids.add(uid(study)));
        return uids;
    }

    private static String uid(DataSet study) {
        return Answer.uid(study, Tag.StudyInstanceUID);
    }
}
