package org.dromedary.dicom.codec.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.FrameEncoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Encodes RLE Lossless (PS3.5 Annex G). Each row is coded for itself (§G.3): three equal bytes and more, and two
 * where no literal run is open, become a replicate run.
 */
public final class RleEncoder implements FrameEncoder {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final int MAX_RUN = 128;
    /** A row is searched eight bytes at a time and one beyond. */
    private static final int MARGIN = 9;

    private final int[] starts = new int[RleHeader.MAX_SEGMENTS];
    private byte[] row = new byte[0];
    private byte[] out = new byte[0];
    private int end;

    @Override
    public String refusal(PixelFormat format) {
        return format.planar() && format.samples() > 1 ? "The RLE encoder takes samples by pixel"
                : RleHeader.refusal(format);
    }

    @Override
    public byte[] encode(byte[] samples, PixelFormat format) throws CodecException {
        String refusal = refusal(format);
        if (refusal != null) {
            throw new CodecException(refusal);
        }
        format.checkFrame(samples);
        int columns = format.columns();
        if (row.length < columns + MARGIN) {
            row = new byte[columns + MARGIN];
        }
        int segments = RleHeader.segments(format);
        int size = Math.max(1, format.bitsAllocated() / 8);
        end = RleHeader.LENGTH;
        for (int i = 0; i < segments; i++) {
            starts[i] = end;
            int place = i - i % size + size - 1 - i % size;
            for (int y = 0; y < format.rows(); y++) {
                if (format.bitsAllocated() == 1) {
                    unpack(samples, y * columns, columns);
                } else {
                    pick(samples, y * columns * segments + place, segments, columns);
                }
                row(columns);
            }
            if ((end & 1) == 1) {
                out[end++] = 0;
            }
        }
        RleHeader.write(out, segments, starts);
        return Arrays.copyOf(out, end);
    }

    private void pick(byte[] samples, int from, int stride, int columns) {
        byte[] line = row;
        int place = from;
        for (int x = 0; x < columns; x++) {
            line[x] = samples[place];
            place += stride;
        }
    }

    private void unpack(byte[] samples, int from, int columns) {
        for (int x = 0; x < columns; x++) {
            row[x] = (byte) (samples[from + x >> 3] >> (from + x & 7) & 1);
        }
    }

    private void row(int columns) throws CodecException {
        reserve(columns + columns / MAX_RUN + 2);
        int x = 0;
        while (x < columns) {
            int run = runEnd(x, columns) - x;
            if (run > 1) {
                run = Math.min(run, MAX_RUN);
                out[end++] = (byte) (1 - run);
                out[end++] = row[x];
                x += run;
            } else {
                int next = nextRun(x + 1, columns);
                literals(x, next);
                x = next;
            }
        }
    }

    private void literals(int from, int to) {
        for (int x = from; x < to; x += MAX_RUN) {
            int count = Math.min(MAX_RUN, to - x);
            out[end++] = (byte) (count - 1);
            System.arraycopy(row, x, out, end, count);
            end += count;
        }
    }

    /** Where the bytes equal to the one at x end. */
    private int runEnd(int x, int columns) {
        int place = x;
        while (place < columns) {
            long differences = (long) LONG.get(row, place) ^ (long) LONG.get(row, place + 1);
            if (differences != 0) {
                return Math.min(columns, place + (Long.numberOfTrailingZeros(differences) >> 3) + 1);
            }
            place += 8;
        }
        return columns;
    }

    /** Where the next three equal bytes begin, or the end of the row. */
    private int nextRun(int x, int columns) {
        int place = x;
        while (place < columns - 2) {
            long differences = (long) LONG.get(row, place) ^ (long) LONG.get(row, place + 1);
            long equal = ~((differences & LOW_BITS) + LOW_BITS | differences | LOW_BITS);
            long pairs = equal & equal >>> 8;
            if (pairs != 0) {
                place += Long.numberOfTrailingZeros(pairs) >> 3;
                return place < columns - 2 ? place : columns;
            }
            place += 7;
        }
        return columns;
    }

    private void reserve(int room) throws CodecException {
        long needed = (long) end + room;
        if (needed > out.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new CodecException("The RLE frame would be larger than 2 GB");
            }
            out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8, needed * 2));
        }
    }
}
