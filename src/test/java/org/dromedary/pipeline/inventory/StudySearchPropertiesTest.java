package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.dromedary.archives.archive.AnswerCheck;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a source caps, ignores or refuses: what is not found is doubted, and the questions are bounded.
 * {@code -Dsearches=10000 -Dfirst=1000} tries other sources, and more of them.
 */
class StudySearchPropertiesTest {

    private static final long FIRST = Long.getLong("first", 1);
    private static final int SEARCHES = Integer.getInteger("searches", 150);
    private static final Set<String> COMMON = Set.of("CT", "MR", "US");
    private static final List<Integer> KEYS = List.of(Tag.StudyDate, Tag.StudyTime, Tag.ModalitiesInStudy,
            Tag.PatientID, Tag.PatientName, Tag.AccessionNumber, Tag.ReferringPhysicianName, Tag.InstitutionName);

    @Test
    void nothingIsLostUnlessItIsDoubted() throws Exception {
        for (long seed = FIRST; seed < FIRST + SEARCHES; seed++) {
            nothingIsLost(seed, 1 + new Random(seed).nextInt(80));
            nothingIsLost(seed, 80);
        }
    }

    private static void nothingIsLost(long seed, int cap) throws Exception {
        Random random = new Random(seed);
        int studies = random.nextInt(4) == 0 ? cap + 1 : random.nextInt(251);
        PlayedSource source = new PlayedSource();
        source.cap = cap;
        source.silent = cap % 10 == 0 && random.nextBoolean();
        source.ignored = some(random);
        source.refused = some(random);
        source.refused.remove(Tag.StudyDate);
        for (int i = 0; i < studies; i++) {
            add(source, random);
        }
        source.inventory(1 + random.nextInt(100), Window.days(LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)),
                Window.days(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 12, 31)), Window.UNDATED);
        Set<String> lost = new HashSet<>(source.all());
        lost.removeAll(source.found);
        lost.removeIf(uid -> nothingCouldFind(source, uid));
        assertThat(lost.isEmpty() || !source.doubts.isEmpty())
                .as("seed %d, cap %d: lost %s of %d", seed, cap, lost, studies).isTrue();
        assertThat(source.queries).as("seed %d, cap %d: queries", seed, cap)
                .isLessThan(3000 + 200 * (studies / cap + 1) * 10);
    }

    private static Set<Integer> some(Random random) {
        Set<Integer> some = new HashSet<>();
        KEYS.forEach(tag -> {
            if (random.nextInt(5) == 0) {
                some.add(tag);
            }
        });
        return some;
    }

    private static void add(PlayedSource source, Random random) {
        String date = random.nextInt(8) == 0 ? random.nextBoolean() ? null : "someday"
                : String.format("20%d%02d%02d", 19 + random.nextInt(2), 1 + random.nextInt(3), 1 + random.nextInt(2));
        String time = random.nextInt(6) == 0 ? random.nextBoolean() ? null : "noon"
                : String.format("%02d%02d%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
        String modality = List.of("CT", "MR", "US", "XX", "Y").get(random.nextInt(5));
        DataSet study = source.add(date, time, random.nextInt(10) == 0 ? null : modality,
                random.nextInt(20) == 0 ? null : String.valueOf(random.nextInt(100_000)));
        study.set(Tag.PatientName, (char) ('A' + random.nextInt(26)) + "X" + random.nextInt(10));
    }

    /**
     * A study without time, with a modality that few have and without a patient's ID is the limit that the documents
     * tell of.
     */
    private static boolean nothingCouldFind(PlayedSource source, String uid) {
        DataSet study = source.studies.stream().filter(one -> uid.equals(one.getString(Tag.StudyInstanceUID)))
                .findFirst().orElseThrow();
        return !isFoundBy(source, Tag.StudyTime, AnswerCheck.seconds(study.getString(Tag.StudyTime)) >= 0)
                && !isFoundBy(source, Tag.ModalitiesInStudy,
                COMMON.contains(study.getString(Tag.ModalitiesInStudy, "")))
                && !isFoundBy(source, Tag.PatientID, study.getString(Tag.PatientID) != null);
    }

    private static boolean isFoundBy(PlayedSource source, int tag, boolean hasValue) {
        return hasValue && !source.ignored.contains(tag) && !source.refused.contains(tag);
    }
}
