package org.dromedary.archives.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.dromedary.operate.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceWatchTest {

    private static final long STEP = 2_500_000_000L;

    private final AtomicLong nanos = new AtomicLong(1);
    private TestPace test;

    @AfterEach
    void close() {
        if (test != null) {
            test.close();
        }
    }

    private static ClosedLoopSettings settings(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put("dromedary.closed-loop." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(map).map(ClosedLoopSettings.class);
    }

    private SourceWatch watch(String... paceSettings) {
        test = new TestPace(paceSettings);
        return new SourceWatch(test.pace, settings("slack", "10ms"), nanos::get);
    }

    private void probe(SourceWatch watch, long millis) throws IOException {
        watch.probe(ResponseKind.ECHO, () -> nanos.addAndGet(millis * 1_000_000));
    }

    private static void slowDown(SourceWatchTest self, SourceWatch watch) throws IOException {
        for (int i = 0; i < 5; i++) {
            self.probe(watch, 50);
        }
        self.nanos.addAndGet(STEP);
        watch.tick();
        for (int i = 0; i < 2; i++) {
            self.probe(watch, 200);
            self.nanos.addAndGet(STEP);
            watch.tick();
        }
    }

    @Test
    void slowAnswersThrottleQueriesAndRetrievesOfTheSourceAlone() throws IOException {
        SourceWatch watch = watch();
        slowDown(this, watch);
        double allowed = watch.status().allowed();
        assertThat(allowed).isLessThan(2);
        assertThat(test.pace.status("source", Operation.RETRIEVE).associations()).isEqualTo(allowed);
        assertThat(test.pace.status("source", Operation.QUERY).associations()).isEqualTo(allowed);
        assertThat(test.pace.status("target", Operation.STORE).associations()).isNull();
    }

    @Test
    void windowBelowWhatTheLoopAllowsIsNotTheLoopsDoing() throws IOException {
        SourceWatch watch = watch("pace.w.retrieve.associations", "1");
        probe(watch, 50);
        nanos.addAndGet(STEP);
        watch.tick();
        assertThat(test.pace.status("source", Operation.RETRIEVE).associations()).isEqualTo(1);
        assertThat(test.pace.status("source", Operation.QUERY).associations()).isNull();
    }

    @Test
    void archiveForOneAssociationIsNotProbed() {
        assertThat(watch("pace.w.retrieve.associations", "1").wantsProbes()).isFalse();
        test.close();
        assertThat(watch("pace.w.retrieve.associations", "2").wantsProbes()).isTrue();
        test.close();
        assertThat(watch("pace.w.retrieve.stopped", "true").wantsProbes()).isFalse();
    }

    @Test
    void anAnswerThatDoesNotComeCountsWhileItIsWaitedFor() throws IOException {
        SourceWatch watch = watch();
        for (int i = 0; i < 5; i++) {
            probe(watch, 50);
        }
        watch.probe(ResponseKind.ECHO, () -> {
            for (int i = 0; i < 4; i++) {
                nanos.addAndGet(STEP);
                watch.tick();
            }
        });
        assertThat(watch.status().allowed()).isLessThan(2);
    }

    @Test
    void itIsSeenByJmx() throws Exception {
        SourceWatch watch = watch();
        ClosedLoopControl.register(watch);
        slowDown(this, watch);
        ObjectName name = new ObjectName("org.dromedary:type=ClosedLoop,archive=source");
        var server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(name, "Allowed")).isEqualTo(watch.status().allowed());
        assertThat((double) server.getAttribute(name, "EchoBaseline")).isBetween(49.0, 51.0);
        assertThat((double) server.getAttribute(name, "Echo")).isBetween(199.0, 201.0);
        assertThat((String[]) server.getAttribute(name, "Responses")).hasSize(1);
        watch.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void settingsWithoutSenseAreRefusedByName() {
        assertThatThrownBy(() -> ClosedLoop.Tuning.of(settings("band", "1.0")))
                .hasMessageContaining("dromedary.closed-loop.band").hasMessageContaining("1.0");
        assertThatThrownBy(() -> ClosedLoop.Tuning.of(settings("decrease", "1.5")))
                .hasMessageContaining("dromedary.closed-loop.decrease");
    }
}
