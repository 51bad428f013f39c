package org.dromedary.archives.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class OutageWatchTest {

    @Inject
    Incidents incidents;

    private final String role = "t" + System.nanoTime();
    private final Archive archive = new Archive(role, "OLDPACS", "10.0.0.1", 104);
    private volatile boolean silent = true;
    private final ArchiveGate gate = new ArchiveGate(role, this::probe, Duration.ofMillis(10), Duration.ofMillis(10),
            text -> { });

    private void probe() throws IOException {
        if (silent) {
            throw new IOException("connection refused");
        }
    }

    private OutageWatch watch(Duration unavailableAfter) {
        return new OutageWatch(archive, gate, incidents, unavailableAfter);
    }

    private List<Incident> open() {
        return incidents.open().stream().filter(incident -> incident.subject().equals(role)).toList();
    }

    private void comesBack() throws Exception {
        silent = false;
        CompletableFuture.runAsync(gate::await).get(20, TimeUnit.SECONDS);
    }

    @Test
    void hiccupIsNoIncident() {
        OutageWatch watch = watch(Duration.ofHours(1));
        gate.shut("connection refused");
        watch.run();
        watch.run();
        assertThat(open()).isEmpty();
    }

    @Test
    void outageThatLastsIsAnIncidentUntilTheArchiveAnswers() throws Exception {
        OutageWatch watch = watch(Duration.ZERO);
        gate.shut("connection refused");
        watch.run();
        assertThat(open()).singleElement().satisfies(incident -> {
            assertThat(incident.kind()).isEqualTo("ARCHIVE_UNAVAILABLE");
            assertThat(incident.statement()).contains("OLDPACS@10.0.0.1:104", "since");
            assertThat(incident.evidence()).isEqualTo("connection refused");
            assertThat(incident.advice()).contains("port 104");
        });
        comesBack();
        watch.run();
        assertThat(open()).isEmpty();
    }

    @Test
    void incidentOfBeforeARestartIsClosedWhenTheArchiveAnswersAProbe() {
        gate.shut("connection refused");
        watch(Duration.ZERO).run();
        ArchiveGate fresh = new ArchiveGate(role, this::probe, Duration.ofMillis(10), Duration.ofMillis(10),
                text -> { });
        new OutageWatch(archive, fresh, incidents, Duration.ZERO).run();
        assertThat(open()).as("the archive is silent still").hasSize(1);
        silent = false;
        new OutageWatch(archive, fresh, incidents, Duration.ZERO).run();
        assertThat(open()).isEmpty();
    }
}
