package org.dromedary.archives.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.dromedary.archives.pace.PaceStatus.State;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Order;

/** One archive and one kind of operation: what holds for it now, and who waits for what. Thread-safe. */
final class Lane {

    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Connections hold back at most so much of what a second brings … */
    private static final double PIECE_SECONDS = 0.02;
    private static final double BUFFER_SECONDS = 0.1;
    /** … but a window smaller than a few segments stalls TCP itself. */
    private static final int SMALLEST_BUFFER = 128 * 1024;
    private static final int LARGEST_BUFFER = 8 * 1024 * 1024;
    private static final int SMALLEST_PIECE = 1024;

    /** What all lanes share. */
    record Surroundings(Windows windows, InstantSource clock, Orders orders, Reservations reservations, Share share) {
    }

    /** This worker's part of a number that is divided among the workers alive. */
    interface Share {
        int of(int number);

        int workers();
    }

    private record Wait(String limit, String by, long atNanos) {
    }

    final String role;
    final Operation operation;
    private final Surroundings around;
    private final boolean concerned;
    private final Slots slots;
    private final Rate series;
    private final Rate objects;
    private final Rate bytes;
    private final HoldClock held = new HoldClock();
    private final Meter objectMeter = new Meter(System::nanoTime);
    private final Meter byteMeter = new Meter(System::nanoTime);
    private final Map<String, String> holds = new ConcurrentHashMap<>();
    private final Map<String, Double> throttles = new ConcurrentHashMap<>();
    private final Map<String, Limits> overrides = new TreeMap<>();
    private volatile Limits override = Limits.NONE;
    private volatile Limits last = Limits.NONE;
    private volatile Wait lastWait;
    private volatile boolean stopping;
    private long stoppedSince;

    Lane(String role, Operation operation, Surroundings around) {
        this.role = role;
        this.operation = operation;
        this.around = around;
        this.concerned = around.windows().concern(role);
        this.slots = new Slots(this);
        this.series = rate("series", () -> perSecond(present().limits().seriesPerMinute()));
        this.objects = rate("objects", () -> present().limits().objectsPerSecond());
        this.bytes = rate("bytes", () -> present().limits().bytesPerSecond());
    }

    private Rate rate(String what, java.util.function.Supplier<Double> limit) {
        return new Rate(name() + "." + what, limit, around.reservations(), around.share()::workers, () -> stopping);
    }

    private static Double perSecond(Double perMinute) {
        return perMinute == null ? null : (Double) (perMinute / 60);
    }

