package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dromedary.operate.embedded.Services;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Migration;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes on one ledger. */
class WorkersIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String STARTED = "Dromedary has started";

    private final Path servers = ServicesResource.newDataDir();
    private final Services services = Services.prepare(ServicesResource.settings(servers), false);

    @AfterEach
    void stopServices() {
        services.close();
        ServicesResource.delete(servers);
    }

    /** A worker on the common ledger, with a broker of its own and archives that are away. */
    private Migration worker() {
        return onLedger(new Migration().source("OLDPACS", 1).target("NEWPACS", 1));
    }

    private Migration onLedger(Migration migration) {
        Map<String, String> given = services.properties();
        return migration.set("dromedary.database.url", given.get("quarkus.datasource.jdbc.url"))
                .set("dromedary.database.username", given.get("quarkus.datasource.username"))
                .set("dromedary.database.password", given.get("quarkus.datasource.password"));
    }

    private Migration onBroker(Migration migration) {
        Map<String, String> given = services.properties();
        return migration.set("dromedary.broker.url", given.get("quarkus.artemis.url"))
                .set("dromedary.broker.username", given.get("quarkus.artemis.username"))
                .set("dromedary.broker.password", given.get("quarkus.artemis.password"));
    }

    private static void awaitOutput(Migration worker, String text, int times) {
        Awaitility.await(text).atMost(LIMIT).pollInterval(Duration.ofMillis(50))
                .until(() -> times(worker, text) >= times);
    }

    private static int times(Migration worker, String text) throws IOException {
        return worker.output().split(text, -1).length - 1;
    }

    @Test
    void secondWorkerWithTheSameAeTitleIsToldWhoHasIt() throws Exception {
        try (Migration first = worker(); Migration second = worker()) {
            Process running = first.start("run");
            awaitOutput(first, STARTED, 1);
            assertThat(second.run(LIMIT, "run")).as(second.output()).isEqualTo(1);
            String id = Files.readString(first.dataDir().resolve("worker-id"));
            assertThat(second.output()).contains("AE title DROMEDARY is in use by worker " + id, "UTC and is alive",
                    "Set dromedary.local.aet").doesNotContain("\tat ", STARTED);
            assertThat(running.isAlive()).isTrue();
        }
    }

    @Test
    void killedWorkerStartsAtOnceAndItsReplacementWhenItIsSurelyDead() throws Exception {
        try (Migration first = worker(); Migration replacement = worker()) {
            Process killed = first.start("run");
            awaitOutput(first, STARTED, 1);
            killed.destroyForcibly().waitFor();
            Process again = first.start("run");
            awaitOutput(first, STARTED, 2);
            assertThat(first.output()).doesNotContain("is in use", "waiting for");
            again.destroyForcibly().waitFor();
            replacement.start("run");
            awaitOutput(replacement, STARTED, 1);
            assertThat(replacement.output()).contains("to see whether it is alive");
        }
    }

    @Test
    void orderlyEndFreesTheAeTitleAtOnce() throws Exception {
        try (Migration first = worker(); Migration next = worker()) {
            Process ended = first.start("run");
            awaitOutput(first, STARTED, 1);
            ended.destroy();
            ended.waitFor();
            next.start("run");
            awaitOutput(next, STARTED, 1);
            assertThat(next.output()).doesNotContain("waiting for");
        }
    }

    @Test
    void ofTwoThatStartAtTheSameMomentOneRuns() throws Exception {
        try (Migration one = worker(); Migration other = worker()) {
            Stream<Process> both = Stream.of(one.start("run"), other.start("run"));
            Process refused = (Process) java.util.concurrent.CompletableFuture
                    .anyOf(both.map(Process::onExit).toArray(java.util.concurrent.CompletableFuture[]::new))
                    .get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
            assertThat(refused.exitValue()).isEqualTo(1);
            Awaitility.await().atMost(LIMIT).until(() -> times(one, STARTED) + times(other, STARTED) == 1);
            assertThat(one.output() + other.output()).containsOnlyOnce("is in use by worker");
        }
    }

    @Test
    void twoWorkersMoveEveryObjectOfOneMigration() throws Exception {
        StudyGenerator generator = new StudyGenerator(5).matrix(16).objectsPerSeries(3);
        try (Rehearsal rehearsal = Rehearsal.of(generator, 12); Migration second = new Migration()) {
            String spool = rehearsal.migration.dataDir().resolve("spool").toString();
            onBroker(onLedger(rehearsal.migration)).set("dromedary.spool.dir", spool);
            onBroker(onLedger(second)).source("OLDPACS", rehearsal.source().port())
                    .target("NEWPACS", rehearsal.target().port())
                    .set("dromedary.local.aet", "DROMEDARY2").set("dromedary.spool.dir", spool);
            rehearsal.source().destination("DROMEDARY2", "127.0.0.1", second.port());
            second.start("run");
            awaitOutput(second, STARTED, 1);
            rehearsal.runsTo(0);
            rehearsal.assertEverythingArrived();
            rehearsal.assertBooksBalance();
            assertThat(rehearsal.migration.output()).contains("is number 2 of 2");
        }
    }
}
