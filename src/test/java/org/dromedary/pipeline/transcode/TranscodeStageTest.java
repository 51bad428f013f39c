package org.dromedary.pipeline.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.dromedary.archives.archive.Capabilities;
import org.dromedary.archives.archive.Form;
import org.dromedary.dicom.codec.Transcoder;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.Ledger.ObjectReason;
import org.dromedary.ledger.Series;
import org.dromedary.ledger.SeriesFound;
import org.dromedary.ledger.SeriesManifest;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.StudyFound;
import org.dromedary.ledger.Transitions;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.dromedary.pipeline.stage.Failure;
import org.dromedary.pipeline.stage.SeriesMessage;
import org.dromedary.pipeline.stage.StageException;
import org.dromedary.pipeline.stage.StageLedger.Outcome;
import org.dromedary.simulator.ArchiveSimulator;
import org.dromedary.simulator.AssociationFault;
import org.dromedary.simulator.Faults;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@org.junit.jupiter.api.Tag("application")
@QuarkusTestResource(ServicesResource.class)
@TestProfile(TranscodeStageTest.WithTarget.class)
class TranscodeStageTest {

    private static final int PORT = Peers.freePort();
    private static final String CT = Uid.CTImageStorage;

    @Inject
    TranscodeStage stage;

    @Inject
    Capabilities capabilities;

    @Inject
    Ledger ledger;

    @Inject
    Transitions transitions;

    @Inject
    Spool spool;

    @Inject
    DataSource dataSource;

    private final String study = "1.2." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final Faults faults = new Faults();
    private final Path targetFolder = ServicesResource.newDataDir();
    private final List<Entry> entries = new ArrayList<>();
    private ArchiveSimulator target;
    private Path folder;
    private long id;

