package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowReaderTest {

    @Test
    void everyLimitIsRead() {
        Windows windows = TestPace.windows("pace.w.retrieve.associations", "3",
                "pace.w.retrieve.series-per-minute", "30",
                "pace.w.retrieve.objects-per-second", "2.5", "pace.w.retrieve.bytes-per-second", "20 MB",
                "pace.w.retrieve.pause", "500ms", "pace.w.retrieve.stopped", "true", "pace.w.retrieve.work", "10m",
                "pace.w.retrieve.rest", "50m", "calendar.park-after", "15m");
        Window window = windows.at(Instant.EPOCH, "source").orElseThrow();
        assertThat(window.limits().get(Operation.RETRIEVE)).isEqualTo(new Limits(3, 30.0, 2.5, 20e6,
                Duration.ofMillis(500), true, Duration.ofMinutes(10), Duration.ofMinutes(50)));
        assertThat(window.limits().get(Operation.STORE)).isEqualTo(Limits.NONE);
        assertThat(windows.parkAfter()).contains(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({"512 kB, 512000", "1 MiB, 1048576", "2.5MB, 2500000", "1 GB, 1000000000", "4096, 4096",
            "64 KiB, 65536"})
    void bytesHaveDecimalAndBinaryUnits(String text, double bytes) {
        assertThat(LimitReader.bytes("p", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pace.w.hours | 7-18", "pace.w.hours | 07:00-25:00", "pace.w.hours | 07:00-07:00", "pace.w.days | MO",
        "pace.w.days | MON-FRY", "pace.w.archives | old", "pace.w.order | first", "pace.w.store.associations | 0",
        "pace.w.store.associations | two", "pace.w.store.bytes-per-second | 20 Mbit",
        "pace.w.store.objects-per-second | -1", "pace.w.store.series-per-minute | fast", "pace.w.store.pause | long",
        "pace.w.store.stopped | yes", "pace.w.store.work | ten", "calendar.time-zone | Berlin",
        "calendar.holidays | 25.12.2026", "calendar.park-after | -5m"})
    void wrongValueIsNamedWithItsPropertyAndAnExample(String property, String value) {
        assertThatThrownBy(() -> TestPace.windows(property, value)).isInstanceOf(PaceSettingsException.class)
                .message().startsWith("dromedary." + property).contains(": write it like").hasLineCount(1);
    }

    @Test
    void dutyCycleWithoutRestIsRefused() {
        assertThatThrownBy(() -> TestPace.windows("pace.w.store.work", "10m"))
                .isInstanceOf(PaceSettingsException.class).hasMessageContaining("dromedary.pace.w.store.rest");
    }

    @Test
    void nameOfAWindowIsPlain() {
        assertThatThrownBy(() -> TestPace.windows("pace.Night.order", "1")).isInstanceOf(PaceSettingsException.class)
                .hasMessageContaining("'Night'");
    }
}
