package org.dromedary.archives.pace;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.worker.Crew;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * Limits how hard the archives are worked, by time windows and the operator's orders, together with the other workers.
 * Whoever works with an archive takes a {@link Turn} for each operation and passes objects and bytes through here.
 */
@Singleton
public class Pace {

    /** The archive from which objects are retrieved. */
    public static final String SOURCE = "source";
    /** The archive to which they are stored. */
    public static final String TARGET = "target";

    private static final Logger LOG = Logger.getLogger(Pace.class);
    private static final long TICK_MILLIS = 250;
    private static final int TICKS_PER_READING = 4;

    private final Orders orders;
    private final Map<Operation, Lane> source = new EnumMap<>(Operation.class);
    private final Map<Operation, Lane> target = new EnumMap<>(Operation.class);
    private final Map<Lane, String> told = new java.util.IdentityHashMap<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pace");
        thread.setDaemon(true);
        return thread;
    });
    private int ticks;

    @Inject
    Pace(PaceSettings settings, CalendarSettings calendar, DataSource ledger, Workers workers) {
        this(WindowReader.read(settings, calendar), Clock.systemUTC(), new Controls(Sql.over(ledger))::orders,
                new SharedBuckets(Sql.over(ledger)), workers);
        lanes().forEach(PaceControl::register);
    }

    Pace(Windows windows, InstantSource clock, Supplier<List<Order>> controls, Reservations reservations,
            Crew workers) {
        orders = new Orders(controls);
        orders.refresh();
        Lane.Share share = new Lane.Share() {
            @Override
            public int of(int number) {
                int alive = Math.max(1, workers.alive());
                return number / alive + (workers.place() < number % alive ? 1 : 0);
            }

            @Override
            public int workers() {
                return Math.max(1, workers.alive());
            }
        };
        Lane.Surroundings around = new Lane.Surroundings(windows, clock, orders, reservations, share);
        List.of(Operation.QUERY, Operation.RETRIEVE).forEach(o -> source.put(o, new Lane(SOURCE, o, around)));
        List.of(Operation.QUERY, Operation.STORE).forEach(o -> target.put(o, new Lane(TARGET, o, around)));
        ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Lane lane(String role, Operation operation) {
        Lane lane = (role.equals(SOURCE) ? source : target).get(operation);
        if (lane == null) {
            throw new IllegalArgumentException("Nothing is done by " + operation + " with the " + role + " archive");
        }
        return lane;
    }

    private List<Lane> lanes() {
        List<Lane> all = new ArrayList<>(source.values());
        all.addAll(target.values());
        return all;
    }

    /**
     * Waits until one operation may begin; the caller closes the turn when it has ended.
     *
     * @throws GivenBackException when the process ends
     */
    public Turn begin(String role, Operation operation) {
        return lane(role, operation).begin();
    }

    /** Waits until one more object may pass. @throws GivenBackException when the process ends */
    public void object(String role, Operation operation) {
        lane(role, operation).object();
    }

    /** Waits until the bytes that have just passed are paid for. @throws GivenBackException when the process ends */
    public void bytes(String role, Operation operation, long count) {
        lane(role, operation).bytes(count);
    }

    /** Of so many bytes those that should pass at once, so that the rate stays even. */
    public int piece(String role, Operation operation, int wanted) {
        return lane(role, operation).piece(wanted);
    }

    /** Largest buffer that a connection should have, in bytes, so that it can't hide a burst; 0: any. */
    public int buffer(String role, Operation operation) {
        return lane(role, operation).buffer();
    }

    /** For how long objects or bytes have been held back since the start: time that no peer is to be blamed for. */
    public long heldNanos(String role, Operation operation) {
        return lane(role, operation).heldNanos();
    }

    /**
     * Lets nothing begin until {@link #release}; what is under way finishes.
     *
     * @param by who holds it, as {@link PaceStatus#limitedBy} shows it, such as {@code spool}
     * @param reason in words, for the operator
     */
    public void hold(String role, Operation operation, String by, String reason) {
        lane(role, operation).hold(by, reason);
    }

    /** Takes a hold back; without effect if there is none. */
    public void release(String role, Operation operation, String by) {
        lane(role, operation).release(by);
    }

    /**
     * Lets at most so many operations run at once on this worker, on the average: 1.5 are two with rests. The window's
     * own limit still holds; of several throttles the strongest does.
     *
     * @param by who wants it, as {@link PaceStatus#limitedBy} shows it
     * @param concurrency above 0; infinite to end it
     */
    public void throttle(String role, Operation operation, String by, double concurrency) {
        if (!(concurrency > 0)) {
            throw new IllegalArgumentException("A concurrency must be above 0, use hold to stop: " + concurrency);
        }
        lane(role, operation).throttle(by, concurrency);
    }

    public PaceStatus status(String role, Operation operation) {
        return lane(role, operation).status();
    }

    /** Source before target, in the order of {@link Operation}. */
    public List<PaceStatus> status() {
        return lanes().stream().map(Lane::status).toList();
    }

    /**
     * Most operations of this worker that the window lets be under way, infinite for any number; 0 while none may
     * begin. Throttles change too often for consumers to follow: they hold in {@link #begin}.
     */
    double concurrency(String role, Operation operation) {
        Lane lane = lane(role, operation);
        Present present = lane.present();
        return present.mayBegin() ? lane.share(present) : 0;
    }

    /** Most operations of this worker at once that the window allows, whatever throttles say; infinite for any. */
    double ceiling(String role, Operation operation) {
        Lane lane = lane(role, operation);
        return lane.share(lane.present());
    }

    /** Operations of this worker under way. */
    int running(String role, Operation operation) {
        return lane(role, operation).running();
    }

    /** Whether the operator paused that stage, or everything. */
    boolean isStagePaused(String stage) {
        return !orders.known() || orders.pause(Controls.stage(stage)).isPresent();
    }

    /** Runs it several times a second, on the pace's own thread. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    private void tick() {
        try {
            if (ticks++ % TICKS_PER_READING == 0) {
                orders.refresh();
            }
            for (Lane lane : lanes()) {
                lane.parkIfDue();
                tell(lane);
            }
            watchers.forEach(Runnable::run);
        } catch (RuntimeException e) {
            // In a shutdown what it asks may be gone before it.
            if (!ticker.isShutdown()) {
                LOG.error("The pace could not be looked after; it holds as it was", e);
            }
        }
    }

    /** One line whenever the state or the window changes. */
    private void tell(Lane lane) {
        Present now = lane.present();
        String line = now.state() + " " + now.window() + " " + now.by();
        String before = told.put(lane, line);
        boolean nothingToTell = before == null && now.mayBegin() && now.window().isEmpty() || !orders.known();
        if (!line.equals(before) && !nothingToTell) {
            PaceStatus status = lane.status();
            LOG.infof("pace of %s: %s%s%s", lane.name(), now.state().name().toLowerCase(java.util.Locale.ROOT),
                    now.window().isEmpty() ? "" : ", window " + now.window(),
                    status.reason().isEmpty() ? "" : ": " + status.reason());
        }
    }

    /** Ends all waiting for a turn with {@link GivenBackException}; bytes under way keep their pace. */
    public void stop() {
        lanes().forEach(Lane::stop);
    }

    @PreDestroy
    void close() {
        stop();
        ticker.shutdownNow();
        lanes().forEach(PaceControl::unregister);
    }
}
