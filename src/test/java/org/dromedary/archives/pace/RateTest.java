package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dromedary.archives.pace.TestPace.LocalBuckets;
import org.junit.jupiter.api.Test;

/** The promise of every rate: never more than 5 % above it over ten seconds. */
class RateTest {

    private static final double MB = 1e6;

    private record Passed(long nanos, long units) {
    }

    private final LocalBuckets buckets = new LocalBuckets();
    private final ConcurrentLinkedQueue<Passed> passed = new ConcurrentLinkedQueue<>();
    private final Double[] limit = {5 * MB};

    private Rate rate() {
        return new Rate("test", () -> limit[0], buckets, () -> 2, () -> false);
    }

    private CompletableFuture<Void> work(Rate rate, int times, int units) {
        return CompletableFuture.runAsync(() -> IntStream.range(0, times).forEach(i -> {
            rate.take(units);
            passed.add(new Passed(System.nanoTime(), units));
        }));
    }

    /** Units between two moments; a burst from a standstill is part of it. */
    private long within(long from, long to) {
        return passed.stream().filter(p -> p.nanos() >= from && p.nanos() < to).mapToLong(Passed::units).sum();
    }

    @Test
    void severalConnectionsOfTwoWorkersShareOneRate() {
        Rate one = rate();
        Rate other = rate();
        long begin = System.nanoTime();
        CompletableFuture.allOf(Stream.of(one, one, other, other).map(r -> work(r, 40, 100_000))
                .toArray(CompletableFuture[]::new)).join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(16 * MB / 5 / MB - 0.6).as("16 MB at 5 MB/s").isLessThan(seconds);
        assertThat(buckets.asked).as("about ten a second").isLessThan(60);
    }

    @Test
    void nothingThatWasReservedIsLost() {
        work(rate(), 30, 140_000).join();
        assertThat(buckets.reservedMicros).isBetween(840_000L, 840_000L + 100_000L);
    }

    @Test
    void standstillIsNotSavedUp() throws Exception {
        Rate rate = rate();
        rate.take(100_000);
        buckets.freeAt.computeIfPresent("test", (name, at) -> at - 60_000_000);
        long begin = System.nanoTime();
        work(rate, 60, 50_000).join();
        assertThat(within(begin, begin + 500_000_000L)).isLessThanOrEqualTo((long) (5 * MB * (0.5 + 0.3)));
    }

    @Test
    void lowerRateHoldsAtOnce() {
        limit[0] = 100 * MB;
        Rate rate = rate();
        rate.take(1000);
        limit[0] = 1 * MB;
        long begin = System.nanoTime();
        work(rate, 60, 10_000).join();
        assertThat(within(begin, begin + 300_000_000L)).isLessThanOrEqualTo((long) (MB * (0.3 + 0.3)));
    }

    @Test
    void slowRatesHaveNoBurstAtAll() {
        limit[0] = 4.0;
        Rate rate = rate();
        work(rate, 5, 1).join();
        List<Long> times = passed.stream().map(Passed::nanos).toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThan(220_000_000L);
        }
    }
}
