package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.dromedary.archives.pace.ClosedLoop.Response;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosedLoopTest {

    private static final double INTERVAL = 10;
    private static final double FLOOR = 0.25;
    private static final double CEILING = 8;
    private static final double HOUR = 3600;
    private static final double BAND = 2;
    private static final double SLACK = 0.01;
    private static final double LIMIT = BAND * Plant.ECHO + SLACK;

    private final ClosedLoop loop = loop(SLACK);

    private static ClosedLoop loop(double slack) {
        return new ClosedLoop(new ClosedLoop.Tuning(BAND, slack, INTERVAL, FLOOR, 0.5, 0.5, 6 * HOUR));
    }

    private Response response(ResponseKind kind) {
        return loop.status().responses().stream().filter(r -> r.kind() == kind).findFirst().orElseThrow();
    }

    /** Archives by how their answers slow down with the operations under way. */
    enum Archive {
        /** Each further operation costs the same; throughput would go on rising outside the band. */
        LINEAR(n -> 1 + 0.25 * Math.max(0, n - 1), 0.1, false),
        NOISY(n -> 1 + 0.25 * Math.max(0, n - 1), 0.2, false),
        SATURATING(n -> Math.max(1, n / 3), 0.1, true),
        SATURATING_NOISY(n -> Math.max(1, n / 3), 0.25, true),
        /** All is well with four, and with each further one throughput falls. */
        KNEE(n -> n <= 4 ? 1 : n / 4 * (1 + 0.3 * (n - 4)), 0.1, true),
        /** Two are well, the third leaves the band by far. */
        STEEP(n -> n <= 2 ? 1 : 1 + 2 * (n - 2), 0.1, true);

        private final DoubleUnaryOperator slowdown;
        private final double noise;
        private final boolean bounded;

        Archive(DoubleUnaryOperator slowdown, double noise, boolean bounded) {
            this.slowdown = slowdown;
            this.noise = noise;
            this.bounded = bounded;
        }
    }

    @ParameterizedTest
    @EnumSource(Archive.class)
    void probesStayInBandAndThroughputNearTheBestFixedPace(Archive archive) {
        double best = 0;
        double bestInBand = 0;
        for (double pace : DoubleStream.iterate(0.5, p -> p <= CEILING, p -> p + 0.5).toArray()) {
            Plant.Result fixed = new Plant(archive.slowdown, archive.noise).fixed(pace, HOUR, LIMIT);
            best = Math.max(best, fixed.throughput());
            bestInBand = fixed.share() >= 0.95 ? Math.max(bestInBand, fixed.throughput()) : bestInBand;
        }
        Plant.Result result = new Plant(archive.slowdown, archive.noise)
                .controlled(loop, 3 * HOUR, CEILING, LIMIT, INTERVAL);
        assertThat(result.share()).isGreaterThan(0.95);
        assertThat(result.throughput()).isGreaterThan(0.7 * bestInBand);
        if (archive.bounded) {
            assertThat(result.throughput()).isGreaterThan(0.7 * best);
        }
    }

    @Nested
    class WithAClinic {

        private final DoubleUnaryOperator slowdown = n -> 1 + 0.3 * Math.max(0, n - 2);

        @Test
        void comingAndGoingAtOnceFindsTheBandKept() {
            Plant plant = new Plant(slowdown, 0.1).clinic(t -> t % HOUR < 1200 ? 0 : t % HOUR < 2400 ? 3 : 1.5);
            Plant.Result result = plant.controlled(loop, 4 * HOUR, CEILING, LIMIT, INTERVAL);
            assertThat(result.share()).isGreaterThan(0.95);
            assertThat(result.throughput()).isGreaterThan(0.7 * bestInBand(3));
        }

        @Test
        void fullOfWorkIsLeftTheFloorAndGetsThePaceBackWhenItGoesHome() {
            Plant plant = new Plant(slowdown, 0.05).clinic(t -> t > HOUR && t < 1.5 * HOUR ? 8 : 0);
            double before = plant.controlled(loop, HOUR, CEILING, LIMIT, INTERVAL).lastAllowed();
            double during = plant.controlled(loop, HOUR / 4, CEILING, LIMIT, INTERVAL).lastAllowed();
            plant.controlled(loop, HOUR / 4, CEILING, LIMIT, INTERVAL);
            double after = plant.controlled(loop, HOUR / 4, CEILING, LIMIT, INTERVAL).lastAllowed();
            assertThat(before).isGreaterThan(2.5);
            assertThat(during).isEqualTo(FLOOR, within(0.01));
            assertThat(after).isGreaterThan(0.7 * before);
        }

        /** The best that one fixed pace could do without leaving the band at the clinic's busiest time. */
        private double bestInBand(double clinic) {
            return DoubleStream.iterate(0.5, p -> p <= CEILING, p -> p + 0.5)
                    .mapToObj(pace -> new Plant(slowdown, 0.1).clinic(t -> clinic).fixed(pace, HOUR, LIMIT))
                    .filter(fixed -> fixed.share() >= 0.95).mapToDouble(Plant.Result::throughput).max().orElseThrow();
        }
    }

    @Nested
    class Baselines {

        @Test
        void doNotRiseThroughOurOwnLoad() {
            new Plant(n -> 1 + 0.25 * n, 0.1).controlled(loop, 12 * HOUR, CEILING, LIMIT, INTERVAL);
            assertThat(response(ResponseKind.ECHO).baseline()).isEqualTo(Plant.ECHO, within(0.1 * Plant.ECHO));
        }

        @Test
        void followAnArchiveThatHasBecomeSlowerForGoodButSlowly() {
            Plant plant = new Plant(n -> Math.max(1, n / 4), 0.1).age(t -> t < HOUR ? 1 : 3);
            double young = plant.controlled(loop, HOUR, CEILING, LIMIT, INTERVAL).lastAllowed();
            double old = plant.controlled(loop, HOUR, CEILING, LIMIT, INTERVAL).lastAllowed();
            assertThat(response(ResponseKind.ECHO).baseline()).isLessThan(1.3 * Plant.ECHO);
            double accepted = plant.controlled(loop, 14 * HOUR, CEILING, 3 * LIMIT, INTERVAL).lastAllowed();
            assertThat(old).isEqualTo(FLOOR, within(0.01));
            assertThat(response(ResponseKind.ECHO).baseline()).isGreaterThan(2.4 * Plant.ECHO);
            assertThat(accepted).isGreaterThan(0.7 * young);
        }

        @Test
        void followAnArchiveThatHasBecomeQuickerSoon() {
            Plant plant = new Plant(n -> 1, 0.1).age(t -> t < HOUR ? 3 : 1);
            plant.controlled(loop, 1.25 * HOUR, CEILING, LIMIT, INTERVAL);
            assertThat(response(ResponseKind.ECHO).baseline()).isLessThan(1.3 * Plant.ECHO);
        }

        @Test
        void areKnownAfterFiveAnswersGivenWhileLittleElseIsUnderWay() {
            for (int i = 0; i < 4; i++) {
                loop.sample(ResponseKind.ECHO, 0, 0.05, 0, 0);
                loop.sample(ResponseKind.ECHO, 1, 0.05, 2, 0);
            }
            loop.step(0, 0, CEILING);
            assertThat(loop.status().phase()).isEqualTo(ClosedLoop.Phase.LEARNING);
            loop.sample(ResponseKind.ECHO, 0, 9, 0, 0);
            loop.sample(ResponseKind.ECHO, 1, 0.05, 2, 0);
            assertThat(loop.status().responses()).extracting(Response::baseline).containsExactly(0.05, Double.NaN);
        }
    }

    @Test
    void archiveThatBearsNothingIsLeftTheFloor() {
        Plant.Result result = new Plant(n -> 1 + 3 * n, 0.1).controlled(loop, 3 * HOUR, CEILING, LIMIT, INTERVAL);
        assertThat(result.lastAllowed()).isEqualTo(FLOOR, within(0.1));
        assertThat(result.share()).isGreaterThan(0.95 * (1 - FLOOR));
    }

    @Test
    void jitterOfAQuickArchiveCostsNothing() {
        ClosedLoop generous = loop(0.1);
        Random random = new Random(3);
        double allowed = 0;
        double least = CEILING;
        for (int step = 0; step < 4000; step++) {
            double now = step * INTERVAL / 4;
            double jitter = random.nextInt(20) == 0 ? 0.09 : 0.01 * random.nextDouble();
            generous.sample(ResponseKind.ECHO, 0, 0.001 + jitter, 2, now);
            generous.sample(ResponseKind.SUB_OPERATION_INTERVAL, 4, 0.005 + jitter / 4, 1, now);
            generous.sample(ResponseKind.ECHO, 0, 0.001, 0, now);
            allowed = generous.step(now, allowed, 4);
            least = step > 20 ? Math.min(least, allowed) : least;
        }
        assertThat(least).isEqualTo(4);
    }

    @Test
    void paceFallsWithTheSecondProbeOverTheLimitAndByMoreTheMoreItIs() {
        double before = raised();
        loop.sample(ResponseKind.ECHO, 0, 0.2, 4, 100);
        double doubted = loop.step(100, before, CEILING);
        assertThat(doubted).isBetween(0.9 * before, 0.99 * before);
        assertThat(loop.isCurious()).isTrue();
        loop.sample(ResponseKind.ECHO, 0, 0.2, 4, 102.5);
        assertThat(loop.step(102.5, before, CEILING)).isBetween(0.45 * before, 0.6 * before);
    }

    @Test
    void workOfTheOldPaceIsWaitedForBeforeThePaceFallsAgain() {
        double before = raised();
        double lowered = before;
        for (int step = 0; step < 6; step++) {
            loop.sample(ResponseKind.ECHO, 0, 0.2, 4, 100 + 2.5 * step);
            lowered = loop.step(100 + 2.5 * step, before, CEILING);
        }
        assertThat(lowered).isGreaterThan(0.4 * before);
        for (int step = 0; step < 3; step++) {
            loop.sample(ResponseKind.ECHO, 0, 0.2, 4, 140 + 2.5 * step);
            lowered = loop.step(140 + 2.5 * step, lowered, CEILING);
        }
        assertThat(lowered).isLessThan(0.4 * before);
    }

    @Test
    void nothingRisesWithoutAnswersOrWithoutUse() {
        double before = raised();
        assertThat(loop.step(100, before, CEILING)).isEqualTo(before);
        loop.sample(ResponseKind.ECHO, 0, 0.05, 0, 110);
        assertThat(loop.step(110, 0.5, CEILING)).isEqualTo(before);
    }

    @Test
    void ceilingHoldsAndMayBeNothing() {
        raised();
        assertThat(loop.step(100, 1, 1.5)).isEqualTo(1.5);
        assertThat(loop.step(110, 0, 0)).isZero();
        assertThat(loop.step(120, 0, CEILING)).isPositive();
    }

    /** A loop that knows its baseline and has been raised to about four. */
    private double raised() {
        for (int i = 0; i < 5; i++) {
            loop.sample(ResponseKind.ECHO, 0, 0.05, 0, 0);
        }
        double allowed = loop.step(0, 1, CEILING);
        for (int step = 1; allowed < 3.9; step++) {
            loop.sample(ResponseKind.ECHO, 0, 0.05, 3, step * 2.5);
            allowed = loop.step(step * 2.5, allowed, CEILING);
        }
        return allowed;
    }
}
