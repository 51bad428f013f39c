package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Windows berlin(String... settings) {
        String[] all = Stream.concat(Arrays.stream(settings),
                Stream.of("calendar.time-zone", "Europe/Berlin")).toArray(String[]::new);
        return TestPace.windows(all);
    }

    private static String at(Windows windows, String wall) {
        return at(windows, LocalDateTime.parse(wall).atZone(BERLIN).toInstant());
    }

    private static String at(Windows windows, Instant time) {
        return windows.at(time, "source").map(Window::name).orElse("none");
    }

    @Test
    void windowWithoutDaysAndHoursAlwaysHolds() {
        Windows windows = berlin("pace.all.store.associations", "1");
        assertThat(at(windows, "2026-12-25T03:00")).isEqualTo("all");
        assertThat(windows.concern("target")).isTrue();
    }

    @Test
    void hoursHoldFromTheirBeginUntilTheirEndAlone() {
        Windows windows = berlin("pace.clinic.hours", "07:00-12:00,13:00-18:00");
        assertThat(at(windows, "2026-11-23T06:59:59")).isEqualTo("none");
        assertThat(at(windows, "2026-11-23T07:00")).isEqualTo("clinic");
        assertThat(at(windows, "2026-11-23T12:00")).isEqualTo("none");
        assertThat(at(windows, "2026-11-23T17:59:59")).isEqualTo("clinic");
        assertThat(at(windows, "2026-11-23T18:00")).isEqualTo("none");
    }

    @Test
    void nightBelongsToTheDayOnWhichItBegins() {
        Windows windows = berlin("pace.night.hours", "20:00-06:00", "pace.night.days", "MON-FRI");
        assertThat(at(windows, "2026-11-27T23:00")).as("Friday").isEqualTo("night");
        assertThat(at(windows, "2026-11-28T05:59")).as("Saturday morning").isEqualTo("night");
        assertThat(at(windows, "2026-11-28T23:00")).as("Saturday").isEqualTo("none");
        assertThat(at(windows, "2026-11-23T05:00")).as("Monday morning is Sunday's night").isEqualTo("none");
    }

    @Test
    void hoursThatEndAtMidnightDoNotReachIntoTheNextDay() {
        Windows windows = berlin("pace.late.hours", "20:00-00:00", "pace.late.days", "MON");
        assertThat(at(windows, "2026-11-23T23:59:59")).isEqualTo("late");
        assertThat(at(windows, "2026-11-24T00:00")).isEqualTo("none");
    }

    @Test
    void rangeOfDaysMayPassTheEndOfTheWeek() {
        Windows windows = berlin("pace.weekend.days", "FRI-MON");
        assertThat(at(windows, "2026-11-22T12:00")).as("Sunday").isEqualTo("weekend");
        assertThat(at(windows, "2026-11-24T12:00")).as("Tuesday").isEqualTo("none");
    }

    @Test
    void onlyWindowsThatNameHolidayBeginOnAHoliday() {
        Windows windows = berlin("pace.clinic.days", "MON-FRI", "pace.clinic.hours", "22:00-02:00",
                "pace.free.days", "SUN,HOLIDAY", "calendar.holidays", "2026-12-25,2026-12-26");
        assertThat(at(windows, "2026-12-24T23:00")).as("Thursday").isEqualTo("clinic");
        assertThat(at(windows, "2026-12-25T01:00")).as("Friday, holiday: both, by name").isEqualTo("clinic");
        assertThat(at(windows, "2026-12-25T23:00")).isEqualTo("free");
        assertThat(at(windows, "2026-12-28T01:00")).as("Monday, Sunday has no clinic night").isEqualTo("none");
        assertThat(at(windows, "2026-12-19T12:00")).as("a Saturday that is none").isEqualTo("none");
    }

    @Test
    void smallerOrderDecidesAnOverlapAndThenTheName() {
        Windows windows = berlin("pace.b.hours", "08:00-12:00", "pace.a.hours", "08:00-12:00",
                "pace.z.hours", "10:00-11:00", "pace.z.order", "1");
        assertThat(at(windows, "2026-11-23T09:00")).isEqualTo("a");
        assertThat(at(windows, "2026-11-23T10:30")).isEqualTo("z");
    }

    @Test
    void windowOfOneArchiveDoesNotConcernTheOther() {
        Windows windows = berlin("pace.a.archives", "source");
        assertThat(windows.concern("target")).isFalse();
        assertThat(windows.at(Instant.EPOCH, "target")).isEmpty();
        assertThat(windows.at(Instant.EPOCH, "source")).isPresent();
    }

    @Test
    void nextWindowIsFoundBeyondAHoliday() {
        Windows windows = berlin("pace.clinic.days", "MON-FRI", "pace.clinic.hours", "07:00-18:00",
                "calendar.holidays", "2026-12-25");
        assertThat(windows.nextBegin(Instant.parse("2026-12-24T20:00:00Z"), "source"))
                .contains(LocalDateTime.parse("2026-12-28T07:00").atZone(BERLIN).toInstant());
    }

    @Test
    void windowThatNeverBeginsHasNoNextBegin() {
        Windows windows = berlin("pace.never.days", "HOLIDAY");
        assertThat(windows.nextBegin(Instant.parse("2026-12-24T20:00:00Z"), "source")).isEmpty();
    }

    @Test
    void exampleOfTheDocumentLeavesNoHourOfTheYearOut() throws Exception {
        String document = Files.readString(Path.of("docs", "configuration.md"));
        Properties example = new Properties();
        example.load(new StringReader(document.replaceFirst("(?s).*```properties\n(.*?)```.*", "$1")));
        String[] settings = example.entrySet().stream().flatMap(entry -> Stream.of(
                entry.getKey().toString().replace("dromedary.", ""), entry.getValue().toString()))
                .toArray(String[]::new);
        Windows windows = TestPace.windows(settings);
        for (Instant time = Instant.parse("2026-12-01T00:30:00Z"); time.isBefore(Instant.parse("2028-01-01T00:00:00Z"));
                time = time.plusSeconds(3600)) {
            assertThat(at(windows, time)).as(time.toString()).isNotEqualTo("none");
        }
        assertThat(at(windows, "2026-12-14T06:59")).as("Monday").isEqualTo("night");
        assertThat(at(windows, "2026-12-14T07:00")).isEqualTo("clinic");
        assertThat(at(windows, "2026-12-25T12:00")).as("holiday").isEqualTo("weekend");
        assertThat(at(windows, "2026-12-20T02:00")).as("Sunday").isEqualTo("backup");
    }

    /** 2026-03-29: 02:00 CET is followed by 03:00 CEST; 2026-10-25: 03:00 CEST by 02:00 CET. */
    @Nested
    class DaylightSaving {

        private final Windows windows = berlin("pace.early.hours", "01:30-02:30", "pace.late.hours", "02:30-06:00");

        @Test
        void windowAcrossTheGapEndsWhereTheClockJumps() {
            Instant jump = Instant.parse("2026-03-29T01:00:00Z");
            assertThat(at(windows, jump.minusSeconds(1))).isEqualTo("early");
            assertThat(at(windows, jump)).isEqualTo("late");
        }

        @Test
        void windowThatTheClockSkipsDoesNotBegin() {
            Windows skipped = berlin("pace.skipped.hours", "02:15-02:45");
            assertThat(skipped.nextBegin(Instant.parse("2026-03-28T12:00:00Z"), "source"))
                    .contains(Instant.parse("2026-03-30T00:15:00Z"));
        }

        @Test
        void windowThatBeginsInTheGapBeginsWhereTheClockGoesOn() {
            Windows begins = berlin("pace.begins.hours", "02:30-06:00");
            assertThat(begins.nextBegin(Instant.parse("2026-03-28T12:00:00Z"), "source"))
                    .contains(Instant.parse("2026-03-29T01:00:00Z"));
        }

        @Test
        void windowsHoldWheneverTheClockShowsThemInTheRepeatedHour() {
            assertThat(at(windows, Instant.parse("2026-10-25T00:29:59Z"))).as("02:29:59 CEST").isEqualTo("early");
            assertThat(at(windows, Instant.parse("2026-10-25T00:30:00Z"))).as("02:30 CEST").isEqualTo("late");
            assertThat(at(windows, Instant.parse("2026-10-25T01:00:00Z"))).as("02:00 CET").isEqualTo("early");
            assertThat(at(windows, Instant.parse("2026-10-25T01:30:00Z"))).as("02:30 CET").isEqualTo("late");
        }

        @Test
        void nextBeginMayBeTheSecondTimeThatTheClockShowsIt() {
            Windows repeated = berlin("pace.repeated.hours", "02:15-02:45");
            assertThat(repeated.nextBegin(Instant.parse("2026-10-25T00:50:00Z"), "source"))
                    .contains(Instant.parse("2026-10-25T01:15:00Z"));
        }

        @Test
        void nightIsAnHourShorterInSpringAndLongerInAutumn() {
            Windows night = berlin("pace.night.hours", "20:00-06:00");
            assertThat(at(night, Instant.parse("2026-03-29T03:59:59Z"))).as("05:59:59 CEST").isEqualTo("night");
            assertThat(at(night, Instant.parse("2026-03-29T04:00:00Z"))).isEqualTo("none");
            assertThat(at(night, Instant.parse("2026-10-25T04:59:59Z"))).as("05:59:59 CET").isEqualTo("night");
            assertThat(at(night, Instant.parse("2026-10-25T05:00:00Z"))).isEqualTo("none");
        }
    }
}
