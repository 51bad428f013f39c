package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Digests;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Between the uncompressed syntaxes: every byte is where the syntax wants it, and the samples are the same. */
class NativeTranscodingTest {

    private static final PixelFormat BITS = new PixelFormat(5, 7, 1, 1, 1, 0, false, false, "MONOCHROME2");
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    @TempDir
    Path folder;
    private Path source;
    private Path target;

    @BeforeEach
    void names() {
        source = folder.resolve("source.dcm");
        target = folder.resolve("target.dcm");
    }

    static List<PixelFormat> formats() {
        return List.of(PixelFormat.of(9, 7, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(9, 7, 1, 12, true, "MONOCHROME1"),
                PixelFormat.of(6, 5, 1, 32, false, "MONOCHROME2"),
                PixelFormat.of(3, 5, 3, 8, false, "RGB"),
                new PixelFormat(3, 5, 3, 8, 8, 7, false, true, "RGB"),
                new PixelFormat(4, 3, 3, 16, 16, 15, false, true, "RGB"), BITS);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void pixelsAreTheSameInAllSyntaxes(PixelFormat format) throws IOException {
        int frames = 3;
        byte[] cells = format == BITS ? bits(frames * 35) : TestImages.cells(format.byPixel(), frames);
        TestImages.write(source, TestImages.image(format, frames, cells), EXPLICIT);
        String digest = TestImages.transcode(source, target, EXPLICIT).pixelSha256();
        for (TransferSyntax from : TestImages.NATIVE) {
            Path first = folder.resolve(from.name());
            assertThat(TestImages.transcode(source, first, from).pixelSha256()).isEqualTo(digest);
            for (TransferSyntax to : TestImages.NATIVE) {
                assertThat(TestImages.transcode(first, target, to).pixelSha256()).isEqualTo(digest);
                assertThat(TestImages.pixels(target, cells.length)).isEqualTo(cells);
                assertThat(Part10.readMeta(target).transferSyntaxUid()).isEqualTo(to.uid());
            }
        }
    }

    private static byte[] bits(int count) {
        byte[] bits = new byte[(count + 7) / 8];
        new Random(5).nextBytes(bits);
        bits[bits.length - 1] &= (byte) (0xFF >>> 8 * bits.length - count);
        return bits;
    }

    @Test
    void theDigestIsThatOfTheSamples() throws IOException {
        PixelFormat signed = PixelFormat.of(1, 2, 1, 12, true, "MONOCHROME2");
        TestImages.write(source, TestImages.image(signed, 1, new byte[] {(byte) 0xFF, 0x0F, 0x01, 0x30}), EXPLICIT);
        String digest = TestImages.transcode(source, target, EXPLICIT).pixelSha256();
        byte[] samples = {(byte) 0xFF, (byte) 0xFF, 0x01, 0x00};
        assertThat(digest).isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(samples)));
    }

