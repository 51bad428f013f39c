package org.dromedary.dicom.codec.rle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ImageFile;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RLE frames pass between us, DCMTK and GDCM without a difference. */
class RlePeersTest {

    @TempDir
    Path folder;

    private final RleEncoder encoder = new RleEncoder();
    private final RleDecoder decoder = new RleDecoder();

    static List<PixelFormat> formats() {
        return List.of(PixelFormat.of(61, 200, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(64, 97, 1, 12, false, "MONOCHROME2"),
                PixelFormat.of(64, 300, 1, 16, true, "MONOCHROME2"),
                PixelFormat.of(33, 64, 3, 8, false, "RGB"),
                PixelFormat.of(20, 30, 1, 32, false, "MONOCHROME2"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void dcmtkDecodesOursAndWeDecodeItsOwnWhichIsNotSmaller(PixelFormat format) throws IOException {
        Peers.require("dcmdrle");
        byte[][] frames = frames(format);
        byte[][] coded = coded(format, frames);
        Path ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.RLELossless, coded);
        Path plain = folder.resolve("plain.dcm");
        ImageFile.run(folder, "dcmdrle", ours.toString(), plain.toString());
        assertThat(Arrays.copyOf(ImageFile.pixels(plain), frames.length * frames[0].length)).isEqualTo(join(frames));

        Path theirs = folder.resolve("theirs.dcm");
        ImageFile.run(folder, "dcmcrle", plain.toString(), theirs.toString());
        List<byte[]> streams = ImageFile.codestreams(theirs);
        for (int i = 0; i < frames.length; i++) {
            assertThat(decoder.decode(streams.get(i), 0, streams.get(i).length, format).bytes()).isEqualTo(frames[i]);
            assertThat(coded[i].length).as(Content.values()[i].name()).isLessThanOrEqualTo(streams.get(i).length);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void gdcmDecodesOursAndWeDecodeItsOwn(PixelFormat format) throws IOException {
        Peers.require("gdcmconv");
        for (byte[] frame : Arrays.copyOf(frames(format), 4)) {
            Path ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.RLELossless,
                    encoder.encode(frame, format));
            Path plain = folder.resolve("plain.dcm");
            ImageFile.run(folder, "gdcmconv", "--raw", ours.toString(), plain.toString());
            assertThat(Arrays.copyOf(ImageFile.pixels(plain), frame.length)).isEqualTo(frame);
            Path theirs = folder.resolve("theirs.dcm");
            ImageFile.run(folder, "gdcmconv", "--rle", plain.toString(), theirs.toString());
            byte[] stream = ImageFile.codestreams(theirs).get(0);
            assertThat(decoder.decode(stream, 0, stream.length, format).bytes()).isEqualTo(frame);
        }
    }

    @Test
    void theCorpusIsReadAsDcmtkReadsIt() throws IOException {
        Peers.require("dcmdrle");
        int read = 0;
        for (Path file : Corpus.files("dicom/transfer-syntax/rle")) {
            Path plain = folder.resolve("plain.dcm");
            if (Peers.run(folder, Map.of(), "dcmdrle", file.toString(), plain.toString()).exitValue() != 0) {
                continue;
            }
            PixelFormat format = ImageFile.format(file);
            byte[] expected = ImageFile.pixels(plain);
            int place = 0;
            for (byte[] stream : ImageFile.codestreams(file)) {
                byte[] frame = decoder.decode(stream, 0, stream.length, format).bytes();
                assertThat(frame).as(Corpus.nameOf(file))
                        .isEqualTo(Arrays.copyOfRange(expected, place, place + frame.length));
                place += frame.length;
            }
            read++;
        }
        assertThat(read).isGreaterThanOrEqualTo(8);
    }

    private static byte[][] frames(PixelFormat format) {
        return Arrays.stream(Content.values()).map(content -> TestFrames.frame(format, content, 7))
                .toArray(byte[][]::new);
    }

    private byte[][] coded(PixelFormat format, byte[][] frames) throws IOException {
        byte[][] coded = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            coded[i] = encoder.encode(frames[i], format);
        }
        return coded;
    }

    private static byte[] join(byte[][] frames) {
        byte[] all = new byte[frames.length * frames[0].length];
        for (int i = 0; i < frames.length; i++) {
            System.arraycopy(frames[i], 0, all, i * frames[0].length, frames[0].length);
        }
        return all;
    }
}
