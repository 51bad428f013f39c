package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid or customary codestreams of other encoders, as ours does not write them. */
class ConformingStreamsTest {

    private static final PixelFormat GREY = PixelFormat.of(40, 50, 1, 8, false, "MONOCHROME2");
    private static final int SIZ = 0xFF51;
    private static final int COD = 0xFF52;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ht-placeholder-0", "ht-placeholder-1", "marker-ff30",
            "transform-of-one-component"})
    void knownFilesHoldTheKnownPicture(String name) throws IOException {
        Path cases = Corpus.root().resolveSibling("cases").resolve("codec");
        assumeTrue(Files.isDirectory(cases), "No cases beside the corpus");
        Path to = folder.resolve("plain.dcm");

        TestImages.transcode(cases.resolve(name + ".dcm"), to, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        byte[] picture = Files.readAllBytes(cases.resolve("expected.pgm"));
        byte[] samples = Arrays.copyOfRange(picture, picture.length - 32 * 32, picture.length);
        assertThat(TestImages.pixels(to, samples.length)).isEqualTo(samples);
    }

    private static byte[] encoded(String syntax, PixelFormat format) throws IOException {
        FrameEncoder encoder = Codecs.encoder(syntax).orElseThrow();
        return encoder.encode(TestFrames.frame(format, Content.NOISE, 1), format);
    }

    private static int find(byte[] codestream, int marker) {
        for (int i = 0; i + 1 < codestream.length; i++) {
            if ((codestream[i] & 0xFF) << 8 == (marker & 0xFF00) && (codestream[i + 1] & 0xFF) == (marker & 0xFF)) {
                return i;
            }
        }
        throw new AssertionError("no such marker");
    }

    private static void decodes(String syntax, byte[] codestream, PixelFormat format) throws IOException {
        FrameDecoder decoder = Codecs.decoder(syntax).orElseThrow();
        assertThat(decoder.decode(codestream, 0, codestream.length, format).bytes())
                .isEqualTo(TestFrames.frame(format, Content.NOISE, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.JPEG2000Lossless, Uid.HTJ2KLossless})
    void reservedMarkersWithoutSegmentArePassedOver(String syntax) throws IOException {
        byte[] codestream = encoded(syntax, GREY);
        for (int marker = 0xFF30; marker <= 0xFF3F; marker++) {
            int at = find(codestream, COD);
            ByteArrayOutputStream with = new ByteArrayOutputStream();
            with.write(codestream, 0, at);
            with.write(marker >> 8);
            with.write(marker);
            with.write(codestream, at, codestream.length - at);

            decodes(syntax, with.toByteArray(), GREY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Uid.JPEG2000Lossless, Uid.HTJ2KLossless})
    void aComponentTransformOfOneComponentUndoesNothing(String syntax) throws IOException {
        byte[] codestream = encoded(syntax, GREY);
        codestream[find(codestream, COD) + 8] = 1;

        decodes(syntax, codestream, GREY);
    }

    /** The second column of tiles has no samples, since every other one is left out: T.800 §B.3. */
    @Test
    void tilesWithoutSamplesNeedNoTilePart() throws IOException {
        PixelFormat column = PixelFormat.of(40, 1, 1, 8, false, "MONOCHROME2");
        PixelFormat shown = PixelFormat.of(40, 2, 1, 8, false, "MONOCHROME2");
        byte[] codestream = encoded(Uid.JPEG2000Lossless, column);
        int siz = find(codestream, SIZ) + 4;
        codestream[siz + 2 + 3] = 2; // columns of the image
        codestream[siz + 2 + 16 + 3] = 1; // columns of a tile
        codestream[siz + 2 + 32 + 2 + 1] = 2; // columns a sample stands for

        byte[] samples = TestFrames.frame(column, Content.NOISE, 1);
        byte[] doubled = new byte[2 * samples.length];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = samples[i / 2];
        }
        assertThat(Codecs.decoder(Uid.JPEG2000Lossless).orElseThrow().decode(codestream, 0, codestream.length, shown)
                .bytes()).isEqualTo(doubled);
    }
}
