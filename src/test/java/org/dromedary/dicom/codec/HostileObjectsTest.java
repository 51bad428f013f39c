package org.dromedary.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dromedary.dicom.codec.TestFrames.Content;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged objects end in one of the two declared exceptions, or are converted after all. */
class HostileObjectsTest {

    private static final int MUTATIONS = Integer.getInteger("dromedary.mutations", 150);

    @TempDir
    Path folder;

    @Test
    void mutatedObjectsAreRefusedInWordsOrConverted() throws IOException {
        Random random = new Random(20);
        int converted = 0;
        int refused = 0;
        for (byte[] object : objects()) {
            for (int i = 0; i < MUTATIONS; i++) {
                Path file = Files.write(folder.resolve("hostile.dcm"), mutated(object, random));
                TransferSyntax target = random.nextBoolean() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
                        : TransferSyntax.JPEG_LS_LOSSLESS;
                try {
                    TestImages.transcode(file, folder.resolve("out.dcm"), target);
                    converted++;
                } catch (CodecException | DicomFormatException e) {
                    refused++;
                }
            }
        }
        assertThat(converted).isPositive();
        assertThat(refused).isPositive();
    }

    private List<byte[]> objects() throws IOException {
        PixelFormat format = PixelFormat.of(8, 9, 1, 12, false, "MONOCHROME2");
        byte[] pixels = TestImages.cells(format, 2);
        DataSet icon = TestImages.image(PixelFormat.of(4, 4, 1, 8, false, "MONOCHROME2"), 1, new byte[16]);
        DataSet plain = TestImages.image(format, 2, pixels).setItems(0x00880200, icon)
                .setInt(Tag.OverlayBitsAllocated, 16).setInt(Tag.OverlayBitPosition, 13)
                .set(Tag.LossyImageCompressionRatio, "2.5");
        List<byte[]> objects = new ArrayList<>();
        Path file = folder.resolve("object.dcm");
        for (TransferSyntax syntax : TestImages.NATIVE) {
            objects.add(Files.readAllBytes(TestImages.write(file, plain, syntax)));
        }
        Path encoded = folder.resolve("encoded.dcm");
        for (TransferSyntax syntax : TestImages.ENCAPSULATED) {
            TestImages.transcode(file, encoded, syntax);
            objects.add(Files.readAllBytes(encoded));
        }
        PixelFormat small = PixelFormat.of(8, 8, 1, 8, false, "MONOCHROME2");
        byte[] lossy = Codecs.encoder(TransferSyntax.JPEG_BASELINE.uid()).orElseThrow()
                .encode(TestFrames.frame(small, Content.SMOOTH, 1), small);
        DataSet lossyIcon = TestImages.encapsulated(small, 1, List.of(new byte[0], lossy));
        DataSet object = TestImages.encapsulated(small, 1, List.of(new byte[4], lossy)).setItems(0x00880200, lossyIcon);
        objects.add(Files.readAllBytes(TestImages.write(file, object, TransferSyntax.JPEG_BASELINE)));
        return objects;
    }

    private static byte[] mutated(byte[] object, Random random) {
        byte[] mutated = object.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = 132 + random.nextInt(mutated.length - 132);
            mutated[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (mutated[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xFF;
                default -> 0;
            };
        }
        boolean cut = random.nextInt(5) == 0;
        return cut ? Arrays.copyOf(mutated, 132 + random.nextInt(object.length - 132)) : mutated;
    }
}
