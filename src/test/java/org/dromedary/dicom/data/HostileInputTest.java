package org.dromedary.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, the only way out is a data set or a {@link DicomFormatException}, soon and in little memory. */
class HostileInputTest {
    private static final Limits SMALL = new Limits(1 << 20, 32, 800_000, 4 << 20);
    private static final int MUTATIONS = 20_000;

    static List<TransferSyntax> syntaxes() {
        return List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.RLE_LOSSLESS);
    }

    @Test
    void nestingIsBounded() {
        refused(repeat("77 77 01 00 'SQ' 00 00 FF FF FF FF FE FF 00 E0 FF FF FF FF", 200_000),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "Nested deeper than 64");
        refused(repeat("77 77 01 00 FF FF FF FF FE FF 00 E0 FF FF FF FF", 200_000),
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, "Nested deeper than 64");
        refused(repeat("77 77 01 00 'UN' 00 00 FF FF FF FF FE FF 00 E0 FF FF FF FF", 200_000),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "Nested deeper than 64");
    }

    @Test
    void theDeepestNestingAllowedFitsTheStack() {
        Limits deepest = new Limits(1 << 20, 256, 64 << 20, 64 << 20);
        byte[] bomb = repeat("77 77 01 00 FF FF FF FF FE FF 00 E0 FF FF FF FF", 10_000);
        assertThatThrownBy(() -> Fixture.reader(bomb, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, deepest).read())
                .isInstanceOf(DicomFormatException.class).hasMessageContaining("256");
        assertThatThrownBy(() -> new Limits(1, 257, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void claimedLengthsTakeNoMemory() {
        Limits generous = new Limits(Long.MAX_VALUE, 64, Long.MAX_VALUE, Long.MAX_VALUE);
        byte[] bomb = Fixture.bytes("09 00 01 10 'OB' 00 00 E0 FF FF 7F 01 02");
        long before = allocated();
        assertThatThrownBy(() -> Fixture.reader(bomb, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, generous).read())
                .isInstanceOf(DicomFormatException.class).hasMessageContaining("early");
        assertThat(allocated() - before).isLessThan(4L << 20);
    }

    @Test
    void valuesAndFragmentsBeyondTheLimitAreRefused() {
        byte[] value = Fixture.bytes("09 00 01 10 'OB' 00 00 02 00 00 04");
        byte[] fragment = Fixture.bytes("E0 7F 10 00 'OB' 00 00 FF FF FF FF FE FF 00 E0 FE FF FF FF");
        for (byte[] bytes : List.of(value, fragment)) {
            assertThatThrownBy(() -> Fixture.reader(bytes, TransferSyntax.RLE_LOSSLESS, SMALL).read())
                    .isInstanceOf(LimitExceededException.class).hasMessageContaining("exceeds the limit of 1048576");
        }
    }

    @Test
    void aLengthThatTheFileDoesNotHaveIsNoLargeValue() {
        LimitExceededException tooLong = new LimitExceededException("Too long", 20, Tag.PixelData, 100);

        assertThat(tooLong.within(120)).isSameAs(tooLong);
        assertThat(tooLong.within(119)).isNotInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Ends 1 bytes early");
    }

    @Test
    void elementsItemsAndFragmentsAreCounted() throws IOException {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        items.writeBytes(Fixture.bytes("08 00 15 11 'SQ' 00 00 FF FF FF FF"));
        items.writeBytes(repeat("FE FF 00 E0 00 00 00 00", 10_001));
        assertThatThrownBy(() -> Fixture.reader(items.toByteArray(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, SMALL)
                .read()).isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("more than 800000 bytes of memory");
    }

    @Test
    void elementsInFallingOrderAreSortedInGoodTime() throws IOException {
        ByteArrayOutputStream falling = new ByteArrayOutputStream();
        for (int i = 500_000; i > 0; i--) {
            int tag = 0x09001000 + i;
            falling.writeBytes(new byte[] {(byte) (tag >> 16), (byte) (tag >> 24), (byte) tag, (byte) (tag >> 8)});
            falling.writeBytes(new byte[4]);
        }
        DataSetReader reader = new DataSetReader(falling.toByteArray(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        DataSet dataSet = Assertions.assertTimeout(Duration.ofSeconds(20), reader::read);
        assertThat(dataSet.size()).isEqualTo(500_000);
    }

    @Test
    void inflatingIsBounded() throws IOException {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
            out.write(Fixture.bytes("08 00 60 00 'CS' 02 00 'MR'"));
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(100_000);
        assertThatThrownBy(() -> Fixture.reader(bomb.toByteArray(),
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, SMALL).read())
                .isInstanceOf(DicomFormatException.class).hasMessageContaining("More than 4194304 bytes in all");
    }

    @Test
    void bytesThatAreNotDeflatedAreRefused() {
        byte[] noise = new byte[1000];
        Arrays.fill(noise, (byte) 0xFF);
        refused(noise, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "Not a deflated stream");
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void truncationAtEveryOffsetIsAnErrorOrTheElementsBefore(TransferSyntax syntax) throws IOException {
        byte[] whole = DataSetWriter.encode(Fixture.everything(), syntax);
        int complete = Fixture.everything().size();
        int prefixes = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            DataSet read = readOrNull(part, syntax, EnumSet.noneOf(Leniency.class));
            prefixes += read == null ? 0 : 1;
            if (read != null && !syntax.deflated()) {
                assertThat(DataSetWriter.encode(read, syntax)).isEqualTo(part);
                assertThat(read.size()).isLessThan(complete);
            }
            readOrNull(part, syntax, EnumSet.allOf(Leniency.class));
        }
        assertThat(prefixes).isLessThanOrEqualTo(complete);
    }

    @Test
    void mutatedDataSetsAreReadOrRefused() throws IOException {
        Random random = new Random(20_240_229);
        List<byte[]> originals = new ArrayList<>();
        for (TransferSyntax syntax : syntaxes()) {
            originals.add(DataSetWriter.encode(nested(syntax), syntax));
        }
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            int which = i % originals.size();
            TransferSyntax syntax = syntaxes().get(which);
            DataSet dataSet = readOrNull(mutated(originals.get(which), random), syntax, EnumSet.allOf(Leniency.class));
            if (dataSet != null) {
                read++;
                useAll(dataSet);
                DataSetWriter.encode(dataSet, syntax);
            }
        }
        assertThat(read).isBetween(MUTATIONS / 10, MUTATIONS);
    }

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(7);
        byte[] meta = Part10.encodeMeta(Uid.CTImageStorage, "1.2.3", Uid.ExplicitVRLittleEndian);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(meta);
        file.writeBytes(DataSetWriter.encode(Fixture.everything(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        int read = 0;
        for (int i = 0; i < MUTATIONS / 4; i++) {
            byte[] bytes = mutated(file.toByteArray(), random);
            for (int at = 128; at < meta.length && i % 2 == 0; at += 1 + random.nextInt(100)) {
                bytes[Math.min(at, bytes.length - 1)] = (byte) random.nextInt();
            }
            try {
                Part10.reader(new ByteArrayInputStream(bytes), SMALL).read();
                read++;
            } catch (DicomFormatException expected) {
                assertThat(expected.offset()).isNotNegative();
            }
        }
        assertThat(read).isPositive();
    }

    private static DataSet nested(TransferSyntax syntax) {
        DataSet item = Fixture.everything();
        item.setUndefinedLength(true);
        DataSet dataSet = Fixture.everything()
                .put(Element.ofItems(Tag.ReferencedSeriesSequence, List.of(item), Element.Form.UNDEFINED_LENGTH))
                .put(Element.ofItems(0x00091010, List.of(Fixture.everything()), Element.Form.UNKNOWN_SEQUENCE));
        if (syntax.encapsulated()) {
            dataSet.put(Element.ofFragments(Tag.PixelData, Vr.OB, List.of(new byte[0], new byte[64])));
        }
        return dataSet;
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(12)), (byte) 0);
                case 4 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> System.arraycopy(bytes, 0, bytes, at, Math.min(bytes.length - at, random.nextInt(40)));
            }
        }
        return bytes;
    }

    private static void useAll(DataSet dataSet) {
        for (Element element : dataSet) {
            dataSet.getStrings(element.tag());
            dataSet.getString(element.tag());
            dataSet.getInts(element.tag());
            dataSet.getDouble(element.tag(), 0);
            dataSet.getPersonName(element.tag());
            element.items().forEach(HostileInputTest::useAll);
        }
    }

    private static DataSet readOrNull(byte[] bytes, TransferSyntax syntax, EnumSet<Leniency> allowed)
            throws IOException {
        try {
            return new DataSetReader(new ByteArrayInputStream(bytes), syntax, SMALL, allowed).read();
        } catch (DicomFormatException expected) {
            return null;
        }
    }

    private static void refused(byte[] bytes, TransferSyntax syntax, String problem) {
        assertThatThrownBy(() -> new DataSetReader(bytes, syntax).read())
                .isInstanceOf(DicomFormatException.class).hasMessageContaining(problem);
    }

    private static byte[] repeat(String drawing, int times) {
        byte[] once = Fixture.bytes(drawing);
        byte[] all = new byte[once.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, all, i * once.length, once.length);
        }
        return all;
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
