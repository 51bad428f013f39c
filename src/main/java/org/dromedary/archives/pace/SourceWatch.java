package org.dromedary.archives.pace;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Lowers the pace of the source when its response times leave their band: collects them, steps the {@link ClosedLoop},
 * and throttles queries and retrieves to what it allows. Thread-safe.
 */
@Singleton
public class SourceWatch {

    /** A small question to the source; returning means that it is answered. */
    @FunctionalInterface
    public interface Probe {
        void ask() throws IOException;
    }

    private record Asked(ResponseKind kind, long atNanos) {
    }

    private static final Logger LOG = Logger.getLogger(SourceWatch.class);
    private static final List<Operation> OPERATIONS = List.of(Operation.QUERY, Operation.RETRIEVE);
    private static final int STEPS_PER_INTERVAL = 4;
    /** Sizes are alike within a factor of four. */
    private static final int BITS_PER_SIZE = 2;

    private final Pace pace;
    private final boolean enabled;
    private final boolean probes;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private final ClosedLoop loop;
    private volatile Asked asked;
    private long steppedAt;
    private long workedAt;
    private int ticks;
    private int querying;
    private int retrieving;
    private boolean limiting;

    @Inject
    SourceWatch(Pace pace, ClosedLoopSettings settings) {
        this(pace, settings, System::nanoTime);
        if (enabled) {
            pace.watch(this::tick);
            ClosedLoopControl.register(this);
        }
    }

    SourceWatch(Pace pace, ClosedLoopSettings settings, LongSupplier nanos) {
        this.pace = pace;
        this.enabled = settings.enabled();
        this.probes = settings.probes();
        this.nanos = nanos;
        this.loop = new ClosedLoop(ClosedLoop.Tuning.of(settings));
        this.intervalNanos = settings.probeInterval().toNanos();
        this.steppedAt = nanos.getAsLong();
        this.workedAt = steppedAt - intervalNanos;
    }

    /** Whether the source may be asked questions of our own now; one that bears one association has none for them. */
    public boolean wantsProbes() {
        PaceStatus status = pace.status(Pace.SOURCE, Operation.RETRIEVE);
        Integer most = status.limits().associations();
        return enabled && probes && status.state() == PaceStatus.State.RUNNING && (most == null || most > 1);
    }

    /** Whether work with the source is under way, or was until just now. */
    public synchronized boolean isWorking() {
        return underWay() > 0 || nanos.getAsLong() - workedAt < intervalNanos;
    }

    /** When the next probe should come. */
    public Duration untilNextProbe() {
        return Duration.ofNanos(intervalNanos / (loop.isCurious() ? STEPS_PER_INTERVAL : 1));
    }

    /** Asks and takes the time; one question at a time. */
    public void probe(ResponseKind kind, Probe probe) throws IOException {
        long begin = nanos.getAsLong();
        int others = underWay();
        asked = new Asked(kind, begin);
        try {
            probe.ask();
            long end = nanos.getAsLong();
            loop.sample(kind, 0, (end - begin) / 1e9, others, end / 1e9);
        } finally {
            asked = null;
        }
    }

    /**
     * Takes a response time of the work itself, whose turn is still open.
     *
     * @param level of a query, from 1; else 0
     * @param size of what was answered: only times of answers of the same level and of like size are compared
     */
    public void answered(ResponseKind kind, int level, long size, long tookNanos) {
        if (enabled) {
            int variant = 1 + level * Long.SIZE + (Long.SIZE - Long.numberOfLeadingZeros(size)) / BITS_PER_SIZE;
            loop.sample(kind, variant, tookNanos / 1e9, Math.max(0, underWay() - 1), nanos.getAsLong() / 1e9);
        }
    }

    private int underWay() {
        return OPERATIONS.stream().mapToInt(operation -> pace.running(Pace.SOURCE, operation)).sum();
    }

    /** Called several times a second. */
    synchronized void tick() {
        long now = nanos.getAsLong();
        int queries = pace.running(Pace.SOURCE, Operation.QUERY);
        int retrieves = pace.running(Pace.SOURCE, Operation.RETRIEVE);
        querying += queries;
        retrieving += retrieves;
        ticks++;
        workedAt = queries + retrieves > 0 ? now : workedAt;
        if (now - steppedAt >= intervalNanos / STEPS_PER_INTERVAL) {
            steppedAt = now;
            // What is allowed is allowed to each of both.
            step(now, (double) Math.max(querying, retrieving) / ticks);
            querying = 0;
            retrieving = 0;
            ticks = 0;
        }
    }

    private void step(long now, double busy) {
        Asked waiting = asked;
        if (waiting != null) {
            loop.waiting(waiting.kind(), 0, (now - waiting.atNanos()) / 1e9, underWay(), now / 1e9);
        }
        double ceiling = pace.ceiling(Pace.SOURCE, Operation.RETRIEVE);
        double allowed = loop.step(now / 1e9, busy, ceiling);
        double throttle = allowed > 0 && allowed < ceiling ? allowed : Double.POSITIVE_INFINITY;
        OPERATIONS.forEach(operation -> pace.throttle(Pace.SOURCE, operation, Pace.SOURCE, throttle));
        tell();
    }

    /** One line when the source begins and when it ceases to be too slow. */
    private void tell() {
        boolean over = loop.status().phase() == ClosedLoop.Phase.LOWERING;
        boolean well = loop.status().phase() == ClosedLoop.Phase.RAISING;
        if (over && !limiting) {
            LOG.info(String.format(Locale.ROOT, "the source answers slowly, its pace is lowered to %.2f operations"
                    + " at once: %s", loop.status().allowed(), loop.status().slowest()));
        } else if (well && limiting) {
            LOG.info("the source answers in time again, its pace is raised step by step");
        }
        limiting = over || limiting && !well;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** The loop at a glance. */
    public ClosedLoop.Status status() {
        return loop.status();
    }

    @PreDestroy
    void close() {
        ClosedLoopControl.unregister();
    }
}
