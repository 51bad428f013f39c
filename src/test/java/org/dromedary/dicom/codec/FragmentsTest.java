package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fragments make which frame (PS3.5 §A.4). */
class FragmentsTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.JPEG_LS_LOSSLESS;
    private static final PixelFormat FORMAT = PixelFormat.of(32, 32, 1, 8, false, "MONOCHROME2");
    private static final byte[] NO_TABLE = {};

    @TempDir
    Path folder;
    private byte[] cells;
    private List<byte[]> codestreams;

    @BeforeEach
    void encode() throws IOException {
        cells = new byte[3 * 1024];
        codestreams = new ArrayList<>();
        FrameEncoder encoder = Codecs.encoder(SYNTAX.uid()).orElseThrow();
        for (int i = 0; i < 3; i++) {
            byte[] frame = TestFrames.frame(FORMAT, Content.NOISE, i);
            System.arraycopy(frame, 0, cells, 1024 * i, 1024);
            codestreams.add(encoder.encode(frame, FORMAT));
        }
    }

    private List<byte[]> cut(byte[] table, int... counts) {
        List<byte[]> fragments = new ArrayList<>(List.of(table));
        for (int i = 0; i < counts.length; i++) {
            byte[] all = codestreams.get(i);
            int length = (all.length / counts[i] + 1) / 2 * 2;
            for (int part = 0; part < counts[i]; part++) {
                int end = part == counts[i] - 1 ? all.length : length * (part + 1);
                fragments.add(Arrays.copyOfRange(all, length * part, end));
            }
        }
        return fragments;
    }

    private byte[] table(int width, int... fragmentCounts) {
        ByteBuffer table = ByteBuffer.allocate(width * fragmentCounts.length).order(ByteOrder.LITTLE_ENDIAN);
        long offset = 0;
        for (int i = 0; i < fragmentCounts.length; i++) {
            if (width == 4) {
                table.putInt((int) offset);
            } else {
                table.putLong(offset);
            }
            offset += codestreams.get(i).length + 8L * fragmentCounts[i];
        }
        return table.array();
    }

    private DataSet object(int frames, List<byte[]> fragments) {
        return TestImages.encapsulated(FORMAT, frames, fragments);
    }

    private List<String> decoded(DataSet object) throws IOException {
        Path source = TestImages.write(folder.resolve("source.dcm"), object, SYNTAX);
        return decoded(source);
    }

    private List<String> decoded(Path source) throws IOException {
        Path target = folder.resolve("target.dcm");
        Transcoder.Result result = TestImages.transcode(source, target, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] pixels = TestImages.pixels(target, cells.length);
        assertThat(pixels).isEqualTo(Arrays.copyOf(cells, pixels.length));
        return result.notes();
    }

    @Test
    void oneFragmentIsOneFrameWhateverTheTableSays() throws IOException {
        assertThat(decoded(object(3, cut(NO_TABLE, 1, 1, 1)))).isEmpty();
        assertThat(decoded(object(3, cut(table(4, 1, 1, 1), 1, 1, 1)))).isEmpty();
        assertThat(decoded(object(3, cut(new byte[] {9, 9, 9, 9}, 1, 1, 1)))).isEmpty();
    }

    @Test
    void allFragmentsMakeASingleFrame() throws IOException {
        assertThat(decoded(object(1, cut(NO_TABLE, 7)))).isEmpty();
        assertThat(decoded(object(1, cut(new byte[4], 7)))).isEmpty();
    }

    @Test
    void aTableTellsFramesOfSeveralFragments() throws IOException {
        assertThat(decoded(object(3, cut(table(4, 2, 3, 1), 2, 3, 1)))).isEmpty();
        DataSet extended = object(3, cut(NO_TABLE, 2, 3, 1))
                .setBytes(Tag.ExtendedOffsetTable, Vr.OV, table(8, 2, 3, 1))
                .setBytes(Tag.ExtendedOffsetTableLengths, Vr.OV, new byte[24]);
        assertThat(decoded(extended)).isEmpty();
    }

    @Test
    void withoutAValidTableFramesBeginWhereCodestreamsDo() throws IOException {
        assertThat(decoded(object(3, cut(NO_TABLE, 2, 3, 1)))).hasSize(1);
        assertThat(decoded(object(3, cut(new byte[] {0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0}, 2, 3, 1)))).hasSize(1);
    }

    @Test
    void framesAndFragmentsThatDisagreeAreRefused() {
        assertThatThrownBy(() -> decoded(object(4, cut(NO_TABLE, 1, 1, 1)))).isInstanceOf(CodecException.class)
                .hasMessageContaining("3 fragments for 4 frames");
        assertThatThrownBy(() -> decoded(object(2, cut(NO_TABLE, 1, 1, 1)))).isInstanceOf(CodecException.class)
                .hasMessageContaining("3 codestreams begin, for 2 frames");
        assertThatThrownBy(() -> decoded(object(1, cut(NO_TABLE, 1, 1)))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> decoded(object(1, List.of(NO_TABLE)))).isInstanceOf(CodecException.class);
    }

    @Test
    void pixelsThatOutgrowAnElementStayEncapsulated() throws IOException {
        PixelFormat large = PixelFormat.of(4000, 4000, 1, 8, false, "MONOCHROME2");
        byte[] codestream = Codecs.encoder(TransferSyntax.RLE_LOSSLESS.uid()).orElseThrow()
                .encode(new byte[(int) large.frameBytes()], large);
        List<byte[]> fragments = new ArrayList<>(Collections.nCopies(273, codestream));
        fragments.set(0, NO_TABLE);
        Path source = TestImages.write(folder.resolve("source.dcm"),
                TestImages.encapsulated(large, 272, fragments), TransferSyntax.RLE_LOSSLESS);
        assertThatThrownBy(() -> decoded(source)).isInstanceOf(CodecException.class)
                .hasMessageContaining("4352000000 bytes");
    }

    @Test
    void aMissingDelimiterIsToleratedAtTheEndOnly() throws IOException {
        Path source = TestImages.write(folder.resolve("source.dcm"), object(3, cut(NO_TABLE, 1, 1, 1)), SYNTAX);
        byte[] file = Files.readAllBytes(source);
        Files.write(source, Arrays.copyOf(file, file.length - 8));
        assertThat(decoded(source)).containsExactly("Pixel Data ended without a sequence delimitation item");
        Files.write(source, Arrays.copyOf(file, file.length - 12));
        assertThatThrownBy(() -> decoded(source)).isInstanceOf(DicomFormatException.class)
                .hasMessageContaining("ends 4 bytes early");
        Files.write(source, Arrays.copyOf(file, file.length - 3));
        assertThatThrownBy(() -> decoded(source)).isInstanceOf(DicomFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.ExplicitVRLittleEndian, Uid.ImplicitVRLittleEndian})
    void fragmentsInAnUncompressedSyntaxAreReadByWhatTheyAre(String syntax) throws IOException {
        Path source = TestImages.write(folder.resolve("source.dcm"), object(3, cut(NO_TABLE, 1, 1, 1)),
                TransferSyntax.of(syntax));
        assertThat(decoded(source)).isEmpty();
    }

    @Test
    void fragmentsOfNoKnownCodecInAnUncompressedSyntaxAreRefused() throws IOException {
        Path source = TestImages.write(folder.resolve("source.dcm"),
                TestImages.encapsulated(FORMAT, 1, List.of(new byte[0], new byte[200])),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThatThrownBy(() -> decoded(source)).isInstanceOf(CodecException.class)
                .hasMessageContaining("encapsulated, but");
    }

    @Test
    void nativePixelsInAnEncapsulatedSyntaxAreReadAsTheyAre() throws IOException {
        Path source = TestImages.write(folder.resolve("source.dcm"), TestImages.image(FORMAT, 3, cells), SYNTAX);
        assertThat(decoded(source)).isEmpty();
        Path target = folder.resolve("encoded.dcm");
        TestImages.transcode(source, target, SYNTAX);
        assertThat(decoded(target)).isEmpty();
    }
}
