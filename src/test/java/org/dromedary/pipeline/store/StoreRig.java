package org.dromedary.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.archive.Quirk;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.LedgerView.ExceptionLine;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Content;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.pipeline.deadletter.Failures;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.Queues;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A target that is a simulator, a series in the spool, and the series' message at the store stage. */
abstract class StoreRig {

    static final int PORT = Peers.freePort();
    static final String CT = Uid.CTImageStorage;
    static final String SC = Uid.SecondaryCaptureImageStorage;
    static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

    @Inject
    StoreStage stage;

    @Inject
    Failures failures;

    @Inject
    Archives archives;

    @Inject
    CamelContext camel;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    Spool spool;

    @Inject
    DataSource dataSource;

    final Faults faults = new Faults();
    final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    /** The manifest that the stages before leave. */
    final List<Entry> entries = new ArrayList<>();
    ArchiveSimulator target;
    long id;
    /** Where the series' files are in the spool. */
    Path folder;
    /** Why the last delivery failed, or null. */
    Failure failure;
    /** As the last delivery left it. */
    SeriesMessage message;
    /** The queue to which the failure handler sent the message, or null. */
    String next;
    private final Path targetFolder = ServicesResource.newDataDir();

    /** One operation at a time, so that it is known what was answered before a fault; two attempts. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.target.aet", "NEWPACS", "dromedary.target.host", "127.0.0.1",
                    "dromedary.target.port", Integer.toString(PORT), "dromedary.store.operations", "1",
                    "dromedary.store.attempts", "2", "dromedary.association.response-timeout", "3s");
        }
    }

    @BeforeEach
    void enterASeries() throws IOException {
        startTarget();
        folder = Files.createDirectories(spool.seriesFolder(study, study + ".1"));
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                null));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "", "", "", null)));
        id = ledger.seriesOfStudy(studyId).get(0).id;
        message = new SeriesMessage(id, study, study + ".1", 1, 0, 0, 4);
    }

    void startTarget() throws IOException {
        target = ArchiveSimulator.in(targetFolder).aeTitle("NEWPACS").port(PORT).faults(faults).start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Quirk quirk : Quirk.values()) {
            archives.targetQuirks().forget(quirk);
        }
        target.close();
        spool.remove(study, study + ".1");
        ServicesResource.delete(targetFolder);
    }

    DataSet image(String sopClassUid) {
        byte[] pixels = new byte[64 * 64 * 2];
        Arrays.fill(pixels, (byte) 5);
        return new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100").set(Tag.SOPClassUID, sopClassUid)
                .set(Tag.SOPInstanceUID, study + ".1." + (entries.size() + 1)).set(Tag.PatientID, "P1")
                .set(Tag.StudyInstanceUID, study).set(Tag.SeriesInstanceUID, study + ".1")
                .setBytes(Tag.PixelData, Vr.OW, pixels);
    }

    /** Puts it into the spool and the manifest; its SOP Instance UID. */
    String received(DataSet object, TransferSyntax syntax) throws IOException {
        String uid = object.getString(Tag.SOPInstanceUID);
        Content content = write(Spool.fileName(uid), object, syntax);
        entries.add(Entry.received(uid, object.getString(Tag.SOPClassUID), syntax.uid(), content.size(),
                content.sha256(), content.fileName()));
        return uid;
    }

    String received(String sopClassUid, TransferSyntax syntax) throws IOException {
        return received(image(sopClassUid), syntax);
    }

    Content write(String fileName, DataSet object, TransferSyntax syntax) throws IOException {
        Path file = folder.resolve(fileName);
        Part10.write(file, object, syntax);
        byte[] dataSet = dataSet(file);
        return new Content(fileName, syntax.uid(), dataSet.length, sha256(dataSet));
    }

    /** The UIDs of three CT images in Explicit VR Little Endian. */
    String[] threeImages() throws IOException {
        return new String[] {received(CT, EXPLICIT), received(CT, EXPLICIT), received(CT, EXPLICIT)};
    }

    Path fileOf(String uid) {
        return folder.resolve(Spool.fileName(uid));
    }

    private static byte[] dataSet(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, (int) Part10.readMeta(file).dataSetOffset(), all.length);
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Spool.sha256().digest(bytes));
    }

    void advance(SeriesState from, SeriesState... path) {
        SeriesState now = from;
        for (SeriesState to : path) {
            assertThat(transitions.advance(id, now, to, Change.none())).isTrue();
            now = to;
        }
    }

    /** The stages before have done their work. */
    void transcoded() {
        if (row().state == SeriesState.FOUND) {
            advance(SeriesState.FOUND, SeriesState.QUEUED);
        }
        SeriesManifest received = new SeriesManifest(entries);
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED,
                Change.none().received(received.objects(), received.bytes()));
        advance(SeriesState.RETRIEVED, SeriesState.RECONCILED, SeriesState.TRANSCODED);
        ledger.saveManifest(id, received);
    }

    /** A delivery of the series' message, as the route does it; where the series is then. */
    SeriesState deliver() throws Exception {
        if (row().state == SeriesState.FOUND) {
            transcoded();
        }
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromRouteId("store");
        message.writeTo(exchange.getMessage());
        failure = null;
        try {
            stage.process(exchange);
        } catch (Exception thrown) {
            failure = FailureClassifier.classify(thrown);
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
            failures.process(exchange);
        }
        message = SeriesMessage.from(exchange.getMessage());
        next = exchange.getMessage().getHeader(Queues.NEXT, String.class);
        return row().state;
    }

    Series row() {
        return ledger.series(id).orElseThrow();
    }

    /** The manifest that the ledger has now. */
    SeriesManifest manifest() {
        return ledger.manifest(id).orElseThrow();
    }

    /** The status of each object, in the order of the manifest. */
    List<Integer> statuses() {
        return manifest().entries().stream().map(Entry::storedStatus).toList();
    }

    List<ExceptionLine> exceptions() {
        return new LedgerView(Sql.over(dataSource)).exceptionsOf(id);
    }

    /** The target forgets them: what it has again was sent again. */
    void forgetAtTarget(String... uids) {
        for (String uid : uids) {
            assertThat(target.remove(uid)).as(uid).isTrue();
        }
    }

    /** The target has these and no others, with the bytes that the manifest says were sent. */
    void assertTargetHas(String... uids) throws IOException {
        Map<String, Path> objects = target.objects();
        assertThat(objects).containsOnlyKeys(uids);
        for (String uid : uids) {
            Entry entry = manifest().find(uid).orElseThrow();
            assertThat(sha256(dataSet(objects.get(uid)))).as(uid)
                    .isEqualTo(entry.sentSha256() == null ? entry.sha256() : entry.sentSha256());
        }
    }

    void assertCounts(int stored, int rejected, int quarantined) {
        Series series = row();
        assertThat(List.of(series.storedCount, series.rejectedCount, series.quarantinedCount))
                .as("stored, rejected, quarantined").containsExactly(stored, rejected, quarantined);
    }

    void assertFailed(Failure.Kind kind, String reason) {
        assertThat(failure).as("failure").isNotNull();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.reason()).isEqualTo(reason);
    }
}
