package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.Tag;
import org.junit.jupiter.api.Test;

class StudySearchTest {

    private static final Window YEAR = Window.days(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 12, 31));
    private static final Window DAY = Window.days(LocalDate.of(2020, 5, 5), LocalDate.of(2020, 5, 5));

    private static final Set<Integer> ALL_KEYS = Set.of(Tag.StudyTime, Tag.ModalitiesInStudy, Tag.PatientID,
            Tag.PatientName, Tag.AccessionNumber, Tag.ReferringPhysicianName, Tag.InstitutionName);

    private final PlayedSource source = new PlayedSource();

    private void busyDay(int studies) {
        for (int i = 0; i < studies; i++) {
            source.add("20200505", String.format("%02d%02d%02d", 6 + i * 12 / studies, i % 60, i * 7 % 60),
                    i % 3 == 0 ? "CT" : "MR", "P" + 1000 + i * 37 % 500);
        }
    }

    private void assertAllFound() {
        assertThat(source.found).isEqualTo(source.all());
    }

    @Test
    void dayWithExactlyAsManyStudiesAsWantedIsAskedOnceWhereTimeIsIgnored() throws Exception {
        source.ignored = Set.of(Tag.StudyTime);
        busyDay(500);
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
        assertThat(source.queries).isLessThan(120);
    }

    @Test
    void dayThatWasAnsweredCompletelyNeedsNoSplitWhereTimeIsRefused() throws Exception {
        source.refused = Set.of(Tag.StudyTime);
        busyDay(30);
        source.inventory(30, DAY);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
    }

    @Test
    void answerThatLooksLikeALimitIsDoubtedWhereNoKeyCanNarrowIt() throws Exception {
        source.refused = ALL_KEYS;
        busyDay(30);
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.doubts).singleElement().asString().contains("looks like a limit");
    }

    @Test
    void completeAnswerStandsWhereNoKeyCanNarrowIt() throws Exception {
        source.refused = ALL_KEYS;
        busyDay(31);
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
    }

    @Test
    void studyWithoutTimeAndWithARareModalityIsFoundByAThirdKey() throws Exception {
        source.cap = 50;
        busyDay(120);
        source.add("20200505", null, "XX", "Q7");
        source.inventory(500, DAY);
        assertAllFound();
    }

    @Test
    void keyThatHelpedAnotherIsNoProofOfItsOwn() throws Exception {
        source.cap = 10;
        source.ignored = Set.of(Tag.StudyTime);
        source.refused = Set.of(Tag.PatientName);
        busyDay(60);
        source.add("20200505", "120000", "MR", null);
        source.inventory(500, DAY);
        assertThat(source.found.size() == 61 || !source.doubts.isEmpty()).isTrue();
    }

    @Test
    void busyDayIsNarrowedByTimeAndConfirmedByModality() throws Exception {
        source.cap = 100;
        busyDay(350);
        source.inventory(500, YEAR);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
        assertThat(source.queries).isLessThan(250);
    }

    @Test
    void ignoredKeyIsNoticedAtTheFirstAnswerThatContradictsItAndNotUsedAgain() throws Exception {
        source.cap = 100;
        source.ignored = Set.of(Tag.StudyTime);
        busyDay(350);
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.timeQueries).isLessThan(3);
        assertThat(source.quirks.values(Quirk.KEY_IGNORED)).containsExactly("00080030");
        assertThat(source.doubts).isEmpty();
    }

    @Test
    void refusedKeyIsLearntAndOthersAreUsed() throws Exception {
        source.cap = 100;
        source.refused = Set.of(Tag.StudyTime, Tag.ModalitiesInStudy, Tag.PatientName);
        busyDay(350);
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.quirks.values(Quirk.KEY_REFUSED)).containsExactlyInAnyOrder("00080030",
                "00080061", "00100010");
        // The Patient ID alone proves nothing.
        assertThat(source.doubts).hasSize(1);
    }

    @Test
    void keyThatIsIgnoredAndNotAnsweredIsNoticedSinceAnswersRepeatThemselves() throws Exception {
        source.cap = 20;
        source.ignored = Set.of(Tag.StudyTime);
        for (int i = 0; i < 60; i++) {
            source.add("20200505", null, "CT", "P" + i % 10 + i);
        }
        source.inventory(500, DAY);
        assertThat(source.quirks.has(Quirk.KEY_IGNORED, "00080030")).isTrue();
        assertThat(source.timeQueries).isLessThan(4);
        assertThat(source.found.size() == 60 || !source.doubts.isEmpty()).isTrue();
    }

    @Test
    void studiesWithoutTimeOnABusyDayAreFoundByAnotherKey() throws Exception {
        source.cap = 50;
        busyDay(120);
        for (int i = 0; i < 10; i++) {
            source.add("20200505", i % 2 == 0 ? null : "noon", "US", "Q" + i);
        }
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
    }

    @Test
    void silentCapOnASingleDayIsSeenByNarrowing() throws Exception {
        source.cap = 100;
        source.silent = true;
        busyDay(350);
        source.inventory(500, DAY);
        assertAllFound();
    }

    @Test
    void datesThatAreNotMatchedOnLeadToOnePassOverEverything() throws Exception {
        source.ignored = Set.of(Tag.StudyDate);
        source.cap = 60;
        for (int i = 0; i < 300; i++) {
            source.add("20" + (10 + i % 10) + "0505", String.format("%02d%02d00", i % 24, i % 60),
                    i % 3 == 0 ? "CT" : "MR", "P" + i);
        }
        source.inventory(500, Window.days(LocalDate.of(2019, 1, 1), LocalDate.of(2019, 12, 31)), YEAR,
                Window.days(LocalDate.of(2010, 1, 1), LocalDate.of(2018, 12, 31)), Window.UNDATED);
        assertAllFound();
        assertThat(source.doubts).isEmpty();
        assertThat(source.queries).isLessThan(400);
    }

    @Test
    void undatedStudiesBeyondASilentCapAreFound() throws Exception {
        source.cap = 37;
        source.silent = true;
        for (int i = 0; i < 90; i++) {
            source.add(i % 9 == 0 ? null : "2020" + String.format("%02d", 1 + i % 12) + "05",
                    String.format("%02d%02d00", i % 24, i % 60), i % 3 == 0 ? "CT" : "MR", "P" + i);
        }
        source.inventory(500, Window.days(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 6, 30)),
                Window.days(LocalDate.of(2020, 7, 1), LocalDate.of(2020, 12, 31)), Window.UNDATED);
        assertAllFound();
    }

    @Test
    void allStudiesAtOneMomentEndInOtherKeys() throws Exception {
        source.cap = 40;
        for (int i = 0; i < 200; i++) {
            source.add("20200505", "000000", i % 5 == 0 ? "CT" : "MR", String.valueOf(10000 + i));
        }
        source.inventory(500, DAY);
        assertAllFound();
        assertThat(source.queries).isLessThan(400);
    }
}
