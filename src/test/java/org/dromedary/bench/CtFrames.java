package org.dromedary.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.dromedary.dicom.codec.frame.PixelFormat;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/**
 * Invented frames like those of CT: air, a body of soft tissue with organs and bones, and noise; 512 x 512 x 16 bit.
 */
final class CtFrames {

    static final int SIZE = 512;
    static final PixelFormat FORMAT = PixelFormat.of(SIZE, SIZE, 1, 16, false, "MONOCHROME2");
    private static final double NOISE = 12;
    private static final int AIR = 24;
    private static final int SOFT_TISSUE = 1064;

    private CtFrames() {
    }

    /** One native frame, little endian; the same seed makes the same frame. */
    static byte[] frame(long seed) {
        Random random = new Random(seed);
        double[][] organs = new double[14][];
        for (int i = 0; i < organs.length; i++) {
            organs[i] = new double[] {0.25 + random.nextDouble() / 2, 0.3 + random.nextDouble() * 0.4,
                0.02 + random.nextDouble() * 0.1, i < 3 ? 700 : random.nextDouble() * 160 - 80};
        }
        byte[] bytes = new byte[SIZE * SIZE * 2];
        for (int i = 0; i < SIZE * SIZE; i++) {
            double x = (double) (i % SIZE) / SIZE;
            double y = (double) (i / SIZE) / SIZE;
            long value = Math.round(density(x, y, organs) + random.nextGaussian() * NOISE);
            int stored = (int) Math.max(0, Math.min(4095, value));
            bytes[2 * i] = (byte) stored;
            bytes[2 * i + 1] = (byte) (stored >> 8);
        }
        return bytes;
    }

    private static double density(double x, double y, double[][] organs) {
        double dx = (x - 0.5) / 0.42;
        double dy = (y - 0.5) / 0.31;
        if (dx * dx + dy * dy > 1) {
            return AIR;
        }
        double value = SOFT_TISSUE + 20 * Math.sin(9 * x) * Math.cos(7 * y);
        for (double[] organ : organs) {
            double distance = Math.hypot(x - organ[0], y - organ[1]);
            value += organ[3] / (1 + Math.exp((distance - organ[2]) * 160));
        }
        return value;
    }

    /** A native multi-frame object of so many frames. */
    static Path file(Path folder, int frames) throws IOException {
        String uid = "2.25.7100" + frames;
        DataSet head = new DataSet()
                .set(Tag.SOPClassUID, Uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage)
                .set(Tag.SOPInstanceUID, uid).set(Tag.Modality, "OT").set(Tag.PatientID, "BENCH")
                .set(Tag.StudyInstanceUID, "2.25.7101").set(Tag.SeriesInstanceUID, "2.25.7102")
                .setInt(Tag.SamplesPerPixel, 1).set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.NumberOfFrames, Integer.toString(frames)).setInt(Tag.Rows, SIZE).setInt(Tag.Columns, SIZE)
                .setInt(Tag.BitsAllocated, 16).setInt(Tag.BitsStored, 16).setInt(Tag.HighBit, 15)
                .setInt(Tag.PixelRepresentation, 0);
        byte[] pixels = new byte[frames * SIZE * SIZE * 2];
        for (int frame = 0; frame < frames; frame++) {
            System.arraycopy(frame(frame), 0, pixels, frame * SIZE * SIZE * 2, SIZE * SIZE * 2);
        }
        Path file = folder.resolve("native-" + frames + ".dcm");
        Part10.write(file, head.setBytes(Tag.PixelData, Vr.OW, pixels), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        return file;
    }

    /** So many frames as a folder of PGM files, the tools of OpenJPEG's form. */
    static Path greyMaps(Path folder, int frames) throws IOException {
        Path maps = Files.createDirectories(folder.resolve("pgm-" + frames));
        for (int frame = 0; frame < frames; frame++) {
            byte[] bytes = frame(frame);
            for (int i = 0; i < bytes.length; i += 2) {
                byte low = bytes[i];
                bytes[i] = bytes[i + 1];
                bytes[i + 1] = low;
            }
            try (OutputStream out = Files.newOutputStream(maps.resolve(frame + ".pgm"))) {
                out.write(("P5\n" + SIZE + " " + SIZE + "\n65535\n").getBytes(
                        java.nio.charset.StandardCharsets.US_ASCII));
                out.write(bytes);
            }
        }
        return maps;
    }
}
