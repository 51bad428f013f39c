package org.dromedary.archives.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * An archive as a calculation: response times grow with the operations under way, ours and the clinic's. Our work is
 * retrieves, as many at once as are allowed, with rests that make the average what is allowed.
 */
final class Plant {

    static final double ECHO = 0.05;
    static final double FIND = 0.12;
    static final double OBJECT = 0.04;
    private static final double STEP = 0.05;
    private static final int OBJECTS = 60;
    private static final double JUDGED_EVERY = 1;
    private static final int FIRST_PROBES = 5;

    private final DoubleUnaryOperator slowdown;
    private final double noise;
    private final Random random = new Random(7);
    private final List<Slot> slots = new ArrayList<>();
    private DoubleUnaryOperator clinic = time -> 0;
    /** By how much the archive has become slower by itself. */
    private DoubleUnaryOperator age = time -> 1;
    private double now;
    private double objects;
    private double busyTime;
    private int judged;
    private int inBand;
    private ClosedLoop loop;

    private static final class Slot {
        private double done;
        private double begun;
        private double restUntil;
        private boolean working;
    }

    /** What a run brought. */
    record Result(double throughput, double share, double lastAllowed) {
    }

    /**
     * @param slowdown by how much answers are slower with so many operations under way
     * @param noise standard deviation of the logarithm of a response time
     */
    Plant(DoubleUnaryOperator slowdown, double noise) {
        this.slowdown = slowdown;
        this.noise = noise;
    }

    Plant clinic(DoubleUnaryOperator operations) {
        clinic = operations;
        return this;
    }

    Plant age(DoubleUnaryOperator factor) {
        age = factor;
        return this;
    }

    Result fixed(double allowed, double seconds, double limit) {
        while (now < seconds) {
            advance(allowed, limit);
        }
        return new Result(objects / seconds, (double) inBand / judged, allowed);
    }

    /** Runs under the loop; probes as the real prober does. */
    Result controlled(ClosedLoop controller, double seconds, double ceiling, double limit, double interval) {
        loop = controller;
        double end = now + seconds;
        double objectsBefore = objects;
        judged = 0;
        inBand = 0;
        double quarter = interval / 4;
        double nextStep = now;
        double nextProbe = now;
        double busyBefore = busyTime;
        double allowed = 0;
        for (int i = 0; i < FIRST_PROBES; i++) {
            probe();
        }
        while (now < end) {
            if (now >= nextProbe) {
                probe();
                nextProbe = now + (loop.isCurious() ? quarter : interval);
            }
            if (now >= nextStep) {
                allowed = loop.step(now, (busyTime - busyBefore) / quarter, ceiling);
                busyBefore = busyTime;
                nextStep = now + quarter;
            }
            advance(allowed, limit);
        }
        return new Result((objects - objectsBefore) / seconds, (double) inBand / judged, allowed);
    }

    private void probe() {
        loop.sample(ResponseKind.ECHO, 0, ECHO * factor() * noise(), underWay(), now);
        loop.sample(ResponseKind.FIND, 0, FIND * factor() * noise(), underWay(), now);
    }

    private void advance(double allowed, double limit) {
        begin((int) Math.ceil(allowed));
        int working = underWay();
        double rate = 1 / (OBJECT * factor());
        for (Slot slot : slots) {
            if (slot.working) {
                work(slot, rate, working, allowed);
            }
        }
        busyTime += working * STEP;
        double before = now;
        now += STEP;
        if (Math.floor(before / JUDGED_EVERY) != Math.floor(now / JUDGED_EVERY)) {
            judged++;
            inBand += ECHO * factor() * noise() <= limit ? 1 : 0;
        }
    }

    private void begin(int most) {
        while (slots.size() < most) {
            slots.add(new Slot());
        }
        for (Slot slot : slots.subList(0, most)) {
            if (!slot.working && slot.restUntil <= now) {
                slot.working = true;
                slot.begun = now;
                slot.done = 0;
            }
        }
    }

    private void work(Slot slot, double rate, int working, double allowed) {
        double before = slot.done;
        slot.done = Math.min(OBJECTS, slot.done + rate * STEP);
        objects += slot.done - before;
        if (loop != null && before == 0) {
            loop.sample(ResponseKind.FIRST_SUB_OPERATION, 0, (FIND + OBJECT) * factor() * noise(), working - 1,
                    now);
        }
        if (slot.done < OBJECTS) {
            return;
        }
        double took = now + STEP - slot.begun;
        if (loop != null) {
            loop.sample(ResponseKind.SUB_OPERATION_INTERVAL, 0, took / OBJECTS * noise(), working - 1, now);
        }
        slot.working = false;
        slot.restUntil = now + STEP + took * (Math.ceil(allowed) / allowed - 1);
    }

    private int underWay() {
        return (int) slots.stream().filter(slot -> slot.working).count();
    }

    private double factor() {
        return age.applyAsDouble(now) * slowdown.applyAsDouble(underWay() + clinic.applyAsDouble(now));
    }

    private double noise() {
        return Math.exp(noise * random.nextGaussian());
    }
}
