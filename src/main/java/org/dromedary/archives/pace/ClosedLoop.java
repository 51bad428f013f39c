package org.dromedary.archives.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dromedary.archives.pace.ResponseTime.Verdict;

/**
 * Finds how many operations of ours an archive bears without becoming slow for the clinic: more by addition while its
 * response times stay in their band, less by multiplication when they leave it. Remembers the level that was too much
 * and comes near it with small steps only. Times are seconds; time comes in as an argument. Thread-safe.
 */
public final class ClosedLoop {

    /** What the loop does at present. */
    public enum Phase {
        /** Baselines are not known yet. */
        LEARNING,
        /** All response times are well within their bands. */
        RAISING,
        /** One is near the end of its band, or there is nothing to judge by. */
        HOLDING,
        /** One has left its band. */
        LOWERING,
        /** The pace is low for a moment, to see how the archive does without us. */
        LISTENING
    }

    /**
     * How the loop behaves.
     *
     * @param band response times may be so many times the baseline
     * @param slack plus so much
     * @param interval between two probes
     * @param floor least concurrency
     * @param increase concurrency added in an interval in which all is well
     * @param decrease least factor by which the concurrency is lowered at once
     * @param relearn a baseline at most doubles in so long a time
     */
    public record Tuning(double band, double slack, double interval, double floor, double increase, double decrease,
            double relearn) {

        /** @throws PaceSettingsException when a setting makes no sense */
        static Tuning of(ClosedLoopSettings settings) {
            check(settings.band() > 1, "band", settings.band(), "2.0, above 1");
            check(!settings.slack().isNegative(), "slack", settings.slack(), "100ms, not negative");
            check(settings.probeInterval().toMillis() > 0, "probe-interval", settings.probeInterval(), "10s, above 0");
            check(settings.floor() > 0, "floor", settings.floor(), "0.25, above 0");
            check(settings.increase() > 0, "increase", settings.increase(), "0.5, above 0");
            check(settings.decrease() > 0 && settings.decrease() < 1, "decrease", settings.decrease(),
                    "0.5, between 0 and 1");
            check(settings.relearn().toMillis() > 0, "relearn", settings.relearn(), "6h, above 0");
            return new Tuning(settings.band(), seconds(settings.slack()), seconds(settings.probeInterval()),
                    settings.floor(), settings.increase(), settings.decrease(), seconds(settings.relearn()));
        }

        private static void check(boolean right, String name, Object value, String example) {
            if (!right) {
                throw new PaceSettingsException("dromedary.closed-loop." + name, value.toString(), example);
            }
        }

        private static double seconds(Duration time) {
            return time.toNanos() / 1e9;
        }
    }

    /** One kind of response time; baseline and limit are NaN while they are not known. */
    public record Response(ResponseKind kind, int variant, double baseline, double limit, double last) {
        public boolean isInBand() {
            return !(last > limit);
        }

