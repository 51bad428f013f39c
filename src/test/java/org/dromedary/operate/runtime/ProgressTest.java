package org.dromedary.operate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dromedary.operate.runtime.Progress.Circumstance;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long STEP = Duration.ofSeconds(30).toNanos();

    private final Progress progress = new Progress(HOUR);
    private long now = 17;

    private void pass(Duration time, Object standing, Circumstance circumstance) {
        for (long end = now + time.toNanos(); now < end; now += STEP) {
            progress.note(standing, circumstance, now);
        }
    }

    @Test
    void isOverWhenNothingChangedForTheTime() {
        pass(Duration.ofMinutes(59), "a", Circumstance.NONE);
        assertThat(progress.isOver()).isFalse();
        pass(Duration.ofMinutes(2), "a", Circumstance.NONE);
        assertThat(progress.isOver()).isTrue();
        assertThat(progress.idle()).isGreaterThanOrEqualTo(HOUR);
    }

    @Test
    void whatIsNewBeginsTheTimeAnew() {
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(50), i, Circumstance.NONE);
            assertThat(progress.isOver()).isFalse();
        }
    }

    @Test
    void whatComesBackToWhereItWasIsNoProgress() {
        for (int i = 0; i < 70; i++) {
            pass(Duration.ofMinutes(1), i % 2 == 0 ? "waits" : "is tried", Circumstance.NONE);
        }
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void closedHoursDoNotCountAndOpenOnesAddUp() {
        pass(Duration.ofMinutes(40), "a", Circumstance.NONE);
        pass(Duration.ofHours(12), "a", Circumstance.CLOSED);
        assertThat(progress.isOver()).isFalse();
        pass(Duration.ofMinutes(22), "a", Circumstance.NONE);
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void calendarThatNeverOpensIsNone() {
        pass(Duration.ofDays(13), "a", Circumstance.CLOSED);
        assertThat(progress.isOver()).isFalse();
        pass(Duration.ofDays(2), "a", Circumstance.CLOSED);
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void bytesThatPassAreASignOfLifeButNotForEver() {
        pass(Duration.ofHours(11), "a", Circumstance.ALIVE);
        assertThat(progress.isOver()).isFalse();
        pass(Duration.ofHours(2), "a", Circumstance.ALIVE);
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void ledgerThatDoesNotAnswerIsNoProgress() {
        pass(Duration.ofMinutes(61), null, Circumstance.NONE);
        assertThat(progress.isOver()).isTrue();
    }

    @Test
    void sleepOfTheMachineIsNoWaiting() {
        progress.note("a", Circumstance.NONE, now);
        progress.note("a", Circumstance.NONE, now + Duration.ofHours(8).toNanos());
        assertThat(progress.isOver()).isFalse();
    }
}
