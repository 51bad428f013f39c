package org.dromedary.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** Whatever a source caps, ignores or refuses: what is not found is doubted, and the questions are bounded. */
class StudySearchPropertiesTest {

    private static final List<Integer> KEYS = List.of(Tag.StudyDate, Tag.StudyTime, Tag.ModalitiesInStudy,
            Tag.PatientID, Tag.PatientName, Tag.AccessionNumber, Tag.ReferringPhysicianName, Tag.InstitutionName);

    @Property(tries = 100)
    void nothingIsLostUnlessItIsDoubted(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int cap,
            @ForAll @IntRange(max = 250) int studies, @ForAll boolean silent) throws Exception {
        Random random = new Random(seed);
        PlayedSource source = new PlayedSource();
        source.cap = cap;
        source.silent = silent && cap % 10 == 0 && cap >= 10;
        source.ignored = some(random);
        source.refused = some(random);
        source.refused = source.refused.stream().filter(tag -> tag != Tag.StudyDate)
                .collect(java.util.stream.Collectors.toSet());
        for (int i = 0; i < studies; i++) {
            add(source, random);
        }
        source.inventory(1 + random.nextInt(100), Window.days(LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)),
                Window.days(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 12, 31)), Window.UNDATED);
        Set<String> lost = new HashSet<>(source.all());
        lost.removeAll(source.found);
        lost.removeIf(uid -> nothingCouldFind(source, uid));
        assertThat(lost.isEmpty() || !source.doubts.isEmpty()).as("lost %s of %d", source.studies.stream()
                .filter(study -> lost.contains(study.getString(Tag.StudyInstanceUID))).map(DataSet::toString).toList(),
                studies).isTrue();
        assertThat(source.queries).isLessThan(3000 + 200 * (studies / cap + 1) * 10);
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

    /** A study without a time, and with a modality that few have, is the limit that the documents tell of. */
    private static boolean nothingCouldFind(PlayedSource source, String uid) {
        DataSet study = source.studies.stream().filter(one -> uid.equals(one.getString(Tag.StudyInstanceUID)))
                .findFirst().orElseThrow();
        String time = study.getString(Tag.StudyTime);
        boolean timeless = time == null || time.equals("noon");
        String modality = study.getString(Tag.ModalitiesInStudy);
        return timeless && (modality == null || modality.length() < 2 || modality.equals("XX"));
    }
}