    String name() {
        return role + "." + operation.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What holds now. */
    Present present() {
        Instant now = around.clock().instant();
        Optional<String> forced = around.orders().window(role);
        Optional<Window> window = forced.isPresent() ? around.windows().named(forced.get())
                : around.windows().at(now, role);
        String name = window.map(Window::name).orElse(forced.orElse(""));
        boolean free = forced.isEmpty() && !concerned;
        Limits limits = window.map(w -> w.limits().get(operation)).orElse(free ? Limits.NONE : null);
        Limits inForce = (limits == null ? last : limits.stopped() ? last.with(limits) : limits).with(override);
        if (limits != null && !limits.stopped()) {
            last = limits;
        }
        return judge(now, name, limits, inForce);
    }

    private Present judge(Instant now, String window, Limits limits, Limits inForce) {
        if (!around.orders().known()) {
            return new Present(window, inForce, State.PAUSED, "operator",
                    "the operator's orders could not be read yet");
        }
        Optional<Order> pause = around.orders().pause(Controls.archive(role));
        if (pause.isPresent()) {
            return new Present(window, inForce, State.PAUSED, "operator", "paused by " + pause.get().by()
                    + (pause.get().reason().isEmpty() ? "" : ": " + pause.get().reason()));
        }
        if (limits == null) {
            return window.isEmpty() ? new Present(window, inForce, State.WAITING_FOR_WINDOW, "window", "")
                    : new Present(window, inForce, State.STOPPED, "operator",
                            "the operator ordered window " + window + ", which is not configured");
        }
        if (inForce.stopped()) {
            return new Present(window, inForce, State.STOPPED, "window", "window " + window + " stops it");
        }
        for (Map.Entry<String, String> hold : holds.entrySet()) {
            return new Present(window, inForce, State.STOPPED, hold.getKey(), hold.getValue());
        }
        if (inForce.restsAt(now.toEpochMilli())) {
            return new Present(window, inForce, State.RESTING, "window", "duty cycle of window " + window);
        }
        if (inForce.associations() != null && around.share().of(inForce.associations()) == 0) {
            return new Present(window, inForce, State.STOPPED, "workers",
                    "window " + window + " has fewer associations than there are workers, and none for this one");
        }
        return new Present(window, inForce, State.RUNNING, "none", "");
    }

    /** Operations that may be under way at once here, perhaps a fraction; infinite for any number. */
    double concurrency(Present present) {
        return throttles.values().stream().mapToDouble(Double::doubleValue).reduce(share(present), Math::min);
    }

    /** The same without throttles. */
    double share(Present present) {
        Integer all = present.limits().associations();
        return all == null ? Double.POSITIVE_INFINITY : around.share().of(all);
    }

    int running() {
        return slots.busy();
    }

    private String whoseConcurrency(double concurrency) {
        return throttles.entrySet().stream().filter(t -> t.getValue() == concurrency).map(Map.Entry::getKey)
                .findFirst().orElse("window");
    }

    /** See {@link Pace#begin}. */
    Turn begin() {
        boolean counted = false;
        while (true) {
            Turn turn = slots.take();
            boolean keep = false;
            try {
                if (!counted && series.take(1)) {
                    noteWait("series-per-minute", "window");
                }
                counted = true;
                keep = present().mayBegin();
                if (keep) {
                    return turn.begun();
                }
            } finally {
                if (!keep) {
                    slots.cancel(turn);
                }
            }
        }
    }

    void end(Turn turn) {
        slots.give(turn);
    }

    /** See {@link Pace#object}. */
    void object() {
        objectMeter.add(1);
        take(objects, 1, "objects-per-second");
    }

    /** See {@link Pace#bytes}. */
    void bytes(long count) {
        byteMeter.add(count);
        take(bytes, count, "bytes-per-second");
    }

    /** Asked at every read and write: where nothing is configured it must cost next to nothing. */
    private boolean isUnlimited() {
        return !concerned && override == Limits.NONE && around.orders().leaveWindowsAlone();
    }

    private void take(Rate rate, long count, String limit) {
        if (isUnlimited()) {
            return;
        }
        held.begin();
        try {
            if (rate.take(count)) {
                noteWait(limit, "window");
            }
        } finally {
            held.end();
        }
    }

    void noteWait(String limit, String by) {
        lastWait = new Wait(limit, by, System.nanoTime());
    }

    void noteSlotWait(double concurrency) {
        noteWait("associations", whoseConcurrency(concurrency));
    }

    int piece(int wanted) {
        Double rate = isUnlimited() ? null : present().limits().bytesPerSecond();
        return rate == null ? wanted : (int) Math.min(wanted, Math.max(SMALLEST_PIECE, rate * PIECE_SECONDS));
    }

    int buffer() {
        OptionalDouble lowest = around.windows().lowestBytesPerSecond(role, operation);
        double wanted = lowest.isEmpty() ? 0 : Math.max(SMALLEST_BUFFER, lowest.getAsDouble() * BUFFER_SECONDS);
        return (int) Math.min(LARGEST_BUFFER, wanted);
    }

    long heldNanos() {
        return held.nanos();
    }

    void hold(String by, String reason) {
        holds.put(by, reason);
    }

    void release(String by) {
        holds.remove(by);
        slots.changed();
    }

    void throttle(String by, double concurrency) {
        if (Double.isInfinite(concurrency)) {
            throttles.remove(by);
        } else {
            throttles.put(by, concurrency);
        }
        slots.changed();
    }

    /** @param text as in the settings, null to take that override back */
    synchronized void override(String limit, String text) {
        if (text == null) {
            overrides.remove(limit);
        } else {
            overrides.put(limit, LimitReader.one(limit, text));
        }
        override = overrides.values().stream().reduce(Limits.NONE, Limits::with);
        slots.changed();
    }

    synchronized void clearOverrides() {
        overrides.clear();
        override = Limits.NONE;
        slots.changed();
    }

    synchronized String overrides() {
        return String.join(", ", overrides.keySet());
    }

    /** Breaks off what is still under way though the pace was stopped long ago. */
    synchronized void parkIfDue() {
        Optional<Duration> after = around.windows().parkAfter();
        if (after.isEmpty() || !present().isParkTime()) {
            stoppedSince = 0;
            return;
        }
        long now = System.nanoTime();
        stoppedSince = stoppedSince == 0 ? now : stoppedSince;
        if (now - stoppedSince >= after.get().toNanos()) {
            slots.parkAll();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
        slots.changed();
    }

    PaceStatus status() {
        Present now = present();
        double concurrency = concurrency(now);
        Wait wait = lastWait;
        boolean lately = wait != null && System.nanoTime() - wait.atNanos() < LATELY_NANOS;
        Instant until = until(now);
        return new PaceStatus(role, operation, now.window(), now.state(), now.limits(),
                Double.isInfinite(concurrency) ? null : concurrency, slots.busy(), objectMeter.rate(),
                byteMeter.rate(), now.mayBegin() ? lately ? wait.by() : "none" : now.by(),
                now.mayBegin() && lately ? wait.limit() : "", reason(now, until), until);
    }

    private Instant until(Present now) {
        Instant time = around.clock().instant();
        return switch (now.state()) {
            case WAITING_FOR_WINDOW -> around.windows().nextBegin(time, role).orElse(null);
            case RESTING -> {
                long cycle = now.limits().work().plus(now.limits().rest()).toMillis();
                yield Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), cycle) * cycle + cycle);
            }
            default -> null;
        };
    }

    private String reason(Present now, Instant until) {
        if (now.state() != State.WAITING_FOR_WINDOW) {
            return now.why();
        }
        return "no window of the " + role + " archive applies "
                + (until == null ? "within a year" : "before " + until.atZone(around.windows().zone()).toLocalDateTime()
                        + " " + around.windows().zone());
    }
}
