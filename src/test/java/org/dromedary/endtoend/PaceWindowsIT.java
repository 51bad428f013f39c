package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.dromedary.dicom.ul.ByteGate;
import org.dromedary.endtoend.PaceChart.Limit;
import org.dromedary.endtoend.PaceChart.Panel;
import org.dromedary.endtoend.PaceChart.Sample;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.StoreFault;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.Migration;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Test;

/** A migration through three windows, measured at the archives and not by the pace's own books. */
class PaceWindowsIT {

    private static final int SECONDS = 24;
    private static final int STUDIES = 105;
    private static final int OBJECTS = 25;

    /** Counts the bytes of an archive; with small buffers, so that what it has sent has left it. */
    private static final class Counter implements ByteGate {
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public int piece(int wanted) {
            return Math.min(wanted, 64 * 1024);
        }

        @Override
        public void pass(int count) {
            bytes.addAndGet(count);
        }

        @Override
        public int buffer() {
            return 64 * 1024;
        }
    }

    private final Path folder = ServicesResource.newDataDir();
    private final Migration migration = new Migration();
    private final Counter sourceBytes = new Counter();
    private final Counter targetBytes = new Counter();
    private final Faults sourceFaults = new Faults();
    private final Faults targetFaults = new Faults().set(new StoreFault.DelayPerObject(Duration.ZERO));
    /** All objects are of one size: so many of them have left the source. */
    private double objectBytes;
    private final List<Sample> atSource = new ArrayList<>();
    private final List<Sample> atTarget = new ArrayList<>();

    private static String hours(Instant begin, long from, long to) {
        return clock(begin.plusSeconds(from)) + "-" + clock(begin.plusSeconds(to));
    }

    private static String clock(Instant time) {
        return LocalTime.ofInstant(time, ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    /** Before the first window only queries are allowed; the source may always work a little more than the target. */
    private Instant configure() {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(45);
        migration.set("dromedary.calendar.time-zone", "UTC")
                .set("dromedary.inventory.window-days", "20000")
                .set("dromedary.retrieve.consumers", "3").set("dromedary.store.consumers", "3")
                .set("dromedary.pace.before.hours", hours(begin, -120, 0))
                .set("dromedary.pace.before.retrieve.stopped", "true")
                .set("dromedary.pace.before.store.stopped", "true")
                .set("dromedary.pace.clinic.hours", hours(begin, 0, SECONDS))
                .set("dromedary.pace.clinic.retrieve.bytes-per-second", "3 MB")
                .set("dromedary.pace.clinic.store.bytes-per-second", "2.4 MB")
                .set("dromedary.pace.evening.hours", hours(begin, SECONDS, 2 * SECONDS))
                .set("dromedary.pace.evening.retrieve.objects-per-second", "24")
                .set("dromedary.pace.evening.store.objects-per-second", "18")
                .set("dromedary.pace.night.hours", hours(begin, 2 * SECONDS, 3 * SECONDS))
                .set("dromedary.pace.night.retrieve.bytes-per-second", "5 MB")
                .set("dromedary.pace.night.store.bytes-per-second", "4 MB");
        return begin;
    }

    private ArchiveSimulator archive(String aet, Faults faults, Counter counter) throws IOException {
        return ArchiveSimulator.in(Files.createDirectories(folder.resolve(aet))).aeTitle(aet).faults(faults)
                .byteGate(counter).destination("DROMEDARY", "127.0.0.1", migration.port()).start();
    }

    @Test
    void ratesAtBothArchivesKeepTheLimitsOfEachWindow() throws Exception {
        Path objects = Files.createDirectories(folder.resolve("OLDPACS"));
        new StudyGenerator(3).matrix(256).objectsPerSeries(OBJECTS).kinds(StudyKind.CT).generate(STUDIES, objects);
        try (ArchiveSimulator source = archive("OLDPACS", sourceFaults, sourceBytes);
                ArchiveSimulator target = archive("NEWPACS", targetFaults, targetBytes)) {
            migration.source("OLDPACS", source.port()).target("NEWPACS", target.port());
            Instant begin = configure();
            migration.start();
            await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50))
                    .until(() -> !Instant.now().isBefore(begin));
            assertThat(sourceBytes.bytes.get()).as("nothing but answers to queries before the first window")
                    .isLessThan(1_000_000);
            objectBytes = Files.size(source.objects().values().iterator().next());
            await().atMost(Duration.ofMinutes(2)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
                    .until(() -> sample(begin) >= 3 * SECONDS);
            List<Panel> panels = List.of(
                    new Panel("leaving the source (retrieve)", atSource, limits(3e6, 24, 5e6), objectBytes),
                    new Panel("arriving at the target (store)", atTarget, limits(2.4e6, 18, 4e6), objectBytes));
            Files.writeString(Path.of("target", "pace-windows.svg"), PaceChart.draw(panels));
            assertThat(source.size()).as("work was waiting to the end")
                    .isGreaterThan((int) (sourceBytes.bytes.get() / objectBytes) + OBJECTS);
            panels.forEach(PaceWindowsIT::assertLimitsKept);
        } catch (AssertionError wrong) {
            throw new AssertionError(wrong.getMessage() + "\n" + migration.output(), wrong);
        } finally {
            migration.close();
            ServicesResource.delete(folder);
        }
    }

    private static List<Limit> limits(double clinic, double evening, double night) {
        return List.of(new Limit("clinic", 0, SECONDS, clinic, false),
                new Limit("evening", SECONDS, 2 * SECONDS, evening, true),
                new Limit("night", 2 * SECONDS, 3 * SECONDS, night, false));
    }

    private double sample(Instant begin) {
        double time = Duration.between(begin, Instant.now()).toNanos() / 1e9;
        atSource.add(new Sample(time, sourceBytes.bytes.get(), (long) (sourceBytes.bytes.get() / objectBytes)));
        atTarget.add(new Sample(time, targetBytes.bytes.get(), targetFaults.fired(StoreFault.DelayPerObject.class)));
        return time;
    }

    /** Every ten seconds within a window; the lower bound from two seconds after the first object on. */
    private static void assertLimitsKept(Panel panel) {
        double flowing = panel.samples().stream().filter(s -> s.objects() > 0).findFirst().orElseThrow().time() + 2;
        for (Limit limit : panel.limits()) {
            double most = 0;
            double least = Double.MAX_VALUE;
            for (double[] span : panel.spans(limit)) {
                most = Math.max(most, span[1]);
                least = span[0] >= flowing ? Math.min(least, span[1]) : least;
            }
            System.out.printf("%s, %s: %.1f to %.1f %% of the limit over 10 s%n", panel.title(), limit.window(),
                    100 * least, 100 * most);
            assertThat(most).as(panel.title() + " " + limit.window()).isLessThanOrEqualTo(1.05);
            assertThat(least).as(panel.title() + " " + limit.window()).isBetween(0.9, 1.05);
        }
    }
}
