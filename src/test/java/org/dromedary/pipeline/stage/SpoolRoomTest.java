package org.dromedary.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.SettingsException;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.operate.settings.Settings;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watermarks are 1000 and 500 bytes, so that small files fill the spool. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(SpoolRoomTest.WithASource.class)
class SpoolRoomTest {

    private static final IOException FULL = new IOException("write: No space left on device");

    /** Nobody connects to it; a wait for room ends with the work for the source. */
    public static class WithASource implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.source.aet", "OLDPACS", "dromedary.source.host", "127.0.0.1",
                    "dromedary.source.port", "104");
        }
    }

    @Inject
    Incidents incidents;

    @Inject
    Archives archives;

    private final Path folder = ServicesResource.newDataDir();
    private final Spool spool = new Spool(folder);

    /** All tests of the process share one ledger. */
    @BeforeEach
    @AfterEach
    void closeTheIncident() {
        incidents.close("SPOOL_FULL", "spool", "tester", "");
    }

    @AfterEach
    void removeTheFiles() {
        ServicesResource.delete(folder);
    }

    private SpoolRoom room(String high, String low) {
        Settings settings = Settings.load(Map.of("dromedary.spool.high-watermark", high,
                "dromedary.spool.low-watermark", low));
        return new SpoolRoom(spool, settings.map(SpoolSettings.class), incidents, archives);
    }

    /** A room over a spool with so many bytes, which counts them when it looks for the first time. */
    private SpoolRoom roomOver(int bytes) throws IOException {
        Files.write(folder.resolve("object.dcm"), new byte[bytes]);
        return room("1000 B", "500 B");
    }

    /** Looks at once, as at the end of the process. */
    private static void lookNow(SpoolRoom room) throws IOException {
        room.onShutdown(new ShutdownEvent());
    }

    private static void assertNoRoom(SpoolRoom room) {
        assertThatThrownBy(() -> room.await(() -> true)).isInstanceOfSatisfying(StageException.class,
                none -> assertThat(none.failure().kind()).isEqualTo(Failure.Kind.NO_ROOM));
    }

    private boolean incidentIsOpen() {
        return incidents.isOpen("SPOOL_FULL", "spool");
    }

    @Test
    void belowTheHighWatermarkThereIsRoom() throws Exception {
        SpoolRoom room = roomOver(999);
        room.await(() -> true);
        assertThat(room.suspended()).isNull();
        assertThat(incidentIsOpen()).isFalse();
    }

    @Test
    void atTheHighWatermarkFetchingIsSuspendedWithAnIncident() throws Exception {
        SpoolRoom room = roomOver(1000);
        assertNoRoom(room);
        assertThat(room.suspended()).startsWith("the spool is full").contains("MB");
        assertThat(incidents.open()).filteredOn(incident -> incident.kind().equals("SPOOL_FULL")).singleElement()
                .extracting(Incident::evidence, Incident::subject).containsExactly(room.suspended(), "spool");
    }

    @Test
    void spoolThatFillsWhileSeriesAreBegunSuspends() throws Exception {
        SpoolRoom room = roomOver(600);
        room.await(() -> true);
        spool.grewBy(400);
        await().untilAsserted(() -> assertNoRoom(room));
        assertThat(room.suspended()).startsWith("the spool is full");
    }

    @Test
    void fetchingGoesOnBelowTheLowWatermarkOnly() throws Exception {
        SpoolRoom room = roomOver(1000);
        assertNoRoom(room);
        spool.grewBy(-1);
        lookNow(room);
        assertThat(room.suspended()).as("below the high watermark alone").isNotNull();
        spool.grewBy(-499);
        lookNow(room);
        assertThat(room.suspended()).as("at the low watermark").isNotNull();
        assertThat(incidentIsOpen()).isTrue();
        spool.grewBy(-1);
        lookNow(room);
        assertThat(room.suspended()).isNull();
        assertThat(incidentIsOpen()).isFalse();
        room.await(() -> true);
    }

    @Test
    void clockSeesRoomWhenNoRetrieveLooksAnyMore() throws Exception {
        SpoolRoom room = roomOver(1000);
        assertNoRoom(room);
        spool.grewBy(-501);
        await().until(() -> {
            room.lookAgain();
            return room.suspended() == null;
        });
        assertThat(incidentIsOpen()).isFalse();
    }

    private static CompletableFuture<Void> waiting(SpoolRoom room, BooleanSupplier fetchesWait) {
        return CompletableFuture.runAsync(() -> {
            try {
                room.await(fetchesWait);
            } catch (IOException | StageException e) {
                throw new CompletionException(e);
            }
        }, task -> new Thread(task).start());
    }

    @Test
    void retrieveWaitsForRoomWhereNoFetchWaits() throws Exception {
        SpoolRoom room = roomOver(1000);
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Void> retrieve = waiting(room, () -> asked.incrementAndGet() < 0);
        await().until(() -> asked.get() >= 2);
        assertThat(retrieve).isNotDone();
        spool.grewBy(-501);
        retrieve.get(20, TimeUnit.SECONDS);
        assertThat(room.suspended()).isNull();
    }

    @Test
    void writeThatRanOutOfSpaceSuspendsBelowTheHighWatermark() throws Exception {
        SpoolRoom room = roomOver(600);
        room.await(() -> true);
        room.check(new IOException("connection reset"));
        room.await(() -> true);
        assertThat(room.timesRanOut()).isZero();
        room.check(new IOException("no object", FULL));
        assertThat(room.timesRanOut()).isOne();
        assertThat(room.suspended()).as("nobody has looked").isNull();
        assertNoRoom(room);
        assertThat(incidents.open()).filteredOn(incident -> incident.kind().equals("SPOOL_FULL")).singleElement()
                .extracting(Incident::evidence).asString().startsWith("no space was left on the spool's disk");
    }

    @Test
    void afterAWriteThatRanOutOfSpaceFetchingGoesOnBelowTheLowWatermark() throws Exception {
        assumeThat(spool.level().usedPercent()).as("of the disk of the tests").isLessThan(95);
        SpoolRoom room = roomOver(500);
        room.check(FULL);
        assertNoRoom(room);
        lookNow(room);
        assertThat(room.suspended()).startsWith("no space was left");
        spool.grewBy(-1);
        lookNow(room);
        assertThat(room.suspended()).isNull();
        assertThat(incidentIsOpen()).isFalse();
        await().during(Duration.ofMillis(200)).until(() -> {
            room.await(() -> true);
            return room.suspended() == null;
        });
    }

    @Test
    void nothingIsWaitedForWhereTheSpoolIsEmpty() throws Exception {
        SpoolRoom room = roomOver(0);
        room.check(FULL);
        room.await(() -> true);
        assertThat(room.suspended()).startsWith("no space was left");
    }

    @Test
    void incidentOfAnEarlierProcessIsClosedByTheFirstLookThatFindsRoom() throws Exception {
        incidents.open("SPOOL_FULL", "spool", "Nothing is fetched", "", "");
        assertThat(incidentIsOpen()).isTrue();
        SpoolRoom room = roomOver(10);
        assertThat(incidentIsOpen()).isTrue();
        room.await(() -> true);
        assertThat(incidentIsOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000 B, 1000 B", "1000 B, 2 KB", "90 %, 500 B", "1 TB, 80 %", "80 %, 90 %"})
    void lowWatermarkMustBeBelowTheHighOneAndOfItsKind(String high, String low) {
        assertThatThrownBy(() -> room(high, low)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("dromedary.spool.low-watermark");
    }
}