        private double share() {
            return last / limit;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s%s %.1f ms, baseline %.1f ms, limit %.1f ms", kind,
                    variant == 0 ? "" : " (" + variant + ")", 1000 * last, 1000 * baseline, 1000 * limit);
        }
    }

    /** The loop at a glance. */
    public record Status(double allowed, Phase phase, List<Response> responses) {

        /** The response time nearest to its limit or farthest above it, in words; empty if none is known. */
        public String slowest() {
            return responses.stream().filter(response -> !Double.isNaN(response.share()))
                    .max(Comparator.comparingDouble(Response::share)).map(Response::toString).orElse("");
        }
    }

    private record Key(ResponseKind kind, int variant) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : Integer.compare(variant, other.variant);
        }
    }

    private static final double FIRST_LEVEL = 2;
    /** Only a response time over its limit lowers the level further. */
    private static final double EASED_TO = 1;
    /** While no level has been too much yet. */
    private static final double FAST = 1.5;
    private static final double GENTLE = 0.95;
    private static final double MIN_CUT = 0.85;
    /** Near the level that was too much, steps are small at first and full after so many intervals. */
    private static final int PATIENCE = 200;
    /** Of the limits: below it there is no reason for care. */
    private static final double FAR = 0.35;
    private static final double CAREFUL_FROM = 0.85;
    private static final double CAREFUL_TO = 1.1;
    /** A pace that the work does not use says nothing about a higher one. */
    private static final double UNUSED_FACTOR = 1.25;
    private static final double UNUSED = 0.5;
    /** What was begun at the old pace may go on for so many intervals. */
    private static final int DRAIN = 3;
    private static final int LISTENING_INTERVALS = 6;
    /** An object's part of the slack: a study has many. */
    private static final double OBJECT_SLACK = 0.25;
    private static final int RELEARN_TO_LISTEN = 24;

    private final Tuning tuning;
    private final Map<Key, ResponseTime> times = new TreeMap<>();
    private double level = FIRST_LEVEL;
    private double tooMuch = Double.NaN;
    private double loweredAt = Double.NEGATIVE_INFINITY;
    private double overAt = Double.NEGATIVE_INFINITY;
    private double listeningSince = Double.NaN;
    private double listenedAt = Double.NaN;
    private double last = Double.NaN;
    private double used;
    private Phase phase = Phase.LEARNING;

    public ClosedLoop(Tuning tuning) {
        this.tuning = tuning;
    }

    /**
     * Takes a measurement.
     *
     * @param variant tells apart what takes different times though the archive is equally well, such as sizes
     * @param others operations of ours under way at the archive besides the one that was timed
     * @param now when the answer came; one that was asked for before the pace fell says nothing of the present
     */
    public synchronized void sample(ResponseKind kind, int variant, double seconds, int others, double now) {
        if (now - seconds < loweredAt) {
            return;
        }
        times.computeIfAbsent(new Key(kind, variant), key -> new ResponseTime(tuning.band(), slack(kind),
                tuning.relearn())).add(seconds, others);
    }

    /** Takes note that an answer has not come for so long; counts once that is too long for its kind. */
    public synchronized void waiting(ResponseKind kind, int variant, double seconds, int others, double now) {
        ResponseTime time = times.get(new Key(kind, variant));
        double counted = Math.min(seconds, now - loweredAt);
        if (time != null && counted > time.limit()) {
            time.add(counted, others);
        }
    }

    private double slack(ResponseKind kind) {
        return kind == ResponseKind.SUB_OPERATION_INTERVAL ? OBJECT_SLACK * tuning.slack() : tuning.slack();
    }

    /**
     * Judges what was measured since the last step; some steps an interval make it quick.
     *
     * @param busy average number of our operations under way since the last step
     * @param ceiling most that may be allowed
     * @return the concurrency allowed from now on
     */
    public synchronized double step(double now, double busy, double ceiling) {
        double passed = Double.isNaN(last) ? 0 : Math.min(now - last, tuning.interval());
        last = now;
        used = Math.max(busy, used * (1 - passed / tuning.interval()));
        boolean drained = busy <= level + UNUSED || now - loweredAt > DRAIN * tuning.interval();
        Verdict worst = Verdict.UNKNOWN;
        for (ResponseTime time : times.values()) {
            Verdict verdict = time.look(now);
            worst = verdict.compareTo(worst) > 0 ? verdict : worst;
        }
        if (!drained) {
            times.values().forEach(ResponseTime::forgetVerdicts);
            worst = Verdict.NEAR;
        }
        move(worst, now, passed, busy, ceiling);
        level = Math.max(tuning.floor(), Math.min(level, ceiling));
        listen(now, ceiling);
        return Math.min(allowed(), ceiling);
    }

    private void move(Verdict worst, double now, double passed, double busy, double ceiling) {
        switch (worst) {
            case OVER -> lower(now);
            case HIGH -> ease(passed);
            case NEAR -> phase = Phase.HOLDING;
            case IN_BAND -> raise(now, passed, busy, ceiling);
            default -> phase = learned() ? Phase.HOLDING : Phase.LEARNING;
        }
    }

    private boolean learned() {
        return times.values().stream().anyMatch(ResponseTime::isLearned);
    }

    private void lower(double now) {
        phase = Phase.LOWERING;
        overAt = now;
        double excess = 1;
        for (ResponseTime time : times.values()) {
            if (time.isOftenOver()) {
                excess = Math.min(excess, time.limit() / time.last());
            }
        }
        if (excess == 1) {
            tooMuch = level;
            level *= GENTLE;
            return;
        }
        tooMuch = Math.min(level, Math.max(used, tuning.floor()));
        level = tooMuch * Math.max(tuning.decrease(), Math.min(MIN_CUT, excess));
        loweredAt = now;
        times.values().forEach(ResponseTime::forgetVerdicts);
    }

    private void ease(double passed) {
        phase = Phase.HOLDING;
        double eased = level * (1 - (1 - GENTLE) * passed / tuning.interval());
        level = Math.max(eased, Math.min(level, EASED_TO));
    }

    private void raise(double now, double passed, double busy, double ceiling) {
        boolean unused = level > busy * UNUSED_FACTOR + UNUSED;
        if (unused || level >= ceiling || !Double.isNaN(listeningSince)) {
            phase = Phase.HOLDING;
            return;
        }
        phase = Phase.RAISING;
        if (Double.isNaN(tooMuch)) {
            level *= FAST;
            return;
        }
        boolean near = times.values().stream().anyMatch(time -> time.last() > FAR * time.limit());
        boolean careful = near && level > CAREFUL_FROM * tooMuch && level < CAREFUL_TO * tooMuch;
        double boldness = careful ? Math.min(1, (now - overAt) / (PATIENCE * tuning.interval())) : 1;
        level += tuning.increase() * passed / tuning.interval() * boldness * boldness;
    }

    /**
     * Holds our work down for a moment when the loop limits it and the archive has not been seen alone for long: only
     * then is it known whether we make it slow or it has become slow by itself.
     */
    private void listen(double now, double ceiling) {
        double seen = times.values().stream().mapToDouble(ResponseTime::quietAt).filter(at -> !Double.isNaN(at))
                .max().orElse(Double.NaN);
        if (Double.isNaN(listenedAt)) {
            listenedAt = now;
        }
        if (!Double.isNaN(listeningSince)) {
            boolean heard = seen > listeningSince + tuning.interval();
            if (heard || now - listeningSince > LISTENING_INTERVALS * tuning.interval()) {
                listeningSince = Double.NaN;
                listenedAt = now;
            } else {
                phase = Phase.LISTENING;
            }
            return;
        }
        double quietAt = Double.isNaN(seen) ? listenedAt : Math.max(seen, listenedAt);
        if (learned() && level < ceiling && now - quietAt > tuning.relearn() / RELEARN_TO_LISTEN) {
            listeningSince = now;
            phase = Phase.LISTENING;
        }
    }

    private double allowed() {
        return Double.isNaN(listeningSince) ? level : Math.min(level, tuning.floor());
    }

    /** Whether the next probe should come sooner than after an interval: something is being found out. */
    public synchronized boolean isCurious() {
        return switch (phase) {
            case LEARNING, LOWERING, LISTENING -> true;
            case RAISING -> Double.isNaN(tooMuch);
            case HOLDING -> times.values().stream().anyMatch(time -> time.last() > time.limit());
        };
    }

    public synchronized Status status() {
        List<Response> responses = new ArrayList<>();
        times.forEach((key, time) -> responses.add(
                new Response(key.kind(), key.variant(), time.baseline(), time.limit(), time.last())));
        return new Status(allowed(), phase, responses);
    }
}
