package org.dromedary.coordination.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.inventory.QueryProducer;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class WorkersTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    Workers workers;

    @Inject
    DataSource dataSource;

    @Inject
    QueryProducer queryProducer;

    @Inject
    CamelContext camel;

    private final List<WorkerTable> others = new ArrayList<>();

    private WorkerTable other() {
        WorkerTable table = new WorkerTable(Sql.over(dataSource), UUID.randomUUID().toString());
        others.add(table);
        return table;
    }

    private void set(String column, String expression, String aet) {
        Sql.over(dataSource).update("update worker set " + column + " = " + expression + " where aet = ?", aet);
    }

    @AfterEach
    void othersLeave() {
        Sql.over(dataSource).update("delete from worker where aet <> 'DROMEDARY'");
        Awaitility.await().atMost(LIMIT).until(() -> workers.alive() == 1);
    }

    @Test
    void workerIsOnTheTableAndShowsSignsOfLife() {
        LocalDateTime first = other().holder("DROMEDARY").seenAt();
        Awaitility.await().atMost(LIMIT).until(() -> other().holder("DROMEDARY").seenAt().isAfter(first));
        assertThat(workers.alive()).isOne();
        assertThat(workers.isLeader()).isTrue();
    }

    @Test
    void whoJoinsIsCountedLastAndWhoIsSilentNoLonger() {
        other().claim("LATER", "elsewhere");
        Awaitility.await().atMost(LIMIT).until(() -> workers.alive() == 2);
        assertThat(workers.place()).isZero();
        set("seen_at", "seen_at - interval 16 second", "LATER");
        Awaitility.await().atMost(LIMIT).until(() -> workers.alive() == 1);
    }

    @Test
    void deadWorkerIsNotCountedAfterTheClockWasSetBack() {
        other().claim("LATER", "elsewhere");
        set("seen_at", "seen_at + interval 1 hour", "LATER");
        assertThat(other().alive()).hasSize(1);
        assertThat(other().holder("LATER").fresh()).isFalse();
    }

    @Test
    void whoIsNotTheLeaderPutsNoWindowOnTheQueueBeforeItIs() {
        other().claim("EARLIER", "elsewhere");
        set("started_at", "started_at - interval 1 hour", "EARLIER");
        set("seen_at", "utc_timestamp(3) + interval 10 second", "EARLIER");
        Awaitility.await().atMost(LIMIT).until(() -> workers.place() == 1);
        assertThat(produced()).isEmpty();
        set("seen_at", "seen_at - interval 1 hour", "EARLIER");
        Awaitility.await().atMost(LIMIT).until(() -> workers.isLeader());
        assertThat(produced()).isNotEmpty();
        assertThat(produced()).isEmpty();
    }

    private List<?> produced() {
        Exchange exchange = new DefaultExchange(camel);
        queryProducer.process(exchange);
        return exchange.getMessage().getBody(List.class);
    }

    @Test
    void ofManyThatClaimAnAeTitleAtOnceOneHasIt() throws Exception {
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<LocalDateTime>> claims = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                WorkerTable table = other();
                claims.add(threads.submit(() -> {
                    together.await();
                    return table.claim("WANTED", "here");
                }));
            }
            List<LocalDateTime> results = new ArrayList<>();
            for (Future<LocalDateTime> claim : claims) {
                results.add(claim.get());
            }
            assertThat(results.stream().filter(Objects::nonNull)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void laterLifeOfAWorkerEndsTheEarlierOne() {
        WorkerTable worker = other();
        LocalDateTime earlier = worker.claim("AGAIN", "here");
        set("started_at", "started_at - interval 1 minute", "AGAIN");
        LocalDateTime before = earlier.minusMinutes(1);
        assertThat(worker.beat(before)).isTrue();
        LocalDateTime later = worker.claim("AGAIN", "here");
        assertThat(worker.beat(before)).isFalse();
        worker.leave(before);
        assertThat(worker.beat(later)).isTrue();
    }

    @Test
    void whoShowedASignOfLifeMeanwhileIsNotRemoved() {
        WorkerTable worker = other();
        LocalDateTime since = worker.claim("ALIVE", "here");
        set("seen_at", "seen_at - interval 1 minute", "ALIVE");
        WorkerTable.Seen looked = other().holder("ALIVE");
        worker.beat(since);
        other().remove(looked);
        assertThat(other().holder("ALIVE")).isNotNull();
        other().remove(other().holder("ALIVE"));
        assertThat(other().holder("ALIVE")).isNull();
    }

    @Test
    void idStaysWithTheDataFolderAndIsPrivate() throws Exception {
        Path folder = ServicesResource.newDataDir();
        try {
            String id = WorkerId.in(folder);
            assertThat(WorkerId.in(folder)).isEqualTo(id);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("worker-id"))))
                    .isEqualTo("rw-------");
        } finally {
            ServicesResource.delete(folder);
        }
    }
}
