package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
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

/** Into and out of the encapsulated syntaxes: samples stay, and the header tells the truth about them. */
class EncodedTranscodingTest {

    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

    @TempDir
    Path folder;
    private Path source;
    private Path encoded;
    private Path target;

    @BeforeEach
    void names() {
        source = folder.resolve("source.dcm");
        encoded = folder.resolve("encoded.dcm");
        target = folder.resolve("target.dcm");
    }

    static List<TransferSyntax> syntaxes() {
        return TestImages.ENCAPSULATED;
    }

    static List<TransferSyntax> exceptRle() {
        return TestImages.ENCAPSULATED.stream().filter(syntax -> syntax != TransferSyntax.RLE_LOSSLESS).toList();
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void everyFormatComesBackAsItWas(TransferSyntax syntax) throws IOException {
        for (PixelFormat format : List.of(PixelFormat.of(33, 17, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(20, 31, 1, 10, false, "MONOCHROME1"),
                PixelFormat.of(20, 31, 1, 12, true, "MONOCHROME2"),
                PixelFormat.of(31, 20, 1, 16, true, "MONOCHROME2"),
                PixelFormat.of(31, 20, 1, 16, false, "MONOCHROME2"),
                PixelFormat.of(16, 16, 1, 8, false, "PALETTE COLOR"),
                PixelFormat.of(15, 16, 3, 8, false, "RGB"),
                PixelFormat.of(15, 16, 3, 8, false, "YBR_FULL"))) {
            byte[] cells = TestImages.cells(format, 4);
            TestImages.write(source, TestImages.image(format, 4, cells), EXPLICIT);
            String digest = TestImages.transcode(source, target, EXPLICIT).pixelSha256();
            assertThat(TestImages.transcode(source, encoded, syntax).pixelSha256()).isEqualTo(digest);
            assertThat(TestImages.transcode(encoded, target, EXPLICIT).pixelSha256()).isEqualTo(digest);
            assertThat(TestImages.pixels(target, cells.length)).as(format.toString()).isEqualTo(cells);
            assertThat(Part10.readHead(target)).usingRecursiveComparison().isEqualTo(Part10.readHead(source));
        }
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void everySyntaxGoesIntoEveryOther(TransferSyntax syntax) throws IOException {
        PixelFormat format = PixelFormat.of(40, 30, 1, 12, false, "MONOCHROME2");
        TestImages.write(source, TestImages.image(format, 2, TestImages.cells(format, 2)), EXPLICIT);
        String digest = TestImages.transcode(source, encoded, syntax).pixelSha256();
        for (TransferSyntax other : TestImages.ENCAPSULATED) {
            assertThat(TestImages.transcode(encoded, target, other).pixelSha256()).isEqualTo(digest);
        }
        for (TransferSyntax other : TestImages.NATIVE) {
            assertThat(TestImages.transcode(encoded, target, other).pixelSha256()).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void planesAndSharedChrominanceAreWrittenByPixelInFull(TransferSyntax syntax) throws IOException {
        PixelFormat planar = new PixelFormat(4, 4, 3, 8, 8, 7, false, true, "RGB");
        byte[] planes = new byte[48];
        new Random(3).nextBytes(planes);
        TestImages.write(source, TestImages.image(planar, 1, planes), EXPLICIT);
        String digest = TestImages.transcode(source, encoded, syntax).pixelSha256();
        assertThat(Part10.readHead(encoded).getInt(Tag.PlanarConfiguration, -1)).isZero();
        assertThat(TestImages.transcode(encoded, target, EXPLICIT).pixelSha256()).isEqualTo(digest);
        assertThat(TestImages.pixels(target, 3)).containsExactly(planes[0], planes[16], planes[32]);

        PixelFormat halved = PixelFormat.of(1, 4, 3, 8, false, "YBR_FULL_422");
        TestImages.write(source, TestImages.image(halved, 1, new byte[] {1, 2, 50, 60, 3, 4, 70, 80}), EXPLICIT);
        TestImages.transcode(source, encoded, syntax);
        assertThat(Part10.readHead(encoded).getString(Tag.PhotometricInterpretation)).isEqualTo("YBR_FULL");
        TestImages.transcode(encoded, target, EXPLICIT);
        assertThat(TestImages.pixels(target, 12)).containsExactly(1, 50, 60, 2, 50, 60, 3, 70, 80, 4, 70, 80);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void samplesAtTheHighEndComeBack(TransferSyntax syntax) throws IOException {
        PixelFormat high = new PixelFormat(2, 2, 1, 16, 12, 15, false, false, "MONOCHROME2");
        byte[] cells = {0x10, 0x20, 0x30, 0x40, (byte) 0xF0, 0x60, 0, (byte) 0xFF};
        TestImages.write(source, TestImages.image(high, 1, cells), EXPLICIT);
        String digest = TestImages.transcode(source, encoded, syntax).pixelSha256();
        int highBit = Part10.readHead(encoded).getInt(Tag.HighBit, 0);
        assertThat(highBit).isEqualTo(syntax == TransferSyntax.RLE_LOSSLESS ? 15 : 11);
        assertThat(TestImages.transcode(encoded, target, EXPLICIT).pixelSha256()).isEqualTo(digest);
    }

    @ParameterizedTest
    @MethodSource("syntaxes")
    void bitsAboveTheStoredOnesAreNotLost(TransferSyntax syntax) throws IOException {
        PixelFormat format = PixelFormat.of(2, 2, 1, 12, false, "MONOCHROME2");
        byte[] cells = {1, 0x20, 3, (byte) 0xF4, 5, 0x06, 7, 0x08};
        TestImages.write(source, TestImages.image(format, 1, cells), EXPLICIT);
        TestImages.transcode(source, encoded, syntax);
        TestImages.transcode(encoded, target, EXPLICIT);
        assertThat(TestImages.pixels(target, 8)).isEqualTo(cells);
    }

    @ParameterizedTest
    @MethodSource("exceptRle")
    void overlaysOfPixelCellsBecomeOverlayData(TransferSyntax syntax) throws IOException {
        PixelFormat format = PixelFormat.of(3, 3, 1, 12, false, "MONOCHROME2");
        TestImages.write(source, withOverlay(format), EXPLICIT);
        TestImages.transcode(source, encoded, syntax);
        DataSet head = Part10.readHead(encoded);
        assertThat(head.getInt(Tag.OverlayBitPosition, -1)).isZero();
        assertThat(head.getInt(Tag.OverlayBitsAllocated, -1)).isEqualTo(1);
        assertThat(head.getBytes(Tag.OverlayData)).containsExactly(0b01010101, 0b10101011, 0b10, 0);
        assertThat(head.getInts(0x60000015)).containsExactly(2);
        TestImages.transcode(encoded, target, EXPLICIT);
        assertThat(TestImages.pixels(target, 4)).containsExactly(0, 1, 1, 1);
    }

    /** Two frames of which every second pixel is marked in bit 13. */
    private static DataSet withOverlay(PixelFormat format) {
        byte[] cells = new byte[36];
        for (int i = 0; i < 18; i++) {
            cells[2 * i] = (byte) i;
            cells[2 * i + 1] = (byte) (i < 9 && i % 2 == 0 || i >= 9 && i % 2 == 1 ? 0x21 : 1);
        }
        return TestImages.image(format, 2, cells).setInt(Tag.OverlayRows, 3).setInt(Tag.OverlayColumns, 3)
                .set(Tag.OverlayType, "G").setInt(Tag.OverlayOrigin, 1, 1).setInt(Tag.OverlayBitsAllocated, 16)
                .setInt(Tag.OverlayBitPosition, 13);
    }

    @Test
    void rleKeepsOverlaysWhereTheyAre() throws IOException {
        PixelFormat format = PixelFormat.of(3, 3, 1, 12, false, "MONOCHROME2");
        TestImages.write(source, withOverlay(format), EXPLICIT);
        TestImages.transcode(source, encoded, TransferSyntax.RLE_LOSSLESS);
        assertThat(Part10.readHead(encoded).getInt(Tag.OverlayBitPosition, -1)).isEqualTo(13);
        TestImages.transcode(encoded, target, EXPLICIT);
        assertThat(TestImages.pixels(target, 36)).isEqualTo(TestImages.pixels(source, 36));
    }

    @Test
    void encodedIconsBecomeNativeWhenTheSyntaxChanges() throws IOException {
        PixelFormat small = PixelFormat.of(8, 8, 1, 8, false, "MONOCHROME2");
        byte[] pixels = TestFrames.frame(small, Content.SMOOTH, 1);
        byte[] codestream = Codecs.encoder(TransferSyntax.JPEG_LS_LOSSLESS.uid()).orElseThrow().encode(pixels, small);
        DataSet icon = TestImages.encapsulated(small, 1, List.of(new byte[0], codestream));
        DataSet object = TestImages.encapsulated(small, 1, List.of(new byte[0], codestream))
                .setItems(0x00880200, icon);
        TestImages.write(source, object, TransferSyntax.JPEG_LS_LOSSLESS);
        for (TransferSyntax syntax : List.of(EXPLICIT, TransferSyntax.RLE_LOSSLESS)) {
            TestImages.transcode(source, target, syntax);
            Element nested = Part10.readHead(target).getItems(0x00880200).get(0).get(Tag.PixelData);
            assertThat(nested.bytes()).isEqualTo(pixels);
        }
    }

    @Test
    void lossySourcesAreMarkedAndMarksStay() throws IOException {
        PixelFormat format = PixelFormat.of(64, 64, 1, 8, false, "MONOCHROME2");
        DataSet object = TestImages.image(format, 1, TestFrames.frame(format, Content.SMOOTH, 1))
                .set(Tag.ImageType, "ORIGINAL", "PRIMARY");
        TestImages.write(source, object, EXPLICIT);
        assertThatThrownBy(() -> TestImages.transcode(source, encoded, TransferSyntax.JPEG_BASELINE))
                .isInstanceOf(CodecException.class).hasMessageContaining("asked for");
        new Transcoder().transcode(source, encoded, TransferSyntax.JPEG_BASELINE, new Transcoder.Options(true, true));
        DataSet head = Part10.readHead(encoded);
        assertThat(head.getString(Tag.LossyImageCompression)).isEqualTo("01");
        assertThat(head.getString(Tag.LossyImageCompressionMethod)).isEqualTo("ISO_10918_1");
        assertThat(head.getDouble(Tag.LossyImageCompressionRatio, 0)).isGreaterThan(1);
        assertThat(head.getString(Tag.ImageType)).isEqualTo("DERIVED");
        assertThat(head.getString(Tag.SOPInstanceUID)).isEqualTo("2.25.4711");

        Transcoder.Result marked = TestImages.transcode(encoded, target, EXPLICIT);
        assertThat(marked.notes()).isEmpty();
        assertThat(Part10.readHead(target).getStrings(Tag.LossyImageCompressionMethod)).containsExactly("ISO_10918_1");

        DataSet unmarked = Part10.read(encoded);
        unmarked.remove(Tag.LossyImageCompression);
        unmarked.remove(Tag.LossyImageCompressionRatio);
        unmarked.remove(Tag.LossyImageCompressionMethod);
        TestImages.write(encoded, unmarked, TransferSyntax.JPEG_BASELINE);
        assertThat(TestImages.transcode(encoded, target, EXPLICIT).notes()).hasSize(1);
        assertThat(Part10.readHead(target).getString(Tag.LossyImageCompression)).isEqualTo("01");
    }

    @Test
    void whatCantBeEncodedIsRefusedBeforehand() {
        DataSet bit = TestImages.head(new PixelFormat(5, 7, 1, 1, 1, 0, false, false, "MONOCHROME2"), 1);
        assertThat(Transcoder.refusal(bit, EXPLICIT, TransferSyntax.RLE_LOSSLESS)).contains("Single-bit");
        DataSet wide = TestImages.head(PixelFormat.of(5, 7, 1, 32, false, "MONOCHROME2"), 1);
        assertThat(Transcoder.refusal(wide, EXPLICIT, TransferSyntax.JPEG_LS_LOSSLESS)).isNotNull();
        assertThat(Transcoder.refusal(wide, EXPLICIT, TransferSyntax.RLE_LOSSLESS)).isNull();
        DataSet grey = TestImages.head(PixelFormat.of(5, 7, 1, 8, false, "MONOCHROME2"), 1);
        assertThat(Transcoder.refusal(grey, TransferSyntax.MPEG4_HIGH_41, EXPLICIT)).contains("passed on as it is");
        assertThat(Transcoder.refusal(grey, TransferSyntax.of(Uid.JPIPReferenced), EXPLICIT)).contains("passed on");
        assertThat(Transcoder.refusal(grey, EXPLICIT, TransferSyntax.JPEG_2000)).contains("not written");
        assertThat(Transcoder.refusal(grey, TransferSyntax.JPEG_2000, TransferSyntax.JPEG_2000)).isNull();
    }

    @Test
    void offsetTablesFindEveryFrame() throws IOException {
        PixelFormat format = PixelFormat.of(20, 20, 1, 8, false, "MONOCHROME2");
        TestImages.write(source, TestImages.image(format, 3, TestImages.cells(format, 3)), EXPLICIT);
        TestImages.transcode(source, encoded, TransferSyntax.RLE_LOSSLESS);
        List<byte[]> fragments = Part10.read(encoded).get(Tag.PixelData).fragments();
        int second = 8 + fragments.get(1).length;
        int third = second + 8 + fragments.get(2).length;
        assertThat(fragments.get(0)).isEqualTo(new byte[] {0, 0, 0, 0, (byte) second, (byte) (second >> 8), 0, 0,
            (byte) third, (byte) (third >> 8), 0, 0});
        assertThat(fragments).allMatch(fragment -> fragment.length % 2 == 0);
    }

    @Test
    void videosPassAsTheyAre() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 3, 8, false, "YBR_PARTIAL_420");
        byte[] stream = new byte[301 * 2];
        Arrays.fill(stream, (byte) 0x47);
        DataSet video = TestImages.encapsulated(format, 25, List.of(new byte[0], stream));
        video.setBytes(0xFFFCFFFC, Vr.OB, new byte[2]);
        TestImages.write(source, video, TransferSyntax.MPEG4_HIGH_41);
        assertThat(TestImages.transcode(source, target, TransferSyntax.MPEG4_HIGH_41).pixelSha256()).isNull();
        assertThat(target).hasSameBinaryContentAs(source);
        assertThatThrownBy(() -> TestImages.transcode(source, target, EXPLICIT)).isInstanceOf(CodecException.class);
    }

    @Test
    void singleBitsAreDecodedAndPackedWhateverCodedThem() throws IOException {
        int rows = 5;
        int columns = 7;
        int frames = 3;
        PixelFormat bits = new PixelFormat(rows, columns, 1, 1, 1, 0, false, false, "MONOCHROME2");
        PixelFormat samples = new PixelFormat(rows, columns, 1, 8, 1, 0, false, false, "MONOCHROME2");
        Random random = new Random(11);
        byte[] packed = new byte[(rows * columns * frames + 7) / 8];
        byte[][] cells = new byte[frames][rows * columns];
        for (int i = 0; i < frames * rows * columns; i++) {
            int bit = random.nextInt(2);
            cells[i / (rows * columns)][i % (rows * columns)] = (byte) bit;
            packed[i / 8] |= (byte) (bit << i % 8);
        }
        for (TransferSyntax syntax : List.of(TransferSyntax.JPEG_2000_LOSSLESS, TransferSyntax.HTJ2K_LOSSLESS,
                TransferSyntax.JPEG_LS_LOSSLESS)) {
            List<byte[]> fragments = new ArrayList<>(List.of(new byte[0]));
            for (byte[] frame : cells) {
                byte[] coded = Codecs.encoder(syntax.uid()).orElseThrow().encode(frame, samples);
                fragments.add(Arrays.copyOf(coded, coded.length + (coded.length & 1)));
            }
            Path coded = TestImages.write(folder.resolve("coded.dcm"), TestImages.encapsulated(bits, frames, fragments),
                    syntax);
            Path plain = folder.resolve("plain.dcm");
            TestImages.transcode(coded, plain, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            assertThat(TestImages.pixels(plain, packed.length)).as(syntax.name()).isEqualTo(packed);
        }
    }

    @ParameterizedTest
    @MethodSource("coded")
    void iconIsDecodedByWhatItsCodestreamIs(TransferSyntax ofIcon) throws IOException {
        PixelFormat icon = PixelFormat.of(16, 16, 1, 8, false, "MONOCHROME2");
        byte[] cells = TestFrames.frame(icon, TestFrames.Content.SMOOTH, 3);
        byte[] stream = Codecs.encoder(ofIcon.uid()).orElseThrow().encode(cells, icon);
        DataSet item = TestImages.encapsulated(icon, 1, List.of(new byte[0],
                Arrays.copyOf(stream, stream.length + (stream.length & 1))));
        PixelFormat format = PixelFormat.of(20, 30, 1, 8, false, "MONOCHROME2");
        for (TransferSyntax ofObject : TestImages.ENCAPSULATED) {
            DataSet object = TestImages.image(format, 1, TestImages.cells(format, 1));
            Path plain = TestImages.write(folder.resolve("plain.dcm"), object,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            Path coded = folder.resolve("coded.dcm");
            TestImages.transcode(plain, coded, ofObject);
            DataSet withIcon = Part10.read(coded).setItems(0x00880200, new DataSet(item));
            TestImages.write(coded, withIcon, ofObject);
            Path back = folder.resolve("back.dcm");
            TestImages.transcode(coded, back, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            assertThat(Part10.read(back).getItems(0x00880200).get(0).getBytes(Tag.PixelData))
                    .isEqualTo(cells);
        }
    }

    static List<TransferSyntax> coded() {
        return TestImages.ENCAPSULATED;
    }
}
