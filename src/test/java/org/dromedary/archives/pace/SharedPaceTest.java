package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.dromedary.archives.pace.TestPace.Staff;
import org.dromedary.ledger.Sql;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two workers at one ledger. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class SharedPaceTest {

    @Inject
    DataSource ledger;

    @AfterEach
    void empty() {
        Sql.over(ledger).update("delete from pace_bucket");
    }

    private Pace worker(String... settings) {
        return new Pace(TestPace.windows(settings), Clock.systemUTC(), List::of, new SharedBuckets(Sql.over(ledger)),
                new Staff());
    }

    @Test
    void bytesOfTwoWorkersTogetherKeepTheRateOverTenSeconds() {
        String[] settings = {"pace.w.store.bytes-per-second", "5 MB"};
        Pace one = worker(settings);
        Pace other = worker(settings);
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        long end = System.nanoTime() + 10_000_000_000L;
        CompletableFuture.allOf(pass(one, end, first), pass(one, end, first), pass(other, end, second),
                pass(other, end, second)).join();
        assertThat(first.get() + second.get()).isBetween(45_000_000L, 52_500_000L);
        assertThat(Math.min(first.get(), second.get())).as("neither starves").isGreaterThan(10_000_000L);
        one.close();
        other.close();
    }

    private static CompletableFuture<Void> pass(Pace pace, long end, AtomicLong passed) {
        return CompletableFuture.runAsync(() -> {
            while (System.nanoTime() < end) {
                int piece = pace.piece("target", Operation.STORE, 262144);
                passed.addAndGet(piece);
                pace.bytes("target", Operation.STORE, piece);
            }
        });
    }

    @Test
    void objectsOfTwoWorkersTogetherKeepTheRate() {
        String[] settings = {"pace.w.store.objects-per-second", "20"};
        Pace one = worker(settings);
        Pace other = worker(settings);
        AtomicLong passed = new AtomicLong();
        long end = System.nanoTime() + 5_000_000_000L;
        CompletableFuture.allOf(objects(one, end, passed), objects(other, end, passed)).join();
        assertThat(passed.get()).isBetween(90L, 108L);
        one.close();
        other.close();
    }

    private static CompletableFuture<Void> objects(Pace pace, long end, AtomicLong passed) {
        return CompletableFuture.runAsync(() -> {
            while (System.nanoTime() < end) {
                pace.object("target", Operation.STORE);
                passed.incrementAndGet();
            }
        });
    }

    @Test
    void reservationsFollowEachOtherOnTheDatabasesClock() {
        SharedBuckets buckets = new SharedBuckets(Sql.over(ledger));
        assertThat(buckets.reserve("b", 10_000_000, 0, 60_000_000)).isZero();
        assertThat(buckets.reserve("b", 10_000_000, 0, 60_000_000)).isBetween(5_000_000L, 10_000_000L);
        assertThat(buckets.reserve("b", 10_000_000, 0, 60_000_000)).isBetween(15_000_000L, 20_000_000L);
    }

    @Test
    void bucketAheadOfTheClockIsClamped() {
        SharedBuckets buckets = new SharedBuckets(Sql.over(ledger));
        buckets.reserve("b", 1000, 0, 60_000_000);
        Sql.over(ledger).update("update pace_bucket set free_at = free_at + 3600000000");
        assertThat(buckets.reserve("b", 1000, 0, 2_000_000)).isEqualTo(2_000_000);
        assertThat(buckets.reserve("b", 1000, 0, 2_000_000)).isBetween(1_000_000L, 2_000_000L);
    }

    @Test
    void bucketBehindTheClockGivesBackTheToleranceAlone() {
        SharedBuckets buckets = new SharedBuckets(Sql.over(ledger));
        buckets.reserve("b", 1000, 0, 60_000_000);
        Sql.over(ledger).update("update pace_bucket set free_at = free_at - 3600000000");
        assertThat(buckets.reserve("b", 1000, 150_000, 60_000_000)).isEqualTo(-150_000);
    }
}
