package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Native frames in fragments, plain and deflated. */
class StoredFramesTest {

    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final List<TransferSyntax> STORED = List.of(
            TransferSyntax.of(Uid.EncapsulatedUncompressedExplicitVRLittleEndian),
            TransferSyntax.of(Uid.DeflatedImageFrameCompression));

    @TempDir
    Path folder;

    static List<PixelFormat> formats() {
        List<PixelFormat> formats = new ArrayList<>();
        formats.add(new PixelFormat(5, 7, 1, 1, 1, 0, false, false, "MONOCHROME2"));
        formats.add(PixelFormat.of(5, 7, 1, 8, false, "MONOCHROME2"));
        formats.add(PixelFormat.of(6, 4, 1, 16, true, "MONOCHROME1"));
        formats.add(new PixelFormat(6, 4, 1, 16, 12, 13, false, false, "MONOCHROME2"));
        formats.add(PixelFormat.of(5, 4, 3, 8, false, "RGB"));
        formats.add(new PixelFormat(5, 4, 3, 8, 8, 7, false, true, "RGB"));
        formats.add(new PixelFormat(3, 3, 1, 32, 32, 31, false, false, "MONOCHROME2"));
        return formats;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void framesComeBackFromFragments(PixelFormat format) throws IOException {
        int frames = 3;
        byte[] cells = new byte[(int) ((format.sampleCount() * format.bitsAllocated() * frames + 7) / 8)];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (i * 89 + 7);
        }
        if (format.bitsAllocated() == 1) {
            cells[cells.length - 1] &= 0x01; // 105 bits
        }
        Path plain = TestImages.write(folder.resolve("plain.dcm"), TestImages.image(format, frames, cells), EXPLICIT);
        for (TransferSyntax syntax : STORED) {
            Path encoded = folder.resolve("encoded.dcm");
            Path back = folder.resolve("back.dcm");
            String digest = TestImages.transcode(plain, encoded, syntax).pixelSha256();
            assertThat(TestImages.transcode(encoded, back, EXPLICIT).pixelSha256()).isEqualTo(digest);
            DataSet read = Part10.read(encoded);
            assertThat(read.get(Tag.PixelData).fragments()).as("offset table and a fragment a frame").hasSize(4);
            if (!format.planar()) {
                assertThat(TestImages.pixels(back, cells.length)).isEqualTo(cells);
            }
        }
    }

    @Test
    void planesAndSharedChrominanceInFragmentsAreRead() throws IOException {
        PixelFormat format = new PixelFormat(2, 2, 3, 8, 8, 7, false, true, "RGB");
        byte[] planes = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24};
        Path file = TestImages.write(folder.resolve("planes.dcm"),
                TestImages.encapsulated(format, 1, List.of(new byte[0], planes)), STORED.get(0));
        Path to = folder.resolve("plain.dcm");

        TestImages.transcode(file, to, EXPLICIT);

        assertThat(TestImages.pixels(to, 12)).containsExactly(1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24);
    }

    @Test
    void aFrameOfAnotherLengthIsRefused() throws IOException {
        PixelFormat format = PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2");
        for (TransferSyntax syntax : STORED) {
            for (int length : new int[] {14, 18, 4000}) {
                Path file = TestImages.write(folder.resolve("wrong.dcm"), TestImages.encapsulated(format, 1,
                        List.of(new byte[0], new byte[length])), syntax);
                assertThatThrownBy(() -> TestImages.transcode(file, folder.resolve("to.dcm"), EXPLICIT))
                        .isInstanceOf(CodecException.class).hasMessageContaining("Frame 1 of 1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"encapsulated-uncompressed", "deflated-image-frames-onebit"})
    void knownFilesAreRead(String name) throws IOException {
        Path file = Corpus.root().resolveSibling("cases").resolve("files").resolve(name + ".dcm");
        Assumptions.assumeTrue(Files.exists(file), "No cases beside the corpus");

        assertThat(TestImages.transcode(file, folder.resolve("to.dcm"), EXPLICIT).pixelSha256()).isNotNull();
    }
}
