package org.dromedary.dicom.codec.j2k;

import java.util.Random;
import org.dromedary.dicom.codec.frame.CodecException;

/** Coefficients to code. */
final class Blocks {

    interface Decoding {
        void run() throws CodecException;
    }

    private Blocks() {
    }

    /** Magnitudes of up to that many bits, small ones more often; some blocks are dense, some nearly empty. */
    static int[] values(int width, int height, int bits, long seed) {
        Random random = new Random(seed);
        double density = random.nextDouble();
        int[] values = new int[width * height];
        for (int i = 0; i < values.length; i++) {
            int size = random.nextInt(bits + 1);
            if (size > 0 && random.nextDouble() < density) {
                int magnitude = random.nextInt() >>> 32 - size;
                values[i] = random.nextBoolean() ? magnitude : -magnitude;
            }
        }
        return values;
    }

    /** Anything but a {@link CodecException} fails the test. */
    static void valuesOrCodecException(Decoding decoding) {
        try {
            decoding.run();
        } catch (CodecException expected) {
            if (expected.getMessage().isBlank()) {
                throw new AssertionError("an error without a message");
            }
        }
    }
}
