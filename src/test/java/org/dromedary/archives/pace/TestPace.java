package org.dromedary.archives.pace;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.worker.Crew;
import org.dromedary.operate.settings.Settings;

/** A pace with settings, a clock, orders and workers of a test's own. */
final class TestPace implements InstantSource, AutoCloseable {

    final List<Order> orders = new CopyOnWriteArrayList<>();
    final LocalBuckets buckets = new LocalBuckets();
    private final Staff crew = new Staff();
    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    final Pace pace;

    /** Several processes on this machine's clock, as {@link SharedBuckets} does it for many machines. */
    static final class LocalBuckets implements Reservations {
        final Map<String, Long> freeAt = new HashMap<>();
        volatile int asked;
        volatile long reservedMicros;
        volatile boolean away;

        @Override
        public synchronized long reserve(String bucket, long cost, long tolerance, long ahead) {
            asked++;
            if (away) {
                throw new org.dromedary.ledger.LedgerException("away", null);
            }
            long time = System.nanoTime() / 1000;
            long begin = Math.min(Math.max(freeAt.getOrDefault(bucket, time), time - tolerance), time + ahead);
            reservedMicros += cost;
            freeAt.put(bucket, begin + cost);
            return begin - time;
        }
    }

    /** Workers as many as the test says. */
    static final class Staff implements Crew {
        private volatile int place;
        private volatile int alive = 1;

        @Override
        public int place() {
            return place;
        }

        @Override
        public int alive() {
            return alive;
        }
    }

    TestPace(String... settings) {
        pace = new Pace(windows(settings), this, () -> List.copyOf(orders), buckets, crew);
    }

    /** @param settings names below {@code dromedary.} and values, in turn */
    static Windows windows(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("dromedary.calendar.time-zone", "UTC"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("dromedary." + settings[i], settings[i + 1]);
        }
        Settings read = Settings.load(properties);
        return WindowReader.read(read.map(PaceSettings.class), read.map(CalendarSettings.class));
    }

    @Override
    public Instant instant() {
        return now;
    }

    TestPace at(String time) {
        now = Instant.parse(time);
        return this;
    }

    TestPace worker(int place, int alive) {
        crew.place = place;
        crew.alive = alive;
        return this;
    }

    void order(String scope, Kind kind, String value) {
        orders.add(new Order(scope, kind, value, "maintenance", "anna"));
    }

    @Override
    public void close() {
        pace.close();
    }
}
