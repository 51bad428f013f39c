package org.dromedary.dicom.codec.j2k;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Codestreams pass between us, OpenJPEG, GDCM and JAI without a difference in any sample. */
class J2kPeersTest {

    @TempDir
    Path folder;

    private final J2kDecoder decoder = new J2kDecoder();

    static Stream<PixelFormat> formats() {
        return Stream.of(8, 12, 16).flatMap(bits -> Stream.of(
                PixelFormat.of(97 + bits, 211, 1, bits, bits > 12, "MONOCHROME2"),
                PixelFormat.of(90, 50 + bits, 3, bits, false, "RGB")));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void openJpegDecodesOurs(PixelFormat format) throws IOException {
        Peers.require("opj_decompress");
        for (J2kEncoder encoder : List.of(J2kEncoder.blockCoding(), J2kEncoder.highThroughput())) {
            for (Content content : List.of(Content.SMOOTH, Content.SPOTS, Content.EXTREMES)) {
                byte[] samples = TestFrames.frame(format, content, 5);
                Path file = Files.write(folder.resolve("ours.j2k"), encoder.encode(samples, format));
                assertThat(openJpeg(file, format)).as(content.name()).isEqualTo(samples);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void gdcmDecodesOursAndWeDecodeItsOwn(PixelFormat format) throws IOException {
        Peers.require("gdcmconv");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 6);
        J2kEncoder encoder = J2kEncoder.blockCoding();
        Path ours = ImageFile.ofCodestreams(folder.resolve("ours.dcm"),
                format.photometric(encoder.photometric(format)), Uid.JPEG2000Lossless,
                encoder.encode(samples, format));
        Path plain = folder.resolve("plain.dcm");
        ImageFile.run(folder, "gdcmconv", "--raw", ours.toString(), plain.toString());
        assertThat(Arrays.copyOf(ImageFile.pixels(plain), samples.length)).isEqualTo(samples);
        if (format.samples() == 3 && format.bitsStored() > 8) {
            return; // GDCM decodes such files but writes none
        }
        Path theirs = folder.resolve("theirs.dcm");
        ImageFile.run(folder, "gdcmconv", "--j2k", plain.toString(), theirs.toString());
        byte[] stream = ImageFile.codestreams(theirs).get(0);
        assertThat(decoder.decode(stream, 0, stream.length, format).bytes()).isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-n 1", "-n 3", "-t 50,70", "-d 13,7 -t 61,50 -T 5,3", "-c [64,64],[32,32] -b 16,32",
        "-p RLCP -r 20,5,1", "-p RPCL -c [32,32] -t 64,64 -r 9,1", "-p PCRL -c [64,32]", "-p CPRL -c [64,64]",
        "-SOP -EPH", "-TP R -t 70,60", "-PLT -TLM", "-M 1", "-M 2", "-M 4", "-M 8", "-M 16", "-M 32",
        "-M 63 -r 8,2,1", "-M 5", "-ROI c=0,U=5", "-POC T0=0,0,1,3,3,CPRL/T0=0,0,1,6,3,RLCP", "-mct 0",
        "-I", "-I -r 20,10,5", "-I -M 63 -d 3,5 -t 64,50", "-I -p PCRL -c [64,64] -ROI c=0,U=3"})
    void openJpegsVariantsAreDecodedAsItDecodesThem(String options) throws IOException {
        Peers.require("opj_compress");
        for (PixelFormat format : List.of(PixelFormat.of(131, 150, 1, 16, false, "MONOCHROME2"),
                PixelFormat.of(120, 110, 3, 8, false, "RGB"))) {
            if (format.samples() == 1 && (options.contains("POC") || options.contains("mct"))) {
                continue;
            }
            Path raw = Files.write(folder.resolve("plain.rawl"),
                    turned(TestFrames.frame(format, Content.SMOOTH, 8), format, true));
            Path coded = folder.resolve("theirs.j2k");
            String size = format.columns() + "," + format.rows() + "," + format.samples() + "," + format.bitsStored();
            Stream<String> command = Stream.of("opj_compress", "-i", raw.toString(), "-o", coded.toString(), "-F",
                    size + ",u");
            ImageFile.run(folder, Stream.concat(command, Stream.of(options.split(" ")).filter(o -> !o.isEmpty()))
                    .toArray(String[]::new));
            byte[] stream = Files.readAllBytes(coded);
            assertThat(decoder.decode(stream, 0, stream.length, format).bytes()).isEqualTo(openJpeg(coded, format));
        }
    }

    @Test
    void subsampledComponentsComeInFull() throws IOException {
        Peers.require("opj_compress");
        PixelFormat format = PixelFormat.of(60, 80, 3, 8, false, "YBR_FULL");
        byte[] planes = Arrays.copyOf(TestFrames.frame(format, Content.SMOOTH, 8), 60 * 80 + 2 * 30 * 40);
        Path raw = Files.write(folder.resolve("plain.rawl"), planes);
        Path coded = folder.resolve("theirs.j2k");
        ImageFile.run(folder, "opj_compress", "-i", raw.toString(), "-o", coded.toString(), "-mct", "0",
                "-F", "80,60,3,8,u@1x1:2x2:2x2");
        byte[] stream = Files.readAllBytes(coded);
        byte[] samples = decoder.decode(stream, 0, stream.length, format.photometric("YBR_FULL_422")).bytes();
        for (int i = 0; i < 60 * 80; i++) {
            int half = i / 80 / 2 * 40 + i % 80 / 2;
            assertThat(samples[3 * i]).isEqualTo(planes[i]);
            assertThat(samples[3 * i + 1]).isEqualTo(planes[60 * 80 + half]);
            assertThat(samples[3 * i + 2]).isEqualTo(planes[60 * 80 + 30 * 40 + half]);
        }
    }

    @Test
    void filesOfJp2BoxesAreDecoded() throws IOException {
        Peers.require("opj_compress");
        PixelFormat format = PixelFormat.of(40, 50, 1, 8, false, "MONOCHROME2");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 8);
        Path raw = Files.write(folder.resolve("plain.rawl"), samples);
        ImageFile.run(folder, "opj_compress", "-i", raw.toString(), "-o", folder.resolve("theirs.jp2").toString(),
                "-F", "50,40,1,8,u");
        byte[] file = Files.readAllBytes(folder.resolve("theirs.jp2"));
        assertThat(decoder.decode(file, 0, file.length, format).bytes()).isEqualTo(samples);
    }

    @Test
    void jaiDecodesOurs() throws IOException {
        PixelFormat format = PixelFormat.of(77, 93, 3, 8, false, "RGB");
        byte[] samples = TestFrames.frame(format, Content.SMOOTH, 9);
        ImageReader reader = new J2KImageReaderSpi().createReaderInstance();
        reader.setInput(ImageIO.createImageInputStream(
                new ByteArrayInputStream(J2kEncoder.blockCoding().encode(samples, format))));
        Raster raster = reader.readRaster(0, null);
        int[] pixels = raster.getPixels(0, 0, format.columns(), format.rows(), (int[]) null);
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        assertThat(bytes).isEqualTo(samples);
    }

    @Test
    void theCorpusIsDecodedAsOpenJpegDecodesIt() throws IOException {
        Peers.require("opj_decompress");
        int read = 0;
        for (Path file : Corpus.files("dicom/transfer-syntax")) {
            String name = Corpus.nameOf(file);
            if (!name.contains("/jpeg2000/") && !name.contains("/htj2k/")) {
                continue;
            }
            byte[] stream = ImageFile.codestreams(file).get(0);
            Path coded = Files.write(folder.resolve("corpus.j2k"), stream);
            Path out = folder.resolve("corpus.rawl");
            if (Peers.run(folder, Map.of(), "opj_decompress", "-i", coded.toString(), "-o", out.toString())
                    .exitValue() == 0) {
                PixelFormat format = ImageFile.format(file);
                byte[] samples = decoder.decode(stream, 0, stream.length, format).bytes();
                assertThat(low(samples, format)).as(name).isEqualTo(low(turned(Files.readAllBytes(out), format, false),
                        format));
                read++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(20);
    }

    /** The bits stored: OpenJPEG does not know the sign that the header gives. */
    private static int[] low(byte[] samples, PixelFormat format) {
        int size = format.bitsAllocated() / 8;
        int[] values = new int[samples.length / size];
        for (int i = 0; i < values.length; i++) {
            int value = samples[i * size] & 0xFF | (size == 2 ? (samples[2 * i + 1] & 0xFF) << 8 : 0);
            values[i] = value & (1 << format.bitsStored()) - 1;
        }
        return values;
    }

    private byte[] openJpeg(Path file, PixelFormat format) throws IOException {
        Path out = folder.resolve("out.rawl");
        Files.deleteIfExists(out);
        ImageFile.run(folder, "opj_decompress", "-i", file.toString(), "-o", out.toString());
        return turned(Files.readAllBytes(out), format, false);
    }

    /** From samples by pixel to planes, or back. */
    private static byte[] turned(byte[] from, PixelFormat format, boolean toPlanes) {
        int size = format.bitsAllocated() / 8;
        int pixels = format.rows() * format.columns();
        byte[] to = new byte[from.length];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < format.samples(); c++) {
                int byPixel = (i * format.samples() + c) * size;
                int byPlane = (c * pixels + i) * size;
                System.arraycopy(from, toPlanes ? byPixel : byPlane, to, toPlanes ? byPlane : byPixel, size);
            }
        }
        return to;
    }
}
