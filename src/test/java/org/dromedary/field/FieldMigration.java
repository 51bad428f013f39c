package org.dromedary.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.operate.record.Summary;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.ServicesResource;

/**
 * Migrations within the test's own process, one after another, each with an empty ledger, between two simulated
 * archives whose objects and faults a test sets.
 */
final class FieldMigration implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_STEPS = 400;
    private static final List<String> KEPT = List.of("flyway_schema_history", "worker", "ris_lock",
            "target_capability");

    private static final Set<String> MEMORIES = Set.of("QueryProducer", "StageHealth", "Redeliveries", "ArchiveQuery",
            "PatientKey", "GroupFetches", "SourceRetrieve", "StudyInquiry", "OpenFetches", "LateObjects", "Reception");

    private final MemoryQueues queues;
    private final Archives archives;
    private final Spool spool;
    private final Sql sql;
    private final List<String> tables;
    private final Path folder = ServicesResource.newDataDir();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ArchiveSimulator source;
    private final ArchiveSimulator target;
    private TinyArchive content;
    private boolean hung;

    FieldMigration(MemoryQueues queues, Archives archives, Spool spool, DataSource dataSource) throws IOException {
        this.queues = queues;
        this.archives = archives;
        this.spool = spool;
        this.sql = Sql.over(dataSource);
        this.tables = sql.query("select table_name from information_schema.tables where table_schema = database()"
                + " and table_type = 'BASE TABLE'", row -> row.getString(1)).stream()
                .filter(table -> !KEPT.contains(table)).toList();
        source = ArchiveSimulator.in(folder.resolve("source")).aeTitle("OLDPACS").port(FieldResource.SOURCE_PORT)
                .destination("DROMEDARY", "127.0.0.1", FieldResource.LOCAL_PORT).start();
        target = ArchiveSimulator.in(folder.resolve("target")).aeTitle("NEWPACS")
                .port(FieldResource.TARGET_PORT).start();
    }

    Faults source() {
        return source.faults();
    }

    Faults target() {
        return target.faults();
    }

    ArchiveSimulator sourceArchive() {
        return source;
    }

    ArchiveSimulator targetArchive() {
        return target;
    }

    /** Forgets the migration before, and gives the source these objects. */
    FieldMigration with(TinyArchive objects) throws IOException {
        content = objects;
        hung = false;
        empty(source);
        empty(target);
        queues.clear();
        wipe();
        for (Quirk quirk : Quirk.values()) {
            archives.sourceQuirks().forget(quirk);
            archives.targetQuirks().forget(quirk);
        }
        forgetMemory();
        awaitNoPause();
        emptySpool();
        for (DataSet object : objects.objects()) {
            Path file = source.folder().resolve(object.getString(Tag.SOPInstanceUID) + ".dcm");
            Part10.write(file, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            source.add(file);
        }
        return this;
    }

    private static void empty(ArchiveSimulator archive) throws IOException {
        archive.faults().clear();
        for (Map.Entry<String, Path> object : archive.objects().entrySet()) {
            archive.remove(object.getKey());
            Files.deleteIfExists(object.getValue());
        }
    }

    private void wipe() {
        sql.inTransaction(transaction -> {
            transaction.update("set foreign_key_checks = 0");
            tables.forEach(table -> transaction.update("delete from " + table));
            return transaction.update("set foreign_key_checks = 1");
        });
    }

    /** A stage that the migration before has paused goes on as soon as the pace has seen that there is no order. */
    private void awaitNoPause() {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).pollDelay(Duration.ZERO)
                .until(queues::areTaken);
    }

    /** What the program keeps in memory of an archive, or of the run. */
    private static void forgetMemory() {
        Set<Bean<?>> beans = Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE);
        for (Bean<?> bean : beans) {
            if (MEMORIES.contains(bean.getBeanClass().getSimpleName())) {
                Arc.container().getContexts(ApplicationScoped.class).forEach(context -> context.destroy(bean));
            }
        }
    }

    private void emptySpool() throws IOException {
        Path root = spool.incoming().getParent();
        if (Files.isDirectory(root)) {
            try (var places = Files.list(root)) {
                places.filter(place -> !place.equals(spool.incoming())).forEach(ServicesResource::delete);
            }
        }
    }

    /** Lets the stages work until nothing is left to do, or nothing but trying again and again. */
    FieldMigration run() throws Exception {
        queues.send(FieldResource.PRODUCER, Map.of(), "");
        for (int step = 0; step < MAX_STEPS && !queues.isIdle(); step++) {
            step();
        }
        return this;
    }

    /** One message; what waits for an archive for too long goes on when its faults end. */
    private void step() throws Exception {
        Future<?> work = loop.submit(() -> {
            queues.step();
            return null;
        });
        try {
            work.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            hung = true;
            source.faults().clear();
            target.faults().clear();
            work.get(2 * LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a message could not be delivered", e.getCause());
        }
    }

    /** Whether one step took longer than any wait should. */
    boolean hung() {
        return hung;
    }

    /** Whether every message has come to its end. */
    boolean ended() {
        return queues.isEmpty();
    }

    Summary summary() {
        return Summary.of(new LedgerView(sql));
    }

    boolean complete() {
        return !hung && ended() && summary().complete();
    }

    /** SOP Instance UIDs of the source's objects that the target does not have, or has otherwise. */
    Set<String> missing() throws IOException {
        Map<String, Path> arrived = target.objects();
        Set<String> missing = new TreeSet<>();
        for (Map.Entry<String, Path> object : source.objects().entrySet()) {
            Path there = arrived.get(object.getKey());
            if (there == null || !Arrays.equals(dataSet(object.getValue()), dataSet(there))) {
                missing.add(object.getKey());
            }
        }
        return missing;
    }

    /** SOP Instance UIDs that the target has and the source has not. */
    Set<String> foreign() {
        Set<String> foreign = new TreeSet<>(target.objects().keySet());
        foreign.removeAll(source.objects().keySet());
        return foreign;
    }

    private static byte[] dataSet(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, Math.toIntExact(Part10.readMeta(file).dataSetOffset()), all.length);
    }

    /** What the ledger says of each series and window, and the dead letters, for the message of a failure. */
    String books() {
        return "series " + sql.query("select series_instance_uid, state, expected_instances, received_count,"
                + " verified_count, unavailable_count, quarantined_count, reason_code, reason_text from series",
                row -> row.getString(1) + " "
                + row.getString(2) + " expected " + row.getString(3) + " received " + row.getString(4) + " verified "
                + row.getString(5) + " unavailable " + row.getString(6) + " quarantined " + row.getString(7) + " "
                + row.getString(8) + " " + row.getString(9)) + "\nwindows "
                + sql.query("select from_date, to_date, state,"
                + " reason from query_window where state <> 'SPLIT'", row -> row.getString(1) + ".."
                + row.getString(2) + " "
                + row.getString(3) + " " + row.getString(4)) + "\nincidents " + sql.query(
                "select kind, statement from incident", row -> row.getString(1) + " " + row.getString(2));
    }

    /** Everything is at the target and the books say so. */
    void assertComplete() throws IOException {
        assertThat(missing()).as(books()).isEmpty();
        assertThat(foreign()).as(books()).isEmpty();
        assertThat(complete()).as(books()).isTrue();
    }

    /** All but these objects are at the target, the run has ended, and the books do not call it complete. */
    void assertCompleteBut(Set<String> objects) throws IOException {
        assertThat(missing()).as(books()).isEqualTo(new TreeSet<>(objects));
        assertNotComplete();
    }

    /** All but some of these objects are at the target; if any is missing the books say so. */
    void assertNothingHiddenBut(Set<String> objects) throws IOException {
        assertThat(missing()).as(books()).isSubsetOf(objects);
        if (missing().isEmpty()) {
            assertThat(foreign()).as(books()).isEmpty();
        } else {
            assertNotComplete();
        }
    }

    private void assertNotComplete() {
        assertThat(foreign()).as(books()).isEmpty();
        assertThat(ended()).as(books()).isTrue();
        assertThat(summary().finished()).as(books()).isTrue();
        assertThat(complete()).as(books()).isFalse();
    }

    /** Everything is at the target, whatever doubt the books keep. */
    void assertArrived() throws IOException {
        assertThat(hung).as("a step took too long").isFalse();
        assertThat(missing()).as(books()).isEmpty();
        assertThat(foreign()).as(books()).isEmpty();
    }

    /** A fault of the set-up: no series is given up, and somebody is told. */
    void assertNothingConsumed() {
        assertThat(summary().count(SeriesState.UNAVAILABLE)).as(books()).isZero();
        assertThat(sql.query("select count(*) from incident where closed_at is null", row -> row.getLong(1)).get(0))
                .as(books()).isPositive();
        assertThat(complete()).isFalse();
    }

    /** What people are told: the reasons of series that are not at the target, and the incidents. */
    List<String> told() {
        return sql.query("select coalesce(reason_text, '') from series where state not in ('VERIFIED', 'SKIPPED')"
                + " union select concat_ws(' ', statement, evidence, advice) from incident", row -> row.getString(1));
    }

    Sql sql() {
        return sql;
    }

    TinyArchive content() {
        return content;
    }

    @Override
    public void close() {
        loop.shutdownNow();
        source.close();
        target.close();
        ServicesResource.delete(folder);
    }
}
