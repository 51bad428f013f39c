package org.dromedary.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.dromedary.dicom.dimse.StoreSource;
import org.dromedary.ledger.SeriesManifest.Entry;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.SpoolDamagedException;
import org.dromedary.objects.coercion.Coercion;
import org.dromedary.objects.coercion.CoercionException;
import org.dromedary.objects.coercion.Coercions;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.Untouched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoercedObjectTest {

    private static CoercedObject coerced(Path folder, Entry entry, Coercion coercion) {
        return new CoercedObject(folder, entry, HeadChange.coercing(coercion));
    }

    private static final String INSTANCE = "1.2.3.4";
    @TempDir
    private Path folder;

    private Entry entry(Path file) throws IOException {
        Part10.FileMeta meta = Part10.readMeta(file);
        byte[] all = Files.readAllBytes(file);
        byte[] dataSet = Arrays.copyOfRange(all, (int) meta.dataSetOffset(), all.length);
        return entry(file, meta.transferSyntaxUid(), dataSet.length, Spool.sha256().digest(dataSet));
    }

    private static Entry entry(Path file, String syntax, long size, byte[] digest) {
        return Entry.received(INSTANCE, Uid.CTImageStorage, syntax, size, HexFormat.of().formatHex(digest),
                file.getFileName().toString());
    }

    private Path write(DataSet dataSet, TransferSyntax syntax) throws IOException {
        Path file = folder.resolve("one.dcm");
        Part10.write(file, dataSet, syntax);
        return file;
    }

    private static DataSet image() {
        byte[] pixels = new byte[100_000];
        Arrays.fill(pixels, (byte) 5);
        return new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 100").set(Tag.SOPClassUID, Uid.CTImageStorage)
                .set(Tag.SOPInstanceUID, INSTANCE).set(Tag.PatientName, "Alt^Jörg").set(Tag.PatientID, "OLD")
                .set(Tag.InstitutionName, "Süd").setBytes(Tag.PixelData, Vr.OW, pixels);
    }

    private static byte[] send(CoercedObject object) throws IOException {
        long length = object.length();
        try (ReadableByteChannel channel = object.open()) {
            byte[] sent = Channels.newInputStream(channel).readAllBytes();
            assertThat(length).isIn((long) sent.length, StoreSource.UNKNOWN_LENGTH);
            return sent;
        }
    }

    @Test
    void everyObjectOfTheCorpusKeepsWhatThePlanDoesNotTouch() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        int changed = 0;
        for (Path file : Corpus.files("dicom")) {
            String name = Corpus.nameOf(file);
            DataSet before;
            try {
                before = Part10.read(file);
            } catch (IOException notReadable) {
                continue;
            }
            try {
                CoercedObject object = coerced(file.getParent(), entry(file),
                        Coercions.of(Coercions.target("Plan^Ned")));
                byte[] sent = send(object);
                assertThat(object.sentSha256()).as(name)
                        .isEqualTo(HexFormat.of().formatHex(Spool.sha256().digest(sent)));
                DataSet after = new DataSetReader(sent, Part10.readMeta(file).transferSyntax()).read();
                assertThat(Untouched.differences(before, after)).as(name).isEmpty();
                assertThat(after.getString(Tag.PatientName)).as(name).isEqualTo("Plan^Ned");
                assertThat(after.getItems(Tag.OriginalAttributesSequence)).as(name)
                        .hasSizeGreaterThan(before.getItems(Tag.OriginalAttributesSequence).size());
                changed++;
            } catch (CoercionException e) {
                refused.put(name, e.reason() + " " + e.getMessage());
            }
        }
        assertThat(changed).isGreaterThan(330);
        assertThat(refused).containsOnlyKeys("dicom/broken/syn-duplicate-patient-id-element.dcm");
    }

    @Test
    void namesOfEveryCharacterSetAreReplacedAndKept() throws IOException {
        for (Path file : Corpus.files("dicom/charset")) {
            DataSet before = Part10.readHead(file);
            byte[] sent = send(coerced(file.getParent(), entry(file), Coercions.of(Coercions.target())));
            DataSet after = new DataSetReader(sent, Part10.readMeta(file).transferSyntax()).read();
            assertThat(after.getString(Tag.PatientName)).as("%s", file).isEqualTo("Østergård^Åse=王^小");
            DataSet original = after.getItems(Tag.OriginalAttributesSequence).get(0)
                    .getItems(Tag.ModifiedAttributesSequence).get(0);
            assertThat(original.get(Tag.PatientName).bytes()).as("%s", file)
                    .isEqualTo(before.contains(Tag.PatientName) ? before.getBytes(Tag.PatientName) : new byte[0]);
            assertThat(original.getString(Tag.PatientName)).as("%s", file).isEqualTo(before.getString(Tag.PatientName));
        }
    }

    @Test
    void objectOfWrongBytesIsSentWithThePlannedPatientOrRefused() throws IOException {
        Random random = new Random(17);
        List<Path> files = Corpus.files("dicom/charset");
        Path file = folder.resolve("mutated.dcm");
        int sent = 0;
        for (int i = 0; i < 600; i++) {
            byte[] bytes = Files.readAllBytes(files.get(random.nextInt(files.size())));
            Files.write(file, bytes);
            int offset = (int) Part10.readMeta(file).dataSetOffset();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[offset + random.nextInt(Math.min(2000, bytes.length
                        - offset))] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bytes);
            try {
                byte[] changed = send(coerced(folder, entry(file), Coercions.of(Coercions.target())));
                DataSet after = new DataSetReader(changed, Part10.readMeta(file).transferSyntax())
                        .readUntil(0x7FE00000);
                assertThat(after.getString(Tag.PatientID)).isEqualTo("NEW-4711");
                sent++;
            } catch (CoercionException refused) {
                assertThat(refused.reason()).isIn(CoercionException.CANNOT_ENCODE, CoercionException.CANNOT_READ);
            }
        }
        assertThat(sent).isBetween(100, 599);
    }

    @Test
    void anySyntaxGivesTheSameObject() throws IOException {
        for (TransferSyntax syntax : List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            Path file = write(image(), syntax);
            byte[] sent = send(coerced(folder, entry(file), Coercions.of(Coercions.target())));
            assertThat(sent.length % 2).isZero();
            DataSet after = new DataSetReader(sent, syntax).read();
            assertThat(Untouched.differences(image(), after)).as(syntax.name()).isEmpty();
            assertThat(after.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 192");
            assertThat(after.getBytes(Tag.PixelData)).isEqualTo(image().getBytes(Tag.PixelData));
        }
    }

    @Test
    void objectThatIsAsPlannedIsSentAsItCame() throws IOException {
        Path file = write(image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet same = new DataSet().set(Tag.SpecificCharacterSet, "ISO_IR 192").set(Tag.PatientID, "OLD");
        CoercedObject object = coerced(folder, entry(file), Coercions.of(same));
        byte[] all = Files.readAllBytes(file);
        assertThat(send(object)).isEqualTo(Arrays.copyOfRange(all, (int) Part10.readMeta(file).dataSetOffset(),
                all.length));
        assertThat(object.sentSha256()).isNull();
    }

    @Test
    void sameCoercionGivesTheSameBytesEachTime() throws IOException {
        Path file = write(image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Coercion coercion = Coercions.of(Coercions.target());
        assertThat(send(coerced(folder, entry(file), coercion)))
                .isEqualTo(send(coerced(folder, entry(file), Coercion.decode(coercion.encode()))));
    }

    @Test
    void anotherByteAnywhereKeepsTheObjectFromBecomingComplete() throws IOException {
        for (TransferSyntax syntax : List.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            for (boolean pixels : new boolean[] {true, false}) {
                DataSet dataSet = image();
                if (!pixels) {
                    dataSet.remove(Tag.PixelData);
                }
                Path file = write(dataSet, syntax);
                Entry entry = entry(file);
                byte[] whole = Files.readAllBytes(file);
                int meta = whole.length - (int) entry.size();
                for (int at = meta; at < whole.length; at += Math.max(1, (whole.length - meta) / 97)) {
                    byte[] damaged = whole.clone();
                    damaged[at] ^= 1;
                    Files.write(file, damaged);
                    assertThatThrownBy(() -> send(coerced(folder, entry, Coercions.of(Coercions.target()))))
                            .as("byte %d of %d", at, whole.length).isInstanceOf(SpoolDamagedException.class);
                }
            }
        }
    }

    @Test
    void textBehindThePixelsIsNotLost() throws IOException {
        DataSet dataSet = image().set(0x7FE10010, Vr.LO, "Süd").set(0x7FE11001, Vr.LO, "Grün");
        Path file = write(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet target = Coercions.target("Bär^Änne");
        DataSet after = new DataSetReader(send(coerced(folder, entry(file), Coercions.of(target))),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).read();
        assertThat(after.getString(Tag.SpecificCharacterSet)).isEqualTo("ISO_IR 100");
        assertThat(after.getString(0x7FE11001)).isEqualTo("Grün");
        assertThat(after.getString(Tag.PatientName)).isEqualTo("Bär^Änne");
    }

    @Test
    void objectWithOneTagTwiceIsNotSent() throws IOException {
        Path file = write(image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] twice = DataSetWriter.encode(new DataSet().set(Tag.PatientID, "SECOND"),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        DataSet head = image();
        head.remove(Tag.PixelData);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Part10.encodeMeta(Uid.CTImageStorage, INSTANCE, Uid.ExplicitVRLittleEndian));
        bytes.writeBytes(DataSetWriter.encode(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        bytes.writeBytes(twice);
        Files.write(file, bytes.toByteArray());
        assertThatThrownBy(() -> send(coerced(folder, entry(file), Coercions.of(Coercions.target()))))
                .isInstanceOf(CoercionException.class).hasMessageContaining("one tag");
    }

    @Test
    void pixelsAreStreamed() throws Exception {
        DataSet head = image();
        head.remove(Tag.PixelData);
        long pixels = 1L << 28;
        Path file = write(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        long offset = Part10.readMeta(file).dataSetOffset();
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(access.length());
            // (7FE0,0010) OW, two reserved bytes, length
            access.write(HexFormat.of().parseHex("e07f10004f57000000000010"));
            access.setLength(access.length() + pixels);
        }
        MessageDigest digest = Spool.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        CoercedObject object = coerced(folder, entry(file, Uid.ExplicitVRLittleEndian,
                Files.size(file) - offset, digest.digest()), Coercions.of(Coercions.target()));
        long length = object.length();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        long sent = 0;
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try (ReadableByteChannel channel = object.open()) {
            for (int count = channel.read(buffer.clear()); count >= 0; count = channel.read(buffer.clear())) {
                sent += count;
            }
        }
        assertThat(sent).isEqualTo(length).isGreaterThan(pixels);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(pixels / 16);
    }
}
