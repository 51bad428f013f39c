package org.dromedary.dicom.codec.jpegls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ImageFile;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG-LS frames pass between us, DCMTK and GDCM, both on CharLS, without a difference. */
class JpegLsPeersTest {

    @TempDir
    Path folder;

    private final JpegLsEncoder encoder = new JpegLsEncoder();
    private final JpegLsDecoder decoder = new JpegLsDecoder();

    static List<PixelFormat> formats() {
        return List.of(PixelFormat.of(61, 200, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(64, 97, 1, 10, false, "MONOCHROME1"),
                PixelFormat.of(64, 97, 1, 12, true, "MONOCHROME2"),
                PixelFormat.of(64, 130, 1, 16, false, "MONOCHROME2"),
                PixelFormat.of(64, 130, 1, 16, true, "MONOCHROME2"),
                PixelFormat.of(33, 64, 3, 8, false, "RGB"));
    }

    /** Fewer bits stored than a byte has, or a byte of two: readers want the precision that is allocated. */
    static List<PixelFormat> narrowFormats() {
        return List.of(new PixelFormat(31, 40, 1, 16, 8, 7, false, false, "MONOCHROME2"),
                new PixelFormat(31, 40, 1, 16, 6, 5, false, false, "MONOCHROME2"),
                new PixelFormat(31, 40, 1, 8, 6, 5, false, false, "MONOCHROME2"),
                new PixelFormat(31, 40, 1, 16, 8, 7, true, false, "MONOCHROME2"));
    }

    @ParameterizedTest
    @MethodSource({"formats", "narrowFormats"})
    void dcmtkAndGdcmDecodeOurs(PixelFormat format) throws IOException {
        Peers.require("dcmdjpls");
        Peers.require("gdcmconv");
        for (Content content : List.of(Content.NOISE, Content.SMOOTH, Content.SPOTS)) {
            byte[] frame = TestFrames.frame(format, content, 3);
            Path ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.JPEGLSLossless,
                    encoder.encode(frame, format));
            Frame expected = new Frame(format, frame);
            agrees(expected, pixels(ours, "dcmdjpls", "+px"), 0, content.name());
            agrees(expected, pixels(ours, "gdcmconv", "--raw"), 0, content.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+el +il", "+el +is", "+el +in", "+el +pz", "+el +t1 5 +t2 9 +t3 40 +rs 31", "+en",
        "+en +md 1 +is", "+en +md 7 +in", "+en +md 3 +t1 6 +t2 11 +t3 40"})
    void weDecodeWhatDcmtkEncodes(String options) throws IOException {
        Peers.require("dcmcjpls");
        for (PixelFormat format : formats()) {
            if (format.signed() && options.contains("+en")) {
                continue;
            }
            byte[][] frames = Arrays.stream(Content.values()).map(content -> TestFrames.frame(format, content, 4))
                    .toArray(byte[][]::new);
            Path original = ImageFile.ofFrames(folder.resolve("original.dcm"), format, frames);
            Path coded = folder.resolve("coded.dcm");
            ImageFile.run(folder, ("dcmcjpls " + options + " " + original + " " + coded).split(" "));
            if (options.contains("+el")) {
                holds(coded, frames);
            } else {
                agrees(coded, pixels(coded, "dcmdjpls", "+px"));
            }
        }
    }

    private void holds(Path coded, byte[][] frames) throws IOException {
        List<byte[]> streams = ImageFile.codestreams(coded);
        for (int i = 0; i < frames.length; i++) {
            Frame frame = decoder.decode(streams.get(i), 0, streams.get(i).length, ImageFile.format(coded));
            assertThat(frame.bytes()).as(Content.values()[i].name()).isEqualTo(frames[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--jpegls", "--jpegls --lossy -e 2"})
    void weDecodeWhatGdcmEncodes(String options) throws IOException {
        Peers.require("gdcmconv");
        for (PixelFormat format : formats()) {
            byte[] frame = TestFrames.frame(format, Content.SMOOTH, 5);
            Path original = ImageFile.ofFrames(folder.resolve("original.dcm"), format, frame);
            Path coded = folder.resolve("coded.dcm");
            ImageFile.run(folder, ("gdcmconv " + options + " " + original + " " + coded).split(" "));
            agrees(coded, pixels(coded, "gdcmconv", "--raw"));
        }
    }

    @Test
    void theCorpusIsReadAsDcmtkReadsIt() throws IOException {
        Peers.require("dcmdjpls");
        int read = 0;
        for (Path file : Corpus.files("dicom/transfer-syntax/jpeg-ls")) {
            Path plain = folder.resolve("plain.dcm");
            if (Peers.run(folder, Map.of(), "dcmdjpls", "+px", file.toString(), plain.toString()).exitValue() == 0) {
                agrees(file, ImageFile.pixels(plain));
                read++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(10);
    }

    private void agrees(Path coded, byte[] expected) throws IOException {
        PixelFormat format = ImageFile.format(coded);
        int place = 0;
        for (byte[] stream : ImageFile.codestreams(coded)) {
            Frame frame = decoder.decode(stream, 0, stream.length, format);
            agrees(frame, expected, place, coded.getFileName() + " from " + place);
            place += frame.bytes().length;
        }
    }

    private byte[] pixels(Path coded, String... program) throws IOException {
        Path plain = folder.resolve("plain.dcm");
        ImageFile.run(folder, program[0], program[1], coded.toString(), plain.toString());
        return ImageFile.pixels(plain);
    }

    private static void agrees(Frame frame, byte[] pixels, int place, String what) {
        byte[] other = Arrays.copyOfRange(pixels, place, place + frame.bytes().length);
        int unused = 32 - frame.format().bitsStored();
        if (frame.format().signed() && unused > 16) {
            for (int i = 0; i < other.length; i += 2) {
                int value = (other[i + 1] << 8 | other[i] & 0xFF) << unused >> unused;
                other[i + 1] = (byte) (value >> 8);
            }
        }
        assertThat(Arrays.mismatch(frame.bytes(), other)).as(what).isEqualTo(-1);
    }
}
