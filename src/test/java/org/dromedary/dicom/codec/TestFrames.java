package org.dromedary.dicom.codec;

import java.util.Random;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Made-up frames of pixels. */
public final class TestFrames {

    /** What is in a frame: what coders meet in images, and what is hardest for them. */
    public enum Content { NOISE, SMOOTH, STEPS, SPOTS, FLAT, EXTREMES }

    private TestFrames() {
    }

    /** Grey or RGB by pixel, values within the bits stored. */
    public static byte[] frame(PixelFormat format, Content content, long seed) {
        Random random = new Random(seed);
        int bytes = format.bitsAllocated() / 8;
        byte[] frame = new byte[(int) format.frameBytes()];
        int place = 0;
        for (int y = 0; y < format.rows(); y++) {
            for (int x = 0; x < format.columns(); x++) {
                for (int i = 0; i < format.samples(); i++, place += bytes) {
                    long value = value(content, random, x, y, i, format.bitsStored());
                    put(frame, place, bytes, extended(value, format));
                }
            }
        }
        return frame;
    }

    private static long value(Content content, Random random, int x, int y, int sample, int bits) {
        long most = (1L << bits) - 1;
        return switch (content) {
            case NOISE -> random.nextLong() & most;
            case SMOOTH -> Math.round(Math.max(0, Math.min(most, most * (0.5 + 0.3 * Math.sin(x / 20.0 + sample)
                    * Math.cos(y / 15.0)) + random.nextGaussian() * most / 200)));
            case STEPS -> (x / 9 * 5L + y / 7 * 3L * (sample + 1)) & most;
            case SPOTS -> random.nextInt(20) == 0 ? random.nextLong() & most : most / 3;
            case FLAT -> most / 2;
            case EXTREMES -> random.nextBoolean() ? most : 0;
        };
    }

    private static long extended(long value, PixelFormat format) {
        int unused = 64 - format.bitsStored();
        return format.signed() ? value << unused >> unused : value;
    }

    private static void put(byte[] frame, int place, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            frame[place + i] = (byte) (value >> 8 * i);
        }
    }
}
