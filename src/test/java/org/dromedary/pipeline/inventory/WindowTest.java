package org.dromedary.pipeline.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final LocalDate DAY = LocalDate.of(2020, 2, 28);

    @Test
    void halvesAreNeighboursWithoutAGap() {
        assertThat(Window.days(DAY, DAY.plusDays(2)).halves())
                .containsExactly(Window.days(DAY, DAY.plusDays(1)), Window.days(DAY.plusDays(2), DAY.plusDays(2)));
        assertThat(Window.days(DAY, DAY.plusDays(1)).halves())
                .containsExactly(Window.days(DAY, DAY), Window.days(DAY.plusDays(1), DAY.plusDays(1)));
    }

    @Test
    void oneDayAndAllStudiesHaveNoHalves() {
        assertThat(Window.days(DAY, DAY).halves()).isEmpty();
        assertThat(Window.UNDATED.halves()).isEmpty();
    }

    @Test
    void coverBeginsWithTheNewestAndLeavesNoDayOut() {
        List<Window> windows = Window.cover(DAY, DAY.plusDays(10), 4, true);
        assertThat(windows).containsExactly(Window.days(DAY.plusDays(8), DAY.plusDays(10)),
                Window.days(DAY.plusDays(4), DAY.plusDays(7)), Window.days(DAY, DAY.plusDays(3)));
    }

    @Test
    void keysAreRangesOrSingleDatesAndEmptyForAllStudies() {
        assertThat(keys(Window.days(DAY, DAY.plusDays(2))).getString(Tag.StudyDate)).isEqualTo("20200228-20200301");
        assertThat(keys(Window.days(DAY, DAY)).getString(Tag.StudyDate)).isEqualTo("20200228");
        assertThat(keys(Window.UNDATED).contains(Tag.StudyDate)).isTrue();
        assertThat(keys(Window.UNDATED).getString(Tag.StudyDate)).isNull();
    }

    @Test
    void partOfADayOfAnEarlierVersionIsAskedForByItsTimes() {
        Window part = new Window(DAY, DAY, LocalTime.of(12, 0), null);
        assertThat(keys(part).getString(Tag.StudyTime)).isEqualTo("120000-");
        assertThat(SplitKey.TIME.narrower(Question.of(part), List.of())).extracting(half -> half.value(Tag.StudyTime))
                .containsExactly("120000-180000", "180000-");
    }

    private static DataSet keys(Window window) {
        DataSet identifier = new DataSet();
        Question.of(window).writeTo(identifier);
        return identifier;
    }
}