    @Test
    void framesOfSingleBitsAreToldApart() throws IOException {
        TestImages.write(source, TestImages.image(BITS, 2, new byte[] {-1, -1, -1, -1, 0x07, 0, 0, 0, 0}), EXPLICIT);
        String digest = TestImages.transcode(source, target, EXPLICIT).pixelSha256();
        byte[] frames = {-1, -1, -1, -1, 0x07, 0, 0, 0, 0, 0};
        assertThat(digest).isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(frames)));
    }

    @Test
    void bigEndianWordsAreReversedEvenAcrossFramesOfOddLength() throws IOException {
        PixelFormat odd = PixelFormat.of(1, 3, 1, 8, false, "MONOCHROME2");
        DataSet object = TestImages.head(odd, 2).setBytes(Tag.PixelData, Vr.OW, new byte[] {1, 2, 3, 4, 5, 6});
        TestImages.write(source, object, EXPLICIT);
        TestImages.transcode(source, target, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        byte[] file = Files.readAllBytes(target);
        assertThat(Arrays.copyOfRange(file, file.length - 6, file.length)).containsExactly(2, 1, 4, 3, 6, 5);
    }

    @Test
    void pixelsOfGesOwnSyntaxAreBigEndian() throws IOException {
        PixelFormat format = PixelFormat.of(1, 2, 1, 16, false, "MONOCHROME2");
        DataSet object = TestImages.image(format, 1, new byte[] {0x12, 0x34, 0x56, 0x78});
        TestImages.write(source, object, TransferSyntax.PRIVATE_GE_BIG_ENDIAN_PIXELS);
        TestImages.transcode(source, target, EXPLICIT);
        assertThat(TestImages.pixels(target, 4)).containsExactly(0x34, 0x12, 0x78, 0x56);
    }

    @Test
    void chrominanceOfTwoPixelsIsCountedForBoth() throws IOException {
        PixelFormat halved = PixelFormat.of(1, 4, 3, 8, false, "YBR_FULL_422");
        TestImages.write(source, TestImages.image(halved, 1, new byte[] {1, 2, 50, 60, 3, 4, 70, 80}), EXPLICIT);
        String digest = TestImages.transcode(source, target, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).pixelSha256();
        byte[] full = {1, 50, 60, 2, 50, 60, 3, 70, 80, 4, 70, 80};
        assertThat(digest).isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(full)));
        assertThat(TestImages.pixels(target, 8)).containsExactly(1, 2, 50, 60, 3, 4, 70, 80);
    }

    @Test
    void floatingPointPixelsKeepTheirNumbers() throws IOException {
        byte[] numbers = new byte[64];
        new Random(1).nextBytes(numbers);
        DataSet object = TestImages.head(PixelFormat.of(4, 4, 1, 32, false, "MONOCHROME2"), 1);
        object.remove(Tag.BitsStored);
        TestImages.write(source, object.setBytes(Tag.FloatPixelData, Vr.OF, numbers), EXPLICIT);
        Path big = folder.resolve("big.dcm");
        String digest = TestImages.transcode(source, big, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN).pixelSha256();
        assertThat(TestImages.transcode(big, target, EXPLICIT).pixelSha256()).isEqualTo(digest);
        assertThat(Part10.read(target).getBytes(Tag.FloatPixelData)).isEqualTo(numbers);
        assertThatThrownBy(() -> TestImages.transcode(source, target, TransferSyntax.RLE_LOSSLESS))
                .isInstanceOf(CodecException.class).hasMessageContaining("No image");
    }

    @Test
    void whatFollowsPixelDataStays() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2");
        DataSet object = TestImages.image(format, 1, new byte[16]).set(0x7FE10010, Vr.LO, "MAKER")
                .set(0x7FE11001, Vr.UL, "258").setBytes(0xFFFCFFFC, Vr.OB, new byte[10]);
        TestImages.write(source, object, EXPLICIT);
        for (TransferSyntax syntax : List.of(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, TransferSyntax.RLE_LOSSLESS)) {
            TestImages.transcode(source, target, syntax);
            DataSet read = Part10.read(target);
            assertThat(read.getInt(0x7FE11001, 0)).isEqualTo(258);
            assertThat(read.getBytes(0xFFFCFFFC)).hasSize(10);
        }
    }

    @Test
    void objectsWithoutPixelsPassBetweenUncompressedSyntaxesOnly() throws IOException {
        DataSet report = new DataSet().set(Tag.SOPClassUID, Uid.BasicTextSRStorage).set(Tag.SOPInstanceUID, "2.25.1")
                .setItems(0x0040A730, new DataSet().set(0x0040A160, "finding"))
                .setBytes(0x00091001, Vr.UN, new byte[] {1, 2, 3, 4});
        TestImages.write(source, report, EXPLICIT);
        for (TransferSyntax syntax : TestImages.NATIVE) {
            assertThat(TestImages.transcode(source, target, syntax).pixelSha256()).isNull();
            assertThat(Part10.read(target).getItems(0x0040A730).get(0).getString(0x0040A160)).isEqualTo("finding");
            assertThat(Part10.read(target).getBytes(0x00091001)).containsExactly(1, 2, 3, 4);
        }
        assertThatThrownBy(() -> TestImages.transcode(source, target, TransferSyntax.JPEG_LS_LOSSLESS))
                .hasMessageContaining("No image (7FE0,0010) to encode");
        assertThat(Transcoder.refusal(report, EXPLICIT, TransferSyntax.RLE_LOSSLESS)).contains("No image");
        assertThat(Transcoder.refusal(report, EXPLICIT, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)).isNull();
    }

    @Test
    void aFileThatIsInThatSyntaxIsCopiedByteForByte() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2");
        TestImages.write(source, TestImages.image(format, 1, new byte[16]), EXPLICIT);
        TestImages.transcode(source, target, EXPLICIT);
        assertThat(target).hasSameBinaryContentAs(source);
    }

    @Test
    void pixelsThatDontFitTheHeaderAreRefusedAndNothingIsLeftBehind() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2");
        refused(TestImages.image(format, 2, new byte[16]), "has 16 bytes");
        refused(TestImages.image(format, 1, new byte[32]), "16 bytes more");
        refused(TestImages.image(format, 1, new byte[16]).set(Tag.NumberOfFrames, "0"), "Number of Frames");
        refused(TestImages.image(format, 1, new byte[16]).setInt(Tag.BitsAllocated, 12), "Bits Allocated");
        refused(TestImages.image(format, 1, new byte[16]).setInt(Tag.HighBit, 9), "High Bit");
        refused(TestImages.image(format, 1, new byte[16]).setInt(Tag.Rows, 0), "Rows");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(source);
        }
    }

    private void refused(DataSet object, String words) throws IOException {
        TestImages.write(source, object, EXPLICIT);
        assertThatThrownBy(() -> TestImages.transcode(source, target, TransferSyntax.RLE_LOSSLESS))
                .isInstanceOf(CodecException.class).hasMessageContaining(words);
    }

    @Test
    void partialRangeStaysBetweenPlainSyntaxesAndIsNotEncoded() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 3, 8, false, "YBR_PARTIAL_422");
        byte[] value = new byte[32];
        new Random(9).nextBytes(value);
        DataSet image = TestImages.image(format, 1, value);
        TestImages.write(source, image, EXPLICIT);
        TestImages.transcode(source, target, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        assertThat(Part10.read(target).getBytes(Tag.PixelData)).isEqualTo(value);
        for (TransferSyntax to : TestImages.ENCAPSULATED) {
            assertThatThrownBy(() -> TestImages.transcode(source, target, to)).isInstanceOf(CodecException.class)
                    .hasMessageContaining("YBR_PARTIAL_422");
        }
    }

    @Test
    void imageUnderUnknownVrHasTheSamePixelsInAllSyntaxes() throws IOException {
        PixelFormat format = PixelFormat.of(9, 7, 1, 12, true, "MONOCHROME2");
        DataSet known = TestImages.image(format, 2, TestImages.cells(format, 2)).set(Tag.StudyInstanceUID, "2.25.1");
        DataSet unknown = new DataSet();
        known.forEach(element -> unknown.setBytes(element.tag(), Vr.UN, element.bytes()));
        String digest = TestImages.transcode(TestImages.write(source, known, EXPLICIT), target,
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).pixelSha256();
        byte[] implicit = Files.readAllBytes(target);
        for (TransferSyntax own : List.of(EXPLICIT, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)) {
            TestImages.write(source, unknown, own);
            for (TransferSyntax to : TestImages.NATIVE) {
                assertThat(TestImages.transcode(source, target, to).pixelSha256()).as(own + " to " + to)
                        .isEqualTo(digest);
                assertThat(Part10.read(target).getInt(Tag.Rows, 0)).isEqualTo(9);
                assertThat(Part10.read(target).getString(Tag.StudyInstanceUID)).isEqualTo("2.25.1");
                Path again = folder.resolve("again.dcm");
                TestImages.transcode(target, again, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
                assertThat(Files.readAllBytes(again)).as(own + " to " + to).isEqualTo(implicit);
            }
            for (TransferSyntax to : TestImages.ENCAPSULATED) {
                assertThat(TestImages.transcode(source, target, to).pixelSha256()).as(own + " to " + to)
                        .isEqualTo(digest);
            }
        }
    }

    @Test
    void valuesOfAnotherVrThanTheDictionarysAreConvertedWhereVrsAreNotWritten() throws IOException {
        DataSet object = numbers().setBytes(Tag.RescaleIntercept, Vr.FD, number(8).putDouble(-1024.5).array())
                .setBytes(Tag.InstanceNumber, Vr.US, number(2).putShort((short) 40000).array())
                .setBytes(Tag.SliceThickness, Vr.FL, number(4).putFloat(0.3f).array())
                .setBytes(Tag.Rows, Vr.IS, "512 ".getBytes(StandardCharsets.US_ASCII))
                .set(Tag.PatientID, Vr.ST, "P1");
        TestImages.write(source, object, EXPLICIT);
        Transcoder.Result result = TestImages.transcode(source, target, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        DataSet read = Part10.read(target);
        assertThat(read.getString(Tag.RescaleIntercept)).isEqualTo("-1024.5");
        assertThat(read.getString(Tag.InstanceNumber)).isEqualTo("40000");
        assertThat(read.getString(Tag.SliceThickness)).isEqualTo("0.3");
        assertThat(read.getInt(Tag.Rows, 0)).isEqualTo(512);
        assertThat(read.getString(Tag.PatientID)).isEqualTo("P1");
        assertThat(result.notes()).singleElement().asString().contains("(0028,1052)", "(0028,0010)")
                .doesNotContain("(0010,0020)");
    }

    @Test
    void valuesThatCantBeConvertedExactlyAreRefusedWithTheirTag() throws IOException {
        for (DataSet object : List.of(
                numbers().setBytes(Tag.RescaleIntercept, Vr.FD, number(8).putDouble(Math.PI * 1e-7).array()),
                numbers().setBytes(Tag.RescaleIntercept, Vr.FD, number(8).putDouble(Double.NaN).array()),
                numbers().setBytes(Tag.RescaleIntercept, Vr.FD, new byte[6]),
                numbers().setBytes(Tag.Rows, Vr.UL, number(4).putInt(70000).array()),
                numbers().setBytes(Tag.Rows, Vr.IS, "-1".getBytes(StandardCharsets.US_ASCII)),
                numbers().setBytes(Tag.Rows, Vr.LO, "many".getBytes(StandardCharsets.US_ASCII)),
                numbers().setItems(Tag.Rows, new DataSet().set(Tag.PatientID, "P1")),
                numbers().setItems(Tag.ReferencedSeriesSequence, new DataSet().setBytes(Tag.Rows, Vr.FD,
                        number(8).putDouble(0.5).array())))) {
            TestImages.write(source, object, EXPLICIT);
            assertThatThrownBy(() -> TestImages.transcode(source, target, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
                    .isInstanceOf(CodecException.class).hasMessageContaining("(0028,");
        }
    }

    private static DataSet numbers() {
        return new DataSet().set(Tag.SOPClassUID, Uid.CTImageStorage).set(Tag.SOPInstanceUID, "2.25.1");
    }

    private static ByteBuffer number(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Its length is known, so the rest of the object need not be lost with it. */
    @Test
    void aPrivateSequenceThatCannotBeFollowedStaysBytes() throws IOException {
        byte[] items = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 20, 0, 0, 0, 1, 2, 3, 4, 5, 6};
        Path source = TestImages.write(folder.resolve("source.dcm"), new DataSet().set(Tag.SOPClassUID, "1.2.3")
                .set(Tag.SOPInstanceUID, "2.25.1").setBytes(0x00291010, Vr.OB, items)
                .set(0x00310010, Vr.LO, "BEHIND IT"), EXPLICIT);
        byte[] bytes = Files.readAllBytes(source);
        int vr = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("OB\0\0\16\0\0\0\u00FE");
        bytes[vr] = 'S';
        bytes[vr + 1] = 'Q';
        Files.write(source, bytes);
        Path target = folder.resolve("target.dcm");

        assertThat(TestImages.transcode(source, target, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).notes())
                .anyMatch(note -> note.contains("stays bytes under VR UN"));

        DataSet written = Part10.read(target);
        assertThat(written.getBytes(0x00291010)).isEqualTo(items);
        assertThat(written.getString(0x00310010)).isEqualTo("BEHIND IT");
    }
}
