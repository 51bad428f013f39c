package org.dromedary.dicom.codec.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Puts lines of samples into the native frame. */
final class SampleWriter {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final PixelFormat format;
    private final byte[] bytes;

    SampleWriter(PixelFormat format) {
        this.format = format;
        this.bytes = new byte[(int) format.frameBytes()];
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Writes one component of one row.
     *
     * @param line      the component's samples from {@code from} on, each {@code step} further
     * @param transform bits that the samples are shifted up by
     */
    void write(int[] line, int from, int step, int transform, int row, int component) {
        int samples = format.samples();
        int extension = 32 - format.bitsStored();
        int up = extension + transform;
        int at = row * format.columns() * samples + component;
        int end = from + step * format.columns();
        if (format.bitsAllocated() == 8) {
            for (int i = from; i < end; i += step, at += samples) {
                bytes[at] = (byte) extended(line[i] << up, extension);
            }
        } else {
            for (int i = from; i < end; i += step, at += samples) {
                SHORTS.set(bytes, 2 * at, (short) extended(line[i] << up, extension));
            }
        }
    }

    private int extended(int shifted, int extension) {
        return format.signed() ? shifted >> extension : shifted >>> extension;
    }
}
