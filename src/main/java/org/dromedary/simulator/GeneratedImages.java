package org.dromedary.simulator;

import static org.dromedary.dicom.data.Dictionary.tagOf;

import java.util.SplittableRandom;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Vr;

/** Fills in the image modules of generated objects (PS3.3 §C.7.6, §C.8) with gradients, a disc and noise. */
final class GeneratedImages {

    private static final int NOISE_MASK = 0xFFFF;
    private static final byte[] NOISE = noise();
    private static final int CLIP_FRAMES = 8;

    private GeneratedImages() {
    }

    static void fill(ObjectKind kind, DataSet object, GeneratedContext context, int number) {
        switch (kind) {
            case CT -> ct(object, context, number);
            case MR -> mr(object, context, number);
            case CR -> projection(object, context, "HAND", 10);
            case DX -> dx(object, context);
            case US -> us(object, context);
            case SC -> sc(object, context);
            default -> throw new IllegalArgumentException(kind + " is not an image");
        }
    }

    private static void ct(DataSet object, GeneratedContext context, int number) {
        object.set(Tag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL");
        plane(object, context, number, 5);
        object.set(Tag.KVP, "120");
        object.set(Tag.RescaleIntercept, "-1024");
        object.set(Tag.RescaleSlope, "1");
        object.set(Tag.WindowCenter, "40");
        object.set(Tag.WindowWidth, "400");
        grey(object, context.matrix(), context.matrix(), 12, context.random());
    }

    private static void mr(DataSet object, GeneratedContext context, int number) {
        object.set(Tag.ImageType, "ORIGINAL", "PRIMARY", "OTHER");
        object.set(tagOf("ScanningSequence"), "SE");
        object.set(tagOf("SequenceVariant"), "SK");
        object.set(tagOf("ScanOptions"), "");
        object.set(tagOf("MRAcquisitionType"), "2D");
        object.set(tagOf("EchoTime"), "95");
        object.set(tagOf("EchoTrainLength"), "1");
        object.set(tagOf("RepetitionTime"), "4200");
        plane(object, context, number, 4);
        grey(object, context.matrix(), context.matrix(), 12, context.random());
    }

    private static void dx(DataSet object, GeneratedContext context) {
        object.set(Tag.PresentationIntentType, "FOR PRESENTATION");
        object.set(Tag.ImageLaterality, "U");
        object.set(tagOf("PixelIntensityRelationship"), "LIN");
        object.setInt(tagOf("PixelIntensityRelationshipSign"), -1);
        object.set(Tag.RescaleIntercept, "0");
        object.set(Tag.RescaleSlope, "1");
        object.set(tagOf("RescaleType"), "US");
        object.set(tagOf("PresentationLUTShape"), "IDENTITY");
        object.set(Tag.LossyImageCompression, "00");
        object.set(Tag.BurnedInAnnotation, "NO");
        object.set(tagOf("PatientOrientation"), "L", "F");
        projection(object, context, "CHEST", 14);
    }

    private static void projection(DataSet object, GeneratedContext context, String bodyPart, int bits) {
        object.set(Tag.ImageType, "ORIGINAL", "PRIMARY");
        object.set(Tag.BodyPartExamined, bodyPart);
        object.set(tagOf("ViewPosition"), "PA");
        object.set(tagOf("ImagerPixelSpacing"), "0.143", "0.143");
        object.set(Tag.WindowCenter, Integer.toString(1 << bits - 1));
        object.set(Tag.WindowWidth, Integer.toString(1 << bits));
        grey(object, context.matrix(), context.matrix(), bits, context.random());
    }

    private static void us(DataSet object, GeneratedContext context) {
        object.set(Tag.ImageType, "ORIGINAL", "PRIMARY", "ABDOMINAL");
        object.set(Tag.NumberOfFrames, Integer.toString(CLIP_FRAMES));
        object.set(tagOf("FrameTime"), "40");
        object.set(Tag.FrameIncrementPointer, "00181063");
        object.set(Tag.LossyImageCompression, "00");
        int side = Math.max(2, context.matrix() / 2);
        pixelModule(object, side, side, 8, 1, "MONOCHROME2");
        byte[] pixels = new byte[CLIP_FRAMES * side * side + 1 & ~1];
        for (int frame = 0; frame < CLIP_FRAMES; frame++) {
            fan(pixels, frame * side * side, side, frame, context.random().nextInt());
        }
        object.setBytes(Tag.PixelData, Vr.OB, pixels);
    }

    private static void sc(DataSet object, GeneratedContext context) {
        object.set(Tag.ImageType, "DERIVED", "SECONDARY");
        object.set(Tag.ConversionType, "DI");
        int side = Math.max(2, context.matrix() / 2);
        pixelModule(object, side, side, 8, 3, "RGB");
        object.setInt(Tag.PlanarConfiguration, 0);
        byte[] pixels = new byte[side * side * 3 + 1 & ~1];
        int noise = context.random().nextInt();
        for (int i = 0, y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int grain = NOISE[noise++ & NOISE_MASK] & 7;
                pixels[i++] = (byte) (160 + 60 * y / side + grain);
                pixels[i++] = (byte) (110 + 70 * x / side + grain);
                pixels[i++] = (byte) (90 + 40 * (x + y) / (2 * side) + grain);
            }
        }
        object.setBytes(Tag.PixelData, Vr.OB, pixels);
    }

