package org.dromedary.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attribute matching by PS3.4 §C.2.2.2. */
class MatchingTest {

    private static boolean matches(Vr vr, String key, String... values) {
        return Matching.matches(vr, List.of(key), List.of(values));
    }

    @Nested
    class SingleValue {

        @Test
        void codesAndIdsMatchExactly() {
            assertThat(matches(Vr.CS, "CT", "CT")).isTrue();
            assertThat(matches(Vr.CS, "CT", "ct")).isFalse();
            assertThat(matches(Vr.LO, "A1", "A12")).isFalse();
        }

        @Test
        void namesMatchWithoutRegardToCase() {
            assertThat(matches(Vr.PN, "hollows^ADA", "Hollows^Ada")).isTrue();
            assertThat(matches(Vr.PN, "Hollows^Ada^^", "Hollows^Ada")).isTrue();
        }

        @Test
        void nameMatchesInAnyComponentGroup() {
            assertThat(matches(Vr.PN, "北川^春子", "Kitagawa^Haruko=北川^春子")).isTrue();
        }

        @Test
        void integerStringsMatchByNumber() {
            assertThat(matches(Vr.IS, "3", "03")).isTrue();
        }

        @Test
        void anyOfSeveralValuesIsEnough() {
            assertThat(matches(Vr.CS, "PR", "MR", "PR")).isTrue();
        }
    }

    @Nested
    class Universal {

        @Test
        void emptyKeyMatchesAnythingEvenAnAbsentValue() {
            assertThat(Matching.matches(Vr.DA, List.of(), List.of())).isTrue();
            assertThat(matches(Vr.LO, "")).isTrue();
            assertThat(matches(Vr.LO, "*")).isTrue();
        }

        @Test
        void anyOtherKeyNeverMatchesAnAbsentValue() {
            assertThat(Matching.matches(Vr.LO, List.of("A*"), List.of())).isFalse();
            assertThat(matches(Vr.DA, "19000101-20991231", "")).isFalse();
        }
    }

    @Nested
    class Wildcards {

        @Test
        void asteriskStandsForAnySequenceAndQuestionMarkForOneCharacter() {
            assertThat(matches(Vr.PN, "Ho*^A?a", "Hollows^Ada")).isTrue();
            assertThat(matches(Vr.PN, "Ho?^Ada", "Hollows^Ada")).isFalse();
            assertThat(matches(Vr.SH, "*17*", "A0017X")).isTrue();
        }

        @Test
        void manyAsterisksOnALongValueStayFast() {
            assertThat(Matching.wildcard("*a".repeat(30) + "b", "a".repeat(5000))).isFalse();
        }

        @Test
        void uidsHaveNoWildcards() {
            assertThat(matches(Vr.UI, "1.2.*", "1.2.3")).isFalse();
        }
    }

    @Nested
    class Ranges {

        @Test
        void datesMatchInclusively() {
            assertThat(matches(Vr.DA, "20240101-20240131", "20240101")).isTrue();
            assertThat(matches(Vr.DA, "20240101-20240131", "20240131")).isTrue();
            assertThat(matches(Vr.DA, "20240101-20240131", "20240201")).isFalse();
        }

        @Test
        void openEndsReachForEver() {
            assertThat(matches(Vr.DA, "20240101-", "20990101")).isTrue();
            assertThat(matches(Vr.DA, "-20240101", "19000101")).isTrue();
            assertThat(matches(Vr.DA, "-20240101", "20240102")).isFalse();
        }

        @Test
        void oldDatesWithDotsAreUnderstood() {
            assertThat(matches(Vr.DA, "19930101-19931231", "1993.08.22")).isTrue();
        }

        @Test
        void timesOfDifferentPrecisionCompare() {
            assertThat(matches(Vr.TM, "1000-1030", "103059.5")).isTrue();
            assertThat(matches(Vr.TM, "1000-1030", "1031")).isFalse();
            assertThat(matches(Vr.TM, "1000", "100012")).isTrue();
            assertThat(matches(Vr.TM, "101010.00-1100", "1030")).isTrue();
        }

