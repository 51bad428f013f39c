package org.dromedary.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.dromedary.dicom.codec.Codecs;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.testing.Corpus;

/**
 * One target for each codec, with codestreams of our own encoders, of other libraries and, if present, of the corpus.
 */
final class Frames {

    private static final int LARGEST_SEED = 8_000;
    private static final int PLAIN_WEIGHT = 3;

    private record Sample(byte[] codestream, PixelFormat format) {
    }

    private final Map<String, List<Sample>> samples = new TreeMap<>();

    static List<Target> targets() throws IOException {
        Frames frames = new Frames();
        for (String syntax : List.of(Uid.RLELossless, Uid.JPEGBaseline8Bit, Uid.JPEGLosslessSV1,
                Uid.JPEGLSLossless, Uid.JPEG2000Lossless, Uid.HTJ2KLossless)) {
            frames.addOwn(syntax);
        }
        frames.addImageIo("jpeg", Uid.JPEGBaseline8Bit, false);
        frames.addImageIo("jpeg", Uid.JPEGFullProgressionNonHierarchical1012, true);
        frames.addImageIo("jpeg2000", Uid.JPEG2000, false);
        Optional<Path> corpus = Corpus.find();
        if (corpus.isPresent()) {
            for (Path file : Corpus.files("dicom/transfer-syntax")) {
                frames.addFile(file);
            }
        }
        List<Target> targets = new ArrayList<>();
        frames.samples.forEach((syntax, seeds) -> targets.add(target(syntax, seeds)));
        return targets;
    }

    private static Target target(String syntax, List<Sample> samples) {
        FrameDecoder decoder = Codecs.decoder(syntax).orElseThrow();
        return new Target(TransferSyntax.of(syntax).name(), PLAIN_WEIGHT,
                samples.stream().map(Sample::codestream).toList(), (bytes, seed, random) -> {
                    PixelFormat format = samples.get(seed).format();
                    decoder.decode(bytes, 0, bytes.length, random.nextInt(8) == 0 ? strange(random) : format);
                }, CodecException.class);
    }

    /** What a header may say, sense or not. */
    private static PixelFormat strange(Random random) {
        int stored = 1 + random.nextInt(32);
        return new PixelFormat(random.nextInt(1 << random.nextInt(17)), random.nextInt(1 << random.nextInt(17)),
                random.nextInt(5), 8 * (1 + random.nextInt(4)), stored, stored - 1, random.nextBoolean(),
                random.nextBoolean(), random.nextBoolean() ? "RGB" : "YBR_FULL_422");
    }

    private void addOwn(String syntax) throws CodecException {
        Random random = new Random(7);
        for (int samplesPerPixel : new int[] {1, 3}) {
            for (int bits : new int[] {8, 12, 16}) {
                PixelFormat format = PixelFormat.of(21, 34, samplesPerPixel, bits, false,
                        samplesPerPixel == 3 ? "RGB" : "MONOCHROME2");
                FrameEncoder encoder = Codecs.encoder(syntax).orElseThrow();
                if (encoder.refusal(format) == null) {
                    add(syntax, encoder.encode(picture(format, random), format), format);
                }
            }
        }
    }

    private static byte[] picture(PixelFormat format, Random random) {
        byte[] bytes = new byte[(int) format.frameBytes()];
        int width = format.bitsAllocated() / 8;
        for (int i = 0; i < format.sampleCount(); i++) {
            int value = (i * 5 + random.nextInt(9)) & (1 << format.bitsStored()) - 1;
            for (int b = 0; b < width; b++) {
                bytes[i * width + b] = (byte) (value >> 8 * b);
            }
        }
        return bytes;
    }

    private void addImageIo(String name, String syntax, boolean progressive) throws IOException {
        BufferedImage image = new BufferedImage(40, 28, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 28; i++) {
            image.setRGB(i % 40, i / 40, i * 0x010305);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName(name).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (progressive) {
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new javax.imageio.IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        add(syntax, bytes.toByteArray(), PixelFormat.of(28, 40, 3, 8, false, "YBR_FULL"));
    }

    private void addFile(Path file) throws IOException {
        if (Files.size(file) > 16L * LARGEST_SEED) {
            return;
        }
        String syntax = Part10.readMeta(file).transferSyntaxUid();
        DataSet object = Part10.read(file);
        Element pixels = object.get(Tag.PixelData);
        if (Codecs.decoder(syntax).isEmpty() || pixels == null || !pixels.isEncapsulated()) {
            return;
        }
        PixelFormat format = new PixelFormat(object.getInt(Tag.Rows, 0), object.getInt(Tag.Columns, 0),
                object.getInt(Tag.SamplesPerPixel, 1), object.getInt(Tag.BitsAllocated, 8),
                object.getInt(Tag.BitsStored, 8), object.getInt(Tag.HighBit, 7),
                object.getInt(Tag.PixelRepresentation, 0) == 1, false,
                object.getString(Tag.PhotometricInterpretation, "MONOCHROME2"));
        pixels.fragments().stream().skip(1).filter(f -> f.length > 16 && f.length < LARGEST_SEED).limit(2)
                .forEach(fragment -> add(syntax, fragment, format));
    }

    private void add(String syntax, byte[] codestream, PixelFormat format) {
        samples.computeIfAbsent(syntax, none -> new ArrayList<>()).add(new Sample(codestream, format));
    }
}
