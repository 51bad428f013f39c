package org.dromedary.dicom.codec.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Rows of samples in arrays with one place more on either side, and their way in and out of native frames: the first
 * place holds what is left of the first sample, the last what is above right of the last one of the next row.
 */
final class Samples {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Samples() {
    }

    /** Fills the places beside the rows for coding the lower one (T.87 §A.2.1). */
    static void join(int[] above, int[] line, int columns) {
        line[0] = above[1];
        above[columns + 1] = above[columns];
    }

    /** Writes one component's row; the sign of signed samples is the highest bit stored. */
    static void write(int[] line, byte[] frame, int row, int component, PixelFormat format) {
        int columns = format.columns();
        int step = format.samples();
        int place = row * columns * step + component;
        int unused = format.signed() ? 32 - format.bitsStored() : 0;
        if (format.bitsAllocated() == 8) {
            for (int x = 1; x <= columns; x++, place += step) {
                frame[place] = (byte) (line[x] << unused >> unused);
            }
        } else if (format.bitsAllocated() == 16) {
            for (int x = 1; x <= columns; x++, place += step) {
                SHORT.set(frame, 2 * place, (short) (line[x] << unused >> unused));
            }
        } else {
            for (int x = 1; x <= columns; x++, place += step) {
                INT.set(frame, 4 * place, line[x] << unused >> unused);
            }
        }
    }

    /** Reads one component's row; only the bits stored count. */
    static void read(byte[] frame, int[] line, int row, int component, PixelFormat format) {
        int columns = format.columns();
        int step = format.samples();
        int place = row * columns * step + component;
        int mask = (1 << format.bitsStored()) - 1;
        if (format.bitsAllocated() == 8) {
            for (int x = 1; x <= columns; x++, place += step) {
                line[x] = frame[place] & mask;
            }
        } else if (format.bitsAllocated() == 16) {
            for (int x = 1; x <= columns; x++, place += step) {
                line[x] = (short) SHORT.get(frame, 2 * place) & mask;
            }
        } else {
            for (int x = 1; x <= columns; x++, place += step) {
                line[x] = (int) INT.get(frame, 4 * place) & mask;
            }
        }
    }
}
