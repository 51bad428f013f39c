package org.dromedary.dicom.codec.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dromedary.dicom.codec.TestFrames;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.codec.jpeg.PlainLosslessEncoder.Form;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;
import org.dromedary.testing.ImageFile;
import org.dromedary.testing.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG frames pass between us, DCMTK and GDCM without a difference; lossy ones decode to the same samples. */
class JpegPeersTest {

    @TempDir
    Path folder;

    private final JpegDecoder decoder = new JpegDecoder();

    static List<PixelFormat> formats() {
        return List.of(PixelFormat.of(61, 83, 1, 8, false, "MONOCHROME2"),
                PixelFormat.of(61, 83, 1, 12, false, "MONOCHROME2"),
                PixelFormat.of(64, 40, 1, 16, false, "MONOCHROME2"),
                PixelFormat.of(33, 64, 3, 8, false, "RGB"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void dcmtkAndGdcmDecodeOurLossless(PixelFormat format) throws IOException {
        Peers.require("dcmdjpeg");
        Peers.require("gdcmconv");
        byte[][] frames = frames(format);
        byte[][] coded = new byte[frames.length][];
        for (int i = 0; i < frames.length; i++) {
            coded[i] = new JpegLosslessEncoder().encode(frames[i], format);
        }
        Path ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.JPEGLosslessSV1, coded);
        assertThat(dcmtk(ours)).isEqualTo(join(frames));
        for (int i = 0; i < frames.length; i++) {
            ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.JPEGLosslessSV1, coded[i]);
            assertThat(gdcm(ours)).isEqualTo(frames[i]);
        }
    }

    @Test
    void restartsAndSeparateScansAndSmallerComponentsAreWhatDcmtkTakesThemFor() throws IOException {
        Peers.require("dcmdjpeg");
        PixelFormat format = PixelFormat.of(24, 30, 3, 8, false, "RGB");
        byte[] frame = TestFrames.frame(format, Content.SMOOTH, 1);
        for (Form form : List.of(new Form(7, 0, 5, false), new Form(5, 0, 1, false), new Form(2, 0, 0, true),
                new Form(4, 0, 0, false, 2, 1), new Form(1, 0, 2, false, 2, 2), new Form(6, 0, 0, true, 1, 2))) {
            byte[] coded = PlainLosslessEncoder.encode(frame, format, form);
            Path file = ImageFile.ofCodestreams(folder.resolve("plain.dcm"), format, Uid.JPEGLossless,
                    Arrays.copyOf(coded, coded.length + coded.length % 2));
            byte[] decoded = decoder.decode(coded, 0, coded.length, format).bytes();
            assertThat(dcmtk(file)).as(form.toString()).isEqualTo(decoded);
            if (form.horizontal() * form.vertical() == 1) {
                assertThat(decoded).isEqualTo(frame);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void weDecodeTheLosslessOfDcmtkAndGdcm(PixelFormat format) throws IOException {
        Peers.require("dcmcjpeg");
        Peers.require("gdcmconv");
        byte[][] frames = frames(format);
        String plain = ImageFile.ofFrames(folder.resolve("plain.dcm"), format, frames).toString();
        Path theirs = folder.resolve("theirs.dcm");
        for (String predictor : List.of("1", "2", "3", "4", "5", "6", "7")) {
            ImageFile.run(folder, "dcmcjpeg", "+el", "+sv", predictor, plain, theirs.toString());
            assertThat(ours(theirs)).as("predictor " + predictor).isEqualTo(join(frames));
        }
        ImageFile.run(folder, "dcmcjpeg", "+e1", plain, theirs.toString());
        assertThat(ours(theirs)).isEqualTo(join(frames));
        for (byte[] frame : frames) {
            ImageFile.ofFrames(folder.resolve("plain.dcm"), format, frame);
            ImageFile.run(folder, "gdcmconv", "--jpeg", plain, theirs.toString());
            assertThat(ours(theirs)).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+eb", "+ee", "+es", "+ep"})
    void lossyFramesDecodeToTheSamplesOfDcmtkAndGdcm(String process) throws IOException {
        Peers.require("dcmcjpeg");
        Peers.require("gdcmconv");
        for (PixelFormat format : formats()) {
            byte[] frame = TestFrames.frame(format, Content.SMOOTH, 2);
            String plain = ImageFile.ofFrames(folder.resolve("plain.dcm"), format, frame).toString();
            Path theirs = folder.resolve("theirs.dcm");
            for (String sampling : format.samples() == 1 ? List.of("+s2") : List.of("+s2", "+s4", "+n1")) {
                ImageFile.run(folder, "dcmcjpeg", process, "+q", "60", sampling, plain, theirs.toString());
                byte[] decoded = ours(theirs);
                assertThat(decoded).as(format + " " + sampling).isEqualTo(dcmtk(theirs)).isEqualTo(gdcm(theirs));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422"})
    void ourBaselineDecodesAlikeEverywhere(String photometric) throws IOException {
        Peers.require("dcmdjpeg");
        Peers.require("gdcmconv");
        PixelFormat format = PixelFormat.of(45, 51, photometric.startsWith("M") ? 1 : 3, 8, false, photometric);
        byte[] frame = TestFrames.frame(format, Content.SMOOTH, 2);
        Path file = ImageFile.ofCodestreams(folder.resolve("ours.dcm"), format, Uid.JPEGBaseline8Bit,
                new JpegBaselineEncoder().encode(frame, format));
        assertThat(ours(file)).isEqualTo(dcmtk(file)).isEqualTo(gdcm(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-baseline", "jpeg-extended", "jpeg-lossless", "jpeg-retired-process"})
    void theCorpusIsReadAsDcmtkReadsIt(String syntax) throws IOException {
        Peers.require("dcmdjpeg");
        int read = 0;
        for (Path file : Corpus.files("dicom/transfer-syntax/" + syntax)) {
            Path plain = folder.resolve("plain.dcm");
            boolean decoded = Peers.run(folder, Map.of(), "dcmdjpeg", "+cn", "+px", file.toString(),
                    plain.toString()).exitValue() == 0;
            if (decoded && Part10.readHead(file).getInt(Tag.Rows, 0) > 0 && Part10.read(file).contains(Tag.PixelData)) {
                PixelFormat format = ImageFile.format(file);
                int stored = (1 << format.bitsStored()) - 1;
                byte[] mine = masked(ours(file), format, stored);
                byte[] expected = masked(ImageFile.pixels(plain), format, stored);
                assertThat(mine).as(Corpus.nameOf(file)).isEqualTo(Arrays.copyOf(expected, mine.length));
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    /** The bits stored alone; above them decoders differ, and no reader looks. */
    private static byte[] masked(byte[] frames, PixelFormat format, int mask) {
        byte[] masked = frames.clone();
        int bytes = format.bitsAllocated() / 8;
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= (byte) (mask >> i % bytes * 8);
        }
        return masked;
    }

    private static byte[][] frames(PixelFormat format) {
        return Arrays.stream(Content.values()).map(content -> TestFrames.frame(format, content, 7))
                .toArray(byte[][]::new);
    }

    private byte[] dcmtk(Path file) throws IOException {
        Path plain = folder.resolve("dcmtk.dcm");
        ImageFile.run(folder, "dcmdjpeg", "+cn", "+px", file.toString(), plain.toString());
        return frames(plain);
    }

    private byte[] gdcm(Path file) throws IOException {
        Path plain = folder.resolve("gdcm.dcm");
        ImageFile.run(folder, "gdcmconv", "--raw", file.toString(), plain.toString());
        return frames(plain);
    }

    /** Native Pixel Data without what makes their length even. */
    private static byte[] frames(Path plain) throws IOException {
        DataSet head = Part10.readHead(plain);
        long bytes = ImageFile.format(plain).frameBytes() * head.getInt(Tag.NumberOfFrames, 1);
        return Arrays.copyOf(ImageFile.pixels(plain), (int) bytes);
    }

    private byte[] ours(Path file) throws IOException {
        PixelFormat format = ImageFile.format(file);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] codestream : codestreams(file)) {
            Frame frame = decoder.decode(codestream, 0, codestream.length, format);
            all.writeBytes(frame.bytes());
        }
        return all.toByteArray();
    }

    /** Frames of several fragments begin where a fragment begins with SOI. */
    private static List<byte[]> codestreams(Path file) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] fragment : ImageFile.codestreams(file)) {
            if (fragment[0] == (byte) 0xFF && fragment[1] == (byte) Marker.SOI) {
                frames.add(fragment);
            } else {
                byte[] begun = frames.remove(frames.size() - 1);
                byte[] joined = Arrays.copyOf(begun, begun.length + fragment.length);
                System.arraycopy(fragment, 0, joined, begun.length, fragment.length);
                frames.add(joined);
            }
        }
        return frames;
    }

    private static byte[] join(byte[][] frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(frames).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
