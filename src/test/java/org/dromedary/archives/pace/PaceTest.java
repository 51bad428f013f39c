package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dromedary.archives.pace.PaceStatus.State;
import org.dromedary.coordination.control.Controls.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private TestPace test = new TestPace();

    private Pace with(String... settings) {
        test.close();
        test = new TestPace(settings);
        return test.pace;
    }

    @AfterEach
    void close() {
        test.close();
    }

    private CompletableFuture<Turn> begin() {
        return CompletableFuture.supplyAsync(() -> test.pace.begin("source", Operation.RETRIEVE));
    }

    private static Turn soon(CompletableFuture<Turn> turn) throws Exception {
        return turn.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private void staysWaiting(CompletableFuture<Turn> turn) {
        await().during(Duration.ofMillis(400)).atMost(LONG).until(() -> !turn.isDone());
    }

    private PaceStatus status() {
        return test.pace.status("source", Operation.RETRIEVE);
    }

    @Test
    void withoutWindowsNothingIsLimitedAndNobodyIsAsked() throws Exception {
        Pace pace = test.pace;
        for (int i = 0; i < 1000; i++) {
            soon(begin()).close();
            pace.object("target", Operation.STORE);
            pace.bytes("target", Operation.STORE, 1_000_000_000);
        }
        assertThat(test.buckets.asked).isZero();
        assertThat(pace.piece("target", Operation.STORE, 262144)).isEqualTo(262144);
        assertThat(pace.buffer("target", Operation.STORE)).isZero();
        assertThat(status().limitedBy()).isEqualTo("none");
        assertThat(status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void associationsOfTheWindowAreNotExceeded() throws Exception {
        with("pace.w.retrieve.associations", "2");
        Turn first = soon(begin());
        Turn second = soon(begin());
        CompletableFuture<Turn> third = begin();
        staysWaiting(third);
        assertThat(status().limitedBy()).isEqualTo("window");
        assertThat(status().limit()).isEqualTo("associations");
        first.close();
        soon(third).close();
        second.close();
        assertThat(status().running()).isZero();
    }

    @Test
    void associationsAreDividedAmongTheWorkersAlive() {
        with("pace.w.retrieve.associations", "5");
        double[] shares = new double[3];
        for (int place = 0; place < 3; place++) {
            test.worker(place, 3);
            shares[place] = test.pace.concurrency("source", Operation.RETRIEVE);
        }
        assertThat(shares).containsExactly(2, 2, 1);
    }

    @Test
    void workerWithoutAnAssociationIsIdle() throws Exception {
        with("pace.w.retrieve.associations", "1");
        test.worker(1, 2);
        CompletableFuture<Turn> turn = begin();
        staysWaiting(turn);
        assertThat(status().state()).isEqualTo(State.STOPPED);
        assertThat(status().reason()).contains("none for this one");
        assertThat(status().limitedBy()).isEqualTo("workers");
        test.worker(0, 1);
        soon(turn).close();
    }

    @Test
    void workWaitsForTheNextWindowAndSaysWhenItBegins() throws Exception {
        with("pace.night.hours", "20:00-06:00");
        test.at("2026-11-23T10:00:00Z");
        CompletableFuture<Turn> turn = begin();
        staysWaiting(turn);
        assertThat(status().state()).isEqualTo(State.WAITING_FOR_WINDOW);
        assertThat(status().reason()).contains("2026-11-23T20:00");
        assertThat(status().until()).isEqualTo("2026-11-23T20:00:00Z");
        test.at("2026-11-23T20:00:00Z");
        soon(turn).close();
    }

    @Test
    void stoppedWindowStopsItsOperationAlone() throws Exception {
        with("pace.clinic.retrieve.stopped", "true");
        CompletableFuture<Turn> turn = begin();
        staysWaiting(turn);
        assertThat(status().state()).isEqualTo(State.STOPPED);
        test.pace.begin("source", Operation.QUERY).close();
        test.pace.stop();
        assertThatThrownBy(() -> soon(turn)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GivenBackException.class);
    }

    @Test
    void operatorsPauseHoldsUntilHeTakesItBack() throws Exception {
        test.order("archive:source", Kind.PAUSE, "");
        await().atMost(LONG).until(() -> status().state() == State.PAUSED);
        assertThat(status().limitedBy()).isEqualTo("operator");
        assertThat(status().reason()).contains("anna").contains("maintenance");
        CompletableFuture<Turn> turn = begin();
        staysWaiting(turn);
        test.pace.begin("target", Operation.STORE).close();
        test.orders.clear();
        soon(turn).close();
    }

    @Test
    void pauseOfAllAndOfAStageReachWhomTheyName() {
        test.order("stage:store", Kind.PAUSE, "");
        await().atMost(LONG).until(() -> test.pace.isStagePaused("store"));
        assertThat(test.pace.isStagePaused("retrieve")).isFalse();
        test.order("all", Kind.PAUSE, "");
        await().atMost(LONG).until(() -> test.pace.isStagePaused("retrieve"));
        assertThat(status().state()).isEqualTo(State.PAUSED);
    }

    @Test
    void windowOrderedByTheOperatorHoldsWhateverTheClockSays() {
        with("pace.night.hours", "20:00-06:00", "pace.night.retrieve.associations", "7",
                "pace.clinic.hours", "06:00-20:00", "pace.clinic.retrieve.stopped", "true");
        assertThat(status().window()).isEqualTo("clinic");
        test.order("archive:source", Kind.WINDOW, "night");
        await().atMost(LONG).until(() -> status().window().equals("night"));
        assertThat(status().state()).isEqualTo(State.RUNNING);
        assertThat(test.pace.status("target", Operation.QUERY).window()).isEqualTo("clinic");
        test.orders.clear();
        test.order("archive:source", Kind.WINDOW, "nigth");
        await().atMost(LONG).until(() -> status().state() == State.STOPPED);
        assertThat(status().reason()).contains("nigth").contains("not configured");
    }

    @Test
    void dutyCycleAlternatesByTheClock() {
        with("pace.w.retrieve.work", "10m", "pace.w.retrieve.rest", "50m");
        test.at("2026-11-23T10:09:59Z");
        assertThat(status().state()).isEqualTo(State.RUNNING);
        test.at("2026-11-23T10:10:00Z");
        assertThat(status().state()).isEqualTo(State.RESTING);
        assertThat(status().until()).isEqualTo("2026-11-23T11:00:00Z");
        test.at("2026-11-23T11:00:00Z");
        assertThat(status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void associationRestsBetweenTwoSeries() throws Exception {
        with("pace.w.retrieve.pause", "1s");
        soon(begin()).close();
        long end = System.nanoTime();
        soon(begin()).close();
        assertThat(System.nanoTime() - end).isGreaterThan(900_000_000L);
    }

    @Test
    void seriesBeginNoMoreOftenThanTheWindowSays() throws Exception {
        with("pace.w.retrieve.series-per-minute", "120");
        long begin = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            soon(begin()).close();
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(1_900_000_000L);
        assertThat(status().limit()).isEqualTo("series-per-minute");
    }

    @Test
    void whoeverHoldsAnOperationIsNamedUntilHeReleasesIt() throws Exception {
        test.pace.hold("source", Operation.RETRIEVE, "spool", "the spool is 91 % full");
        CompletableFuture<Turn> turn = begin();
        staysWaiting(turn);
        assertThat(status().limitedBy()).isEqualTo("spool");
        assertThat(status().reason()).isEqualTo("the spool is 91 % full");
        test.pace.release("source", Operation.RETRIEVE, "spool");
        soon(turn).close();
    }

    @Test
    void oneAndAHalfAreTwoOfWhichEachRests() throws Exception {
        test.pace.throttle("source", Operation.RETRIEVE, "source", 1.5);
        Turn first = soon(begin());
        Turn second = soon(begin());
        CompletableFuture<Turn> third = begin();
        staysWaiting(third);
        assertThat(status().limitedBy()).isEqualTo("source");
        long took = System.nanoTime();
        first.close();
        long ended = System.nanoTime();
        Turn next = soon(third);
        assertThat(System.nanoTime() - ended).as("a third of more than 400 ms").isGreaterThan(130_000_000L)
                .isGreaterThan((ended - took) / 3);
        next.close();
        second.close();
        test.pace.throttle("source", Operation.RETRIEVE, "source", Double.POSITIVE_INFINITY);
        soon(begin()).close();
        assertThat(status().associations()).isNull();
    }

    @Test
    void workUnderWayKeepsTheRatesOfItsWindowWhenTheNextStops() {
        with("pace.night.hours", "20:00-06:00", "pace.night.retrieve.bytes-per-second", "1 MB");
        test.at("2026-11-23T05:59:59Z");
        assertThat(test.pace.piece("source", Operation.RETRIEVE, 262144)).isEqualTo(20000);
        test.at("2026-11-23T06:00:00Z");
        assertThat(status().state()).isEqualTo(State.WAITING_FOR_WINDOW);
        assertThat(test.pace.piece("source", Operation.RETRIEVE, 262144)).isEqualTo(20000);
    }

    @Test
    void boundaryActsOnWhatIsAlreadyWaiting() throws Exception {
        with("pace.slow.hours", "06:00-20:00", "pace.slow.retrieve.objects-per-second", "0.01",
                "pace.fast.hours", "20:00-06:00");
        test.at("2026-11-23T19:59:59Z");
        test.pace.object("source", Operation.RETRIEVE);
        CompletableFuture<Void> object =
                CompletableFuture.runAsync(() -> test.pace.object("source", Operation.RETRIEVE));
        await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> !object.isDone());
        test.at("2026-11-23T20:00:00Z");
        object.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(test.pace.heldNanos("source", Operation.RETRIEVE)).isGreaterThan(250_000_000L);
    }

    @Test
    void ledgerOutOfReachHoldsLimitedWorkAndEndsWithTheProcess() throws Exception {
        with("pace.w.retrieve.bytes-per-second", "1 MB");
        test.buckets.away = true;
        CompletableFuture<Void> bytes =
                CompletableFuture.runAsync(() -> test.pace.bytes("source", Operation.RETRIEVE, 10_000));
        await().during(Duration.ofMillis(700)).atMost(LONG).until(() -> !bytes.isDone());
        test.buckets.away = false;
        bytes.get(LONG.toSeconds(), TimeUnit.SECONDS);
        test.buckets.away = true;
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> test.pace.bytes("source", Operation.RETRIEVE, 1_000_000));
        test.pace.stop();
        assertThatThrownBy(() -> stopped.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(GivenBackException.class);
    }

    @Test
    void bucketFarInTheFutureIsNotBelieved() throws Exception {
        with("pace.w.retrieve.bytes-per-second", "1 MB");
        test.buckets.freeAt.put("source.retrieve.bytes", System.nanoTime() / 1000 + 3_600_000_000L);
        CompletableFuture.runAsync(() -> test.pace.bytes("source", Operation.RETRIEVE, 10_000))
                .get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whatRunsLongAfterTheStopIsBrokenOffOnce() throws Exception {
        with("pace.night.hours", "20:00-06:00", "calendar.park-after", "500ms");
        test.at("2026-11-23T05:00:00Z");
        AtomicInteger brokenOff = new AtomicInteger();
        Turn turn = soon(begin());
        turn.breakOffBy(brokenOff::incrementAndGet);
        test.at("2026-11-23T06:00:00Z");
        await().atMost(LONG).until(turn::isParked);
        await().during(Duration.ofMillis(600)).atMost(LONG).until(() -> brokenOff.get() == 1);
        turn.close();
    }

    @Test
    void restOfTheDutyCycleBreaksNothingOff() throws Exception {
        with("pace.w.retrieve.work", "10m", "pace.w.retrieve.rest", "50m", "calendar.park-after", "100ms");
        test.at("2026-11-23T10:00:00Z");
        Turn turn = soon(begin());
        test.at("2026-11-23T10:30:00Z");
        await().during(Duration.ofMillis(800)).atMost(LONG).until(() -> !turn.isParked());
        turn.close();
    }

    @Test
    void operationThatAnArchiveDoesNotHaveIsAnError() {
        assertThatThrownBy(() -> test.pace.begin("source", Operation.STORE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
