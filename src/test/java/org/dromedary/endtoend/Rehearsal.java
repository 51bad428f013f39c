package org.dromedary.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Part10.FileMeta;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.tls.TlsParty;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.ledger.LedgerView.SeriesLine;
import org.dromedary.ledger.SeriesState;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.simulator.GeneratedStudy;
import org.dromedary.simulator.StudyGenerator;
import org.dromedary.testing.Migration;
import org.dromedary.testing.ServicesResource;

/** A whole migration between two simulated archives whose faults a test sets. */
final class Rehearsal implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [\\w.$/]+\\(|Exception in thread");

    final Migration migration = new Migration();
    final Faults sourceFaults = new Faults();
    final Faults targetFaults = new Faults();
    private final Path folder = ServicesResource.newDataDir();
    private final List<GeneratedStudy> studies;
    private ArchiveSimulator source;
    private ArchiveSimulator target;

    private final TlsParty tls;

    private Rehearsal(StudyGenerator generator, int number, TlsParty tls) throws IOException {
        this.tls = tls;
        Path objects = Files.createDirectories(folder.resolve("source"));
        studies = generator.generate(number, objects);
        source = archive("OLDPACS", 0, sourceFaults, "DROMEDARY");
        target = archive("NEWPACS", 0, targetFaults, "DROMEDARY");
        migration.source("OLDPACS", source.port()).target("NEWPACS", target.port());
    }

    /** Source with so many generated studies, empty target, neither with faults yet. */
    static Rehearsal of(StudyGenerator generator, int studies) throws IOException {
        return new Rehearsal(generator, studies, null);
    }

    /** The same with archives that speak TLS alone. */
    static Rehearsal secured(StudyGenerator generator, int studies, TlsParty tls) throws IOException {
        return new Rehearsal(generator, studies, tls);
    }

    private ArchiveSimulator archive(String aet, int port, Faults faults, String destination) throws IOException {
        Path place = Files.createDirectories(folder.resolve(aet.equals("OLDPACS") ? "source" : "target"));
        return ArchiveSimulator.in(place).aeTitle(aet).port(port).faults(faults).tls(tls)
                .destination(destination, "127.0.0.1", migration.port()).start();
    }

    ArchiveSimulator source() {
        return source;
    }

    ArchiveSimulator target() {
        return target;
    }

    List<GeneratedStudy> studies() {
        return studies;
    }

    /** Brings an archive that was closed back with its objects, at its port. */
    void restartSource() throws IOException {
        restartSource("DROMEDARY");
    }

    /** The same with another AE title as its only move destination. */
    void restartSource(String destination) throws IOException {
        source = archive("OLDPACS", source.port(), sourceFaults, destination);
    }

    void restartTarget() throws IOException {
        target = archive("NEWPACS", target.port(), targetFaults, "DROMEDARY");
    }

    /** Runs to the end with that exit code; no run may show a stack trace, whatever the faults. */
    void runsTo(int exit) throws IOException, InterruptedException {
        endsWith(exit, migration.start());
    }

    /** The same for a run that was begun by {@link Migration#start}. */
    void endsWith(int exit, Process process) throws IOException, InterruptedException {
        migration.awaitEnd(process, LIMIT);
        String output = migration.output();
        Matcher trace = STACK_TRACE.matcher(output);
        assertThat(trace.find() ? output.substring(Math.max(0, trace.start() - 2000)) : "").isEmpty();
        assertThat(process.exitValue()).as(output).isEqualTo(exit);
    }

    /** The target has exactly the objects of the source, byte for byte. */
    void assertEverythingArrived() throws IOException {
        assertArrived(source.objects().keySet());
    }

    /** The target has exactly these objects of the source, byte for byte. */
    void assertArrived(Collection<String> sopInstanceUids) throws IOException {
        Map<String, Path> sent = source.objects();
        Map<String, Path> arrived = target.objects();
        assertThat(arrived.keySet()).containsExactlyInAnyOrderElementsOf(sopInstanceUids);
        for (Map.Entry<String, Path> object : arrived.entrySet()) {
            assertSameDataSet(sent.get(object.getKey()), object.getValue());
        }
    }

    /** The target has every object of the source; those that the source itself changed on the way may differ. */
    void assertEverythingArrivedBut(Collection<String> changed) throws IOException {
        Map<String, Path> sent = source.objects();
        Map<String, Path> arrived = target.objects();
        assertThat(arrived.keySet()).containsExactlyInAnyOrderElementsOf(sent.keySet());
        for (Map.Entry<String, Path> object : arrived.entrySet()) {
            if (!changed.contains(object.getKey())) {
                assertSameDataSet(sent.get(object.getKey()), object.getValue());
            }
        }
    }

    /** Waits until so many objects are at the target, while the run goes on. */
    void awaitArrived(Process process, int objects) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as(migration.output()).isTrue();
            return target.size() >= objects;
        });
    }

    private static void assertSameDataSet(Path sent, Path arrived) throws IOException {
        FileMeta before = Part10.readMeta(sent);
        FileMeta after = Part10.readMeta(arrived);
        assertThat(after.transferSyntaxUid()).isEqualTo(before.transferSyntaxUid());
        assertThat(dataSet(arrived, after)).as(before.sopInstanceUid()).isEqualTo(dataSet(sent, before));
    }

    private static byte[] dataSet(Path file, FileMeta meta) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, Math.toIntExact(meta.dataSetOffset()), all.length);
    }

    /** Every series by its UID. */
    Map<String, SeriesLine> series() throws SQLException {
        return migration.ledger(ledger -> {
            Map<String, SeriesLine> lines = new LinkedHashMap<>();
            ledger.forEachSeries(line -> lines.put(line.seriesInstanceUid(), line));
            return lines;
        });
    }

    /** States that occur, with the number of series in each. */
    Map<SeriesState, Long> states() throws SQLException {
        Map<SeriesState, Long> states = migration.ledger(LedgerView::seriesByState);
        states.values().removeIf(count -> count == 0);
        return states;
    }

    /** No series has more or fewer objects accounted for than it has. */
    void assertBooksBalance() throws SQLException {
        List<Imbalance> imbalances = migration.ledger(ledger -> ledger.imbalances(10));
        assertThat(imbalances).isEmpty();
    }

    /** SOP Instance UIDs of the objects that have an exception of that kind, each once however often it was tried. */
    List<String> exceptions(String reasonCode) throws SQLException {
        return migration.sql(sql -> sql.query("select distinct sop_instance_uid from object_exception"
                + " where reason_code = ?", row -> row.getString(1), reasonCode));
    }

    /** SOP Instance UID and SOP Class UID of each object of the source. */
    Map<String, String> sopClasses() throws IOException {
        Map<String, String> classes = new LinkedHashMap<>();
        for (Path file : source.objects().values()) {
            FileMeta meta = Part10.readMeta(file);
            classes.put(meta.sopInstanceUid(), meta.sopClassUid());
        }
        return classes;
    }

    /** Lets the target have an object of the source before the migration begins. */
    void giveToTarget(String sopInstanceUid) throws IOException {
        Path copy = target.folder().resolve("present.dcm");
        Files.copy(source.objects().get(sopInstanceUid), copy);
        target.add(copy);
    }

    /** Lets the target have another object under the UIDs of one of the source. */
    void giveOtherContentToTarget(String sopInstanceUid) throws IOException {
        Path file = source.objects().get(sopInstanceUid);
        FileMeta meta = Part10.readMeta(file);
        DataSet other = Part10.read(file).set(Tag.ImageComments, "not what the source has");
        Path copy = target.folder().resolve("other.dcm");
        try (OutputStream out = Files.newOutputStream(copy)) {
            out.write(Part10.encodeMeta(meta.sopClassUid(), sopInstanceUid, meta.transferSyntaxUid()));
            out.write(DataSetWriter.encode(other, TransferSyntax.of(meta.transferSyntaxUid())));
        }
        target.add(copy);
    }

    Set<String> studiesAtTarget() throws IOException {
        Set<String> found = new HashSet<>();
        for (Path file : target.objects().values()) {
            found.add(Part10.readHead(file).getString(Tag.StudyInstanceUID));
        }
        return found;
    }

    /** All objects that the source has of these studies. */
    List<String> objectsOf(Set<String> studyInstanceUids) throws IOException {
        List<String> objects = new ArrayList<>();
        for (GeneratedStudy study : studies) {
            if (studyInstanceUids.contains(study.studyInstanceUid())) {
                for (Path file : study.files()) {
                    objects.add(Part10.readMeta(file).sopInstanceUid());
                }
            }
        }
        return objects;
    }

    long number(String query) throws SQLException {
        return migration.sql(sql -> sql.query(query, row -> row.getLong(1)).get(0));
    }

    @Override
    public void close() throws InterruptedException {
        migration.close();
        source.close();
        target.close();
        ServicesResource.delete(folder);
    }
}
