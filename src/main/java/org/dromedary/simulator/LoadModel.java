package org.dromedary.simulator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a simulator's answers slow down by load: each takes its base time × (1 + slope × operations above the free ones),
 * where the operations are the queries and retrieves under way plus those of a clinic that only exists as a number.
 * Without base times, the default, nothing is slowed. May be changed at any time from any thread.
 */
public final class LoadModel {

    private record Curve(Duration echo, Duration find, Duration subOperation, double free, double slope) {
    }

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Curve curve = new Curve(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);
    private volatile double clinic;

    LoadModel() {
    }

    /**
     * Sets what an idle archive needs.
     *
     * @param find for a C-FIND up to its first answer, and for looking up what a retrieve wants
     * @param subOperation for each object of a retrieve, before it is sent
     */
    public LoadModel times(Duration echo, Duration find, Duration subOperation) {
        curve = new Curve(echo, find, subOperation, curve.free(), curve.slope());
        return this;
    }

    /** Sets how many operations at once cost nothing, and how much of the base time each further one adds. */
    public LoadModel slowdown(double free, double slope) {
        curve = new Curve(curve.echo(), curve.find(), curve.subOperation(), free, slope);
        return this;
    }

    /** Sets how many operations the clinic has under way. */
    public LoadModel clinic(double operations) {
        clinic = operations;
        return this;
    }

    /** Queries and retrieves of real peers under way. */
    public int underWay() {
        return underWay.get();
    }

    /** By how much answers are slower now than those of an idle archive. */
    public double slowdown() {
        Curve now = curve;
        return 1 + now.slope() * Math.max(0, underWay.get() + clinic - now.free());
    }

    /** Counts an operation as under way until it is closed. */
    Operation begin() {
        underWay.incrementAndGet();
        return underWay::decrementAndGet;
    }

    /** An operation under way. */
    interface Operation extends AutoCloseable {
        @Override
        void close();
    }

    Duration echo() {
        return slowed(curve.echo());
    }

    Duration find() {
        return slowed(curve.find());
    }

    Duration subOperation() {
        return slowed(curve.subOperation());
    }

    private Duration slowed(Duration base) {
        return Duration.ofNanos(Math.round(base.toNanos() * slowdown()));
    }
}