    private static void plane(DataSet object, GeneratedContext context, int number, int spacing) {
        object.set(Tag.FrameOfReferenceUID, context.frameOfReferenceUid());
        object.set(tagOf("PositionReferenceIndicator"), "");
        object.set(Tag.ImagePositionPatient, "-180", "-180", Integer.toString(-number * spacing));
        object.set(Tag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0");
        object.set(Tag.PixelSpacing, "0.7", "0.7");
        object.set(Tag.SliceThickness, Integer.toString(spacing));
        object.set(tagOf("SliceLocation"), Integer.toString(-number * spacing));
        object.set(Tag.AcquisitionNumber, "1");
        object.set(Tag.BodyPartExamined, "CHEST");
        object.set(Tag.PatientPosition, "HFS");
    }

    private static void pixelModule(DataSet object, int rows, int columns, int bits, int samples, String colour) {
        object.setInt(Tag.SamplesPerPixel, samples);
        object.set(Tag.PhotometricInterpretation, colour);
        object.setInt(Tag.Rows, rows);
        object.setInt(Tag.Columns, columns);
        object.setInt(Tag.BitsAllocated, bits > 8 ? 16 : 8);
        object.setInt(Tag.BitsStored, bits);
        object.setInt(Tag.HighBit, bits - 1);
        object.setInt(Tag.PixelRepresentation, 0);
    }

    /** A bright disc on a diagonal gradient with noise: compresses about as well as a real slice does. */
    private static void grey(DataSet object, int rows, int columns, int bits, SplittableRandom random) {
        pixelModule(object, rows, columns, bits, 1, "MONOCHROME2");
        byte[] pixels = new byte[rows * columns * 2];
        int noise = random.nextInt();
        int limit = (1 << bits) - 1;
        int radius = columns * columns / 9 + random.nextInt(columns * 2);
        for (int i = 0, y = 0; y < rows; y++) {
            int dy = y - rows / 2;
            for (int x = 0; x < columns; x++) {
                int dx = x - columns / 2;
                int level = (x + y) * limit / (4 * (rows + columns)) + (NOISE[noise++ & NOISE_MASK] & 31);
                int value = dx * dx + dy * dy < radius ? Math.min(limit, level + limit / 3) : level;
                pixels[i++] = (byte) value;
                pixels[i++] = (byte) (value >> 8);
            }
        }
        object.setBytes(Tag.PixelData, Vr.OW, pixels);
    }

    /** A bright sector whose speckle moves from frame to frame. */
    private static void fan(byte[] pixels, int offset, int side, int frame, int seed) {
        int noise = seed;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean inside = Math.abs(x - side / 2) < y / 2 + 4;
                int speckle = NOISE[noise++ & NOISE_MASK] & 63;
                pixels[offset++] = inside ? (byte) (40 + speckle + 80 * ((y + 3 * frame) % side) / side) : 0;
            }
        }
    }

    private static byte[] noise() {
        SplittableRandom random = new SplittableRandom(20040101);
        byte[] noise = new byte[NOISE_MASK + 1];
        random.nextBytes(noise);
        return noise;
    }
}
