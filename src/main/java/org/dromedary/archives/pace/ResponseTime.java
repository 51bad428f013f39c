package org.dromedary.archives.pace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * How long one kind of operation takes at an archive: now, and when nothing else of ours is under way there (the
 * baseline). Times are seconds. Not thread-safe.
 */
final class ResponseTime {

    /** What the time was since the last look. */
    enum Verdict { UNKNOWN, IN_BAND, NEAR, HIGH, OVER }

    private static final int FIRST_SAMPLES = 5;
    private static final int RECENT = 7;
    private static final int QUIET = 15;
    private static final int MANY = 25;
    private static final int JUDGED = 3;
    private static final int MAX_SAMPLES = 500;
    /** A median must differ by so much from the baseline before it is believed: noise must not walk the baseline. */
    private static final double CLEARLY_LESS = 0.85;
    private static final double LESS = 0.97;
    private static final double CLEARLY_MORE = 1.1;
    private static final double STEP_DOWN = 0.3;
    /** Of the limit: from here on the pace is not raised, and from there on eased, so that chance seldom goes over. */
    private static final double NEAR = 0.75;
    private static final double HIGH = 0.85;

    private final double band;
    private final double slack;
    private final double relearn;
    private final List<Double> fresh = new ArrayList<>();
    private final List<Double> freshQuiet = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final Deque<Double> recent = new ArrayDeque<>();
    private final Deque<Double> many = new ArrayDeque<>();
    private final Deque<Double> quiet = new ArrayDeque<>();
    private final Deque<Boolean> judged = new ArrayDeque<>();
    private double baseline = Double.NaN;
    private double last = Double.NaN;
    private double quietAt = Double.NaN;

    /**
     * @param band the limit is so many times the baseline, plus {@code slack}
     * @param relearn the baseline at most doubles in so long a time
     */
    ResponseTime(double band, double slack, double relearn) {
        this.band = band;
        this.slack = slack;
        this.relearn = relearn;
    }

    /** @param others operations of ours under way at the archive besides the one that was timed */
    void add(double seconds, int others) {
        if (fresh.size() < MAX_SAMPLES) {
            fresh.add(seconds);
            if (others == 0) {
                freshQuiet.add(seconds);
            }
        }
        if (!isLearned() && others <= 1) {
            first.add(seconds);
            if (first.size() == FIRST_SAMPLES) {
                baseline = median(first);
            }
        }
    }

    /** Weighs what was added since the last call. */
    Verdict look(double now) {
        if (fresh.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        last = median(fresh);
        fresh.clear();
        push(recent, last, RECENT);
        push(many, last, MANY);
        if (!isLearned()) {
            freshQuiet.clear();
            return Verdict.UNKNOWN;
        }
        learn(now);
        push(judged, last > limit(), JUDGED);
        if (last > limit()) {
            return Verdict.OVER;
        }
        double share = median(recent) / limit();
        return share > HIGH ? Verdict.HIGH : share > NEAR ? Verdict.NEAR : Verdict.IN_BAND;
    }

    private void learn(double now) {
        double usual = median(many);
        if (many.size() == MANY && usual < CLEARLY_LESS * baseline) {
            // Our own load makes nothing quicker: the archive itself has become so.
            baseline += STEP_DOWN * (usual - baseline);
        }
        if (freshQuiet.isEmpty()) {
            return;
        }
        push(quiet, median(freshQuiet), QUIET);
        freshQuiet.clear();
        double alone = median(quiet);
        double passed = Double.isNaN(quietAt) ? 0 : Math.min(now - quietAt, relearn / 8);
        quietAt = now;
        if (quiet.size() >= RECENT && alone < LESS * baseline) {
            baseline += STEP_DOWN * (alone - baseline);
        } else if (quiet.size() >= RECENT && alone > CLEARLY_MORE * baseline) {
            baseline = Math.min(alone, baseline * Math.pow(2, passed / relearn));
        }
    }

    /** Whether two of the last three looks found it over the limit: one alone may be chance. */
    boolean isOftenOver() {
        return judged.stream().filter(over -> over).count() >= 2;
    }

    /** What was seen before the pace changed says nothing of the present one. */
    void forgetVerdicts() {
        judged.clear();
        recent.clear();
    }

    boolean isLearned() {
        return !Double.isNaN(baseline);
    }

    /** Since when the archive was last seen without other operations of ours; NaN for never. */
    double quietAt() {
        return quietAt;
    }

    double baseline() {
        return baseline;
    }

    /** Upper end of the band. */
    double limit() {
        return band * baseline + slack;
    }

    /** At the last look; NaN before the first. */
    double last() {
        return last;
    }

    private static <T> void push(Deque<T> values, T value, int most) {
        values.addLast(value);
        if (values.size() > most) {
            values.removeFirst();
        }
    }

    private static double median(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
