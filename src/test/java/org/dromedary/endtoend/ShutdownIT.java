package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.simulator.StudyKind;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process with a thread that nothing can interrupt: it ends all the same. */
class ShutdownIT {

    private static final StudyGenerator SMALL =
            new StudyGenerator(8).matrix(16).objectsPerSeries(2).kinds(StudyKind.CT);

    /** Takes one message of a queue and waits for a permit that never comes. */
    private static final String STUCK = """
            - beans:
                - name: stuck
                  type: java.util.concurrent.Semaphore
                  constructors:
                    "0": 0
            - route:
                id: stuck-begin
                description: Send one message.
                from:
                  uri: timer:stuck
                  parameters:
                    repeatCount: 1
                  steps:
                    - setBody:
                        constant: "x"
                    - to:
                        uri: jms:queue:stuck
            - route:
                id: stuck
                description: Never come to an end with it.
                from:
                  uri: jms:queue:stuck
                  steps:
                    - log: "the route stuck is stuck now"
                    - bean:
                        ref: stuck
                        method: acquireUninterruptibly()
            """;

    private final Path routes = ServicesResource.newDataDir();

    @AfterEach
    void removeRoutes() {
        ServicesResource.delete(routes);
    }

    private Rehearsal rehearsal() throws IOException {
        Files.createDirectories(routes);
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(routes.resolve("99-stuck.camel.yaml"), STUCK);
        Rehearsal rehearsal = Rehearsal.of(SMALL, 2);
        rehearsal.migration.set("dromedary.routes-dir", routes.toString()).set("dromedary.run.shutdown-timeout", "8s");
        return rehearsal;
    }

    private static void assertNamed(Rehearsal rehearsal) throws IOException {
        assertThat(rehearsal.migration.output()).contains("dromedary.run.shutdown-timeout",
                "java.util.concurrent.Semaphore.acquireUninterruptibly", "stuck").doesNotContain("\tat ");
    }

    @Test
    void runThatIsDoneEndsWithItsExitCodeThoughAThreadIsStuck() throws Exception {
        try (Rehearsal rehearsal = rehearsal()) {
            rehearsal.runsTo(0);
            assertNamed(rehearsal);
            Awaitility.await().atMost(Rehearsal.LIMIT).until(() -> rehearsal.migration.databaseServers().isEmpty());
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }

    @Test
    void terminationEndsTheProcessThoughAThreadIsStuckAndTheNextRunGoesOn() throws Exception {
        try (Rehearsal rehearsal = rehearsal()) {
            Process process = rehearsal.migration.start("run");
            Awaitility.await().atMost(Rehearsal.LIMIT).until(() -> {
                assertThat(process.isAlive()).as(rehearsal.migration.output()).isTrue();
                return rehearsal.migration.output().contains("the route stuck is stuck now");
            });
            process.destroy();
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(rehearsal.migration.output()).isEqualTo(143);
            assertNamed(rehearsal);
            Files.delete(routes.resolve("99-stuck.camel.yaml"));
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
        }
    }

    /** As a supervisor does that signals every process of its service. */
    @Test
    void terminationOfProgramAndDatabaseTogetherIsAnOrderlyStop() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.of(SMALL, 2)) {
            Process process = rehearsal.migration.start("run");
            rehearsal.awaitArrived(process, 1);
            rehearsal.migration.databaseServers().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(Rehearsal.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(rehearsal.migration.output()).doesNotContain("dromedary.run.shutdown-timeout");
            assertThat(rehearsal.migration.databaseServers()).isEmpty();
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
        }
    }
}