        @Test
        void hyphenOfAZoneOffsetIsNoRange() {
            assertThat(matches(Vr.DT, "20240101120000-0500", "20240101120000")).isTrue();
            assertThat(matches(Vr.DT, "20240101-20240301", "20240201120000")).isTrue();
        }
    }

    @Nested
    class CombinedDateAndTime {

        @Test
        void rangeRunsFromTheFirstInstantToTheLast() {
            assertThat(Matching.matchesDateTime("20240101-20240103", "1200-0800", "20240102", "0300")).isTrue();
            assertThat(Matching.matchesDateTime("20240101-20240103", "1200-0800", "20240101", "1159")).isFalse();
            assertThat(Matching.matchesDateTime("20240101-20240103", "1200-0800", "20240103", "0801")).isFalse();
        }

        @Test
        void missingDateNeverMatchesAndMissingTimeMeansTheWholeDay() {
            assertThat(Matching.matchesDateTime("20240101-20240103", "1200-0800", "", "1300")).isFalse();
            assertThat(Matching.matchesDateTime("20240101-20240103", "1200-0800", "20240101", "")).isTrue();
        }
    }

    @Nested
    class Sequences {

        private final DataSet item = new DataSet().set(Tag.ScheduledProcedureStepID, "S1");

        @Test
        void someItemHasToMatchAllKeysOfTheKeyItem() {
            DataSet key = new DataSet().setItems(Tag.RequestAttributesSequence,
                    new DataSet().set(Tag.ScheduledProcedureStepID, "S1"));
            assertThat(Matching.matchesSequence(key.get(Tag.RequestAttributesSequence), List.of(item))).isTrue();
            assertThat(Matching.matchesSequence(key.get(Tag.RequestAttributesSequence), List.of())).isFalse();
        }

        @Test
        void emptyKeyItemMatchesEverything() {
            DataSet key = new DataSet().setItems(Tag.RequestAttributesSequence, new DataSet());
            assertThat(Matching.matchesSequence(key.get(Tag.RequestAttributesSequence), List.of())).isTrue();
        }
    }

    @Test
    void listOfUidsMatchesEachOfThem() {
        assertThat(Matching.matches(Vr.UI, List.of("1.2", "1.3"), List.of("1.3"))).isTrue();
        assertThat(Matching.matches(Vr.UI, List.of("1.2", "1.3"), List.of("1.4"))).isFalse();
    }

    @Nested
    class CountedFaults {

        private final Faults faults = new Faults();

        @Test
        void faultForTheNextTwoTimesEndsByItself() {
            faults.next(2, new QueryFault.DelayPerAnswer(Duration.ZERO));
            assertThat(faults.take(QueryFault.DelayPerAnswer.class)).isPresent();
            assertThat(faults.take(QueryFault.DelayPerAnswer.class)).isPresent();
            assertThat(faults.take(QueryFault.DelayPerAnswer.class)).isEmpty();
            assertThat(faults.fired(QueryFault.DelayPerAnswer.class)).isEqualTo(2);
        }

        @Test
        void faultAfterTwoGoodTimesHitsTheThird() {
            faults.after(2, 1, new StoreFault.LoseSilently());
            assertThat(faults.take(StoreFault.LoseSilently.class)).isEmpty();
            assertThat(faults.take(StoreFault.LoseSilently.class)).isEmpty();
            assertThat(faults.take(StoreFault.LoseSilently.class)).isPresent();
            assertThat(faults.take(StoreFault.LoseSilently.class)).isEmpty();
        }

        @Test
        void clearedFaultsNoLongerApply() {
            faults.set(new QueryFault.NoAnswer()).clear();
            assertThat(faults.peek(QueryFault.NoAnswer.class)).isEmpty();
        }
    }
}