    public static final class WithTarget implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dromedary.target.aet", "NEWPACS", "dromedary.target.host", "127.0.0.1",
                    "dromedary.target.port", Integer.toString(PORT));
        }
    }

    @BeforeEach
    void prepareASeries() throws IOException {
        target = ArchiveSimulator.in(targetFolder).aeTitle("NEWPACS").port(PORT).faults(faults).start();
        folder = Files.createDirectories(spool.seriesFolder(study, study + ".1"));
        long studyId = ledger.upsertStudy(new StudyFound("P", null, "", null, "", study, null, "", "", "", "", null, 1,
                2));
        ledger.upsertSeries(studyId, List.of(new SeriesFound(study + ".1", "CT", "", "", "", 2)));
        id = ledger.seriesOfStudy(studyId).get(0).id;
    }

    @AfterEach
    void stop() throws IOException {
        List<Form> asked = new ArrayList<>();
        TransferSyntax.known().forEach(syntax -> asked.add(new Form(CT, syntax.uid())));
        capabilities.forget(asked);
        target.close();
        spool.remove(study, study + ".1");
        ServicesResource.delete(targetFolder);
    }

    private void accept(String... syntaxes) {
        faults.set(new AssociationFault.AcceptOnly(Set.of(), Set.of(syntaxes)));
    }

    private DataSet image(int size) {
        String uid = study + ".1." + (entries.size() + 1);
        byte[] pixels = new byte[size * size * 2];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / 7);
            pixels[i + 1] = (byte) (i >> 13 & 7);
        }
        return new DataSet().set(Tag.SOPClassUID, CT).set(Tag.SOPInstanceUID, uid).set(Tag.Modality, "CT")
                .set(Tag.StudyInstanceUID, study).set(Tag.SeriesInstanceUID, study + ".1")
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, size).setInt(Tag.Columns, size).setInt(Tag.BitsAllocated, 16)
                .setInt(Tag.BitsStored, 12).setInt(Tag.HighBit, 11).setInt(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, Vr.OW, pixels);
    }

    /** Puts it into the spool as if it had been received in that syntax. */
    private Path received(DataSet object, TransferSyntax syntax) throws IOException {
        String uid = object.getString(Tag.SOPInstanceUID);
        Path file = folder.resolve(Spool.fileName(uid));
        if (syntax.encapsulated()) {
            Path before = folder.resolve("native");
            Part10.write(before, object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            new Transcoder().transcode(before, file, syntax, Transcoder.Options.DEFAULT);
            Files.delete(before);
        } else {
            Part10.write(file, object, syntax);
        }
        enter(uid, syntax, file);
        return file;
    }

    private void enter(String uid, TransferSyntax syntax, Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int offset = (int) Part10.readMeta(file).dataSetOffset();
        MessageDigest digest = Spool.sha256();
        digest.update(all, offset, all.length - offset);
        entries.removeIf(entry -> entry.sopInstanceUid().equals(uid));
        entries.add(Entry.received(uid, CT, syntax.uid(), all.length - offset,
                HexFormat.of().formatHex(digest.digest()), file.getFileName().toString()));
    }

    private Outcome work() throws Exception {
        transitions.advance(id, SeriesState.FOUND, SeriesState.QUEUED, Change.none());
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(entries.size(), 1));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, Change.none());
        ledger.saveManifest(id, new SeriesManifest(entries));
        return again();
    }

    private Outcome again() throws Exception {
        Series series = ledger.series(id).orElseThrow();
        return stage.work(series, new SeriesMessage(id, study, study + ".1", 1, 0, 0, 4));
    }

    /** As the failure handler does it. */
    private void fetchedAgain() {
        transitions.advance(id, SeriesState.RECONCILED, SeriesState.QUEUED, Change.because("OBJECT_DAMAGED", ""));
        transitions.advance(id, SeriesState.QUEUED, SeriesState.RETRIEVED, Change.none().received(entries.size(), 1));
        transitions.advance(id, SeriesState.RETRIEVED, SeriesState.RECONCILED, Change.none());
    }

    private static long bytesReadByThisThread() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/io")).stream().filter(line -> line.startsWith("rchar"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).findFirst().orElseThrow();
    }

    private static void assertEndsBy(Failure.Kind kind, String reason, Throwable thrown) {
        assertThat(thrown).asInstanceOf(type(StageException.class))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    @Test
    void objectsThatTheTargetTakesAreNotReadThrough() throws Exception {
        for (int i = 0; i < 6; i++) {
            received(image(1024), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        }
        work();
        // Once more, when all classes have been read.
        long before = bytesReadByThisThread();
        Outcome outcome = again();
        long read = bytesReadByThisThread() - before;
        assertThat(read).isLessThan(6 * entries.get(0).size() / 10);
        assertThat(outcome.manifest()).isNull();
        assertThat(outcome.exceptions()).isEmpty();
    }

    @Test
    void convertedObjectLiesBesideTheReceivedOneWithTheSamePixels() throws Exception {
        accept(Uid.JPEGLSLossless);
        Path file = received(image(64), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] before = Files.readAllBytes(file);
        Entry entry = work().manifest().entries().get(0);
        assertThat(entry.sentContent().transferSyntaxUid()).isEqualTo(Uid.JPEGLSLossless);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Path converted = folder.resolve(entry.sentContent().fileName());
        assertThat(converted.toFile().length() - Part10.readMeta(converted).dataSetOffset())
                .isEqualTo(entry.sentContent().size());
        Path decoded = folder.resolve("decoded");
        assertThat(new Transcoder().transcode(converted, decoded, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                Transcoder.Options.DEFAULT).pixelSha256()).isEqualTo(entry.pixelDigest());
        assertThat(Part10.read(decoded).getBytes(Tag.PixelData)).isEqualTo(
                Part10.read(file).getBytes(Tag.PixelData));
        Files.delete(decoded);
    }

    @Test
    void nothingThatTheTargetTakesIsAReasonToRejectEachObject() throws Exception {
        accept(Uid.MPEG2MPML);
        received(image(8), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThatThrownBy(this::work).satisfies(e -> assertEndsBy(Failure.Kind.REFUSED, "NO_PRESENTATION_CONTEXT", e))
                .asInstanceOf(type(StageException.class))
                .satisfies(e -> assertThat(e.outcome().exceptions()).hasSize(1))
                .satisfies(e -> assertThat(e.outcome().manifest().count(SeriesManifest.Outcome.REJECTED)).isOne());
    }

    @Test
    void videoThatTheTargetDoesNotTakeIsNeverConverted() throws Exception {
        accept(Uid.ExplicitVRLittleEndian, Uid.JPEGLSLossless);
        DataSet video = image(8);
        video.put(Element.ofFragments(Tag.PixelData, Vr.OB, List.of(new byte[0], new byte[64])));
        String uid = video.getString(Tag.SOPInstanceUID);
        Path file = folder.resolve(Spool.fileName(uid));
        Part10.write(file, video, TransferSyntax.MPEG2_MAIN_LEVEL);
        enter(uid, TransferSyntax.MPEG2_MAIN_LEVEL, file);
        assertThatThrownBy(this::work).satisfies(e -> assertEndsBy(Failure.Kind.REFUSED, "NO_SAFE_CONVERSION", e));
    }

    @Test
    void undecodableObjectGoesAsItCameOrIsFetchedAgainAndThenQuarantined() throws Exception {
        received(image(64), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path file = received(image(64), TransferSyntax.JPEG_LS_LOSSLESS);
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length * 2 / 3, bytes.length - 20, (byte) 0xFF);
        Files.write(file, bytes);
        enter(entries.get(1).sopInstanceUid(), TransferSyntax.JPEG_LS_LOSSLESS, file);
        accept(Uid.ExplicitVRLittleEndian);
        assertThatThrownBy(this::work).satisfies(e -> assertEndsBy(Failure.Kind.SPOOL_LOST, "OBJECT_DAMAGED", e));
        fetchedAgain();
        Outcome outcome = again();
        assertThat(outcome.manifest().count(SeriesManifest.Outcome.QUARANTINED)).isOne();
        assertThat(outcome.exceptions()).singleElement()
                .satisfies(reason -> assertThat(reason.reasonCode()).isEqualTo("NOT_CONVERTIBLE"));
    }

    @Test
    void damageOfTheSpoolIsNotConverted() throws Exception {
        accept(Uid.ImplicitVRLittleEndian);
        Path file = received(image(64), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(this::work).isInstanceOf(SpoolDamagedException.class);
    }

    @Test
    void workThatIsRepeatedComesToTheSame() throws Exception {
        accept(Uid.RLELossless);
        received(image(64), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        SeriesManifest first = work().manifest();
        assertThat(again().manifest()).isEqualTo(first);
        ledger.saveManifest(id, first);
        assertThat(again().manifest()).isNull();
    }

    /** What an object without Pixel Data, with too little of it or without a UID looks like. */
    private Path damaged(int without) throws IOException {
        DataSet object = image(64);
        String uid = object.getString(Tag.SOPInstanceUID);
        object.remove(without);
        Path file = folder.resolve(Spool.fileName(uid));
        Part10.write(file, object, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        enter(uid, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, file);
        return file;
    }

    private Path shortPixels() throws IOException {
        DataSet object = image(64);
        object.setBytes(Tag.PixelData, Vr.OW, new byte[100]);
        return received(object, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    }

    private void assertIsFetchedAgain() {
        assertThatThrownBy(this::work).satisfies(e -> assertEndsBy(Failure.Kind.SPOOL_LOST, "OBJECT_DAMAGED", e));
        fetchedAgain();
    }

    private List<String> gradesOf(String code, Outcome outcome) {
        QuarkusTransaction.requiringNew().run(() -> outcome.also().run());
        return Sql.over(dataSource).query("select grade from finding where series_id = ? and code = ?",
                row -> row.getString(1), id, code);
    }

    @Test
    void damageThatComesTwiceInTheSameBytesIsWhatTheSourceHasAndGoesAsItCame() throws Exception {
        received(image(64), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        damaged(Tag.PixelData);
        shortPixels();
        assertIsFetchedAgain();

        Outcome outcome = again();

        assertThat(outcome.exceptions()).isEmpty();
        assertThat(outcome.manifest()).as("as received").isNull();
        assertThat(gradesOf("PIXEL_DATA_MISSING", outcome)).containsExactly("RECORD");
        assertThat(gradesOf("PIXEL_DATA_SHORT", outcome)).containsExactly("RECORD");
    }

    @Test
    void damageThatComesInOtherBytesStaysOutAlone() throws Exception {
        received(image(64), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        Path file = shortPixels();
        assertIsFetchedAgain();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        enter(entries.get(1).sopInstanceUid(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, file);
        ledger.saveManifest(id, new SeriesManifest(entries));

        Outcome outcome = again();

        assertThat(outcome.exceptions()).extracting(ObjectReason::reasonCode).containsExactly("PIXEL_DATA_SHORT");
        assertThat(outcome.manifest().count(SeriesManifest.Outcome.QUARANTINED)).isOne();
        assertThat(gradesOf("PIXEL_DATA_SHORT", outcome)).containsExactly("QUARANTINE");
    }

    @Test
    void sameCopyLookedAtTwiceProvesNothing() throws Exception {
        shortPixels();
        assertThatThrownBy(this::work).satisfies(e -> assertEndsBy(Failure.Kind.SPOOL_LOST, "OBJECT_DAMAGED", e));
        assertThatThrownBy(this::again).satisfies(e -> assertEndsBy(Failure.Kind.SPOOL_LOST, "OBJECT_DAMAGED", e));
    }

    @Test
    void damageOfTheSpoolIsNoProof() throws Exception {
        Path file = shortPixels();
        assertIsFetchedAgain();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(this::again).isInstanceOf(SpoolDamagedException.class);
    }

    @Test
    void whatMustBeConvertedGoesOnlyIfThatCanBeProven() throws Exception {
        accept(Uid.RLELossless);
        damaged(Tag.PixelData);
        shortPixels();
        assertIsFetchedAgain();

        assertThatThrownBy(this::again).isInstanceOfSatisfying(StageException.class, stage -> {
            assertThat(stage.failure().reason()).isEqualTo("NOT_CONVERTIBLE");
            assertThat(stage.outcome().exceptions()).hasSize(2)
                    .anyMatch(exception -> exception.comment().contains("Pixel Data (7FE0,0010) has "));
        });
    }

    @Test
    void plainPixelsThatAreShortGoInAnotherPlainSyntaxByteForByte() throws Exception {
        accept(Uid.ExplicitVRLittleEndian);
        damaged(Tag.PixelData);
        shortPixels();
        assertIsFetchedAgain();

        Outcome outcome = again();

        assertThat(outcome.exceptions()).isEmpty();
        assertThat(outcome.manifest().entries()).allMatch(entry -> entry.sentContent().transferSyntaxUid()
                .equals(Uid.ExplicitVRLittleEndian));
    }

    @Test
    void whatCanNotBeToldApartStaysOutHoweverOftenItComes() throws Exception {
        received(image(64), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        damaged(Tag.StudyInstanceUID);

        Outcome outcome = work();

        assertThat(outcome.exceptions()).extracting(ObjectReason::reasonCode).containsExactly("UID_MISSING");
    }
}
