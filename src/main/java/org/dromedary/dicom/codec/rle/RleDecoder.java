package org.dromedary.dicom.codec.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.FrameDecoder;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Decodes RLE Lossless (PS3.5 Annex G): a header of 16 numbers, then one PackBits segment for each byte of the
 * composite pixel code, the most significant byte of each sample first. What follows a full segment is padding.
 */
public final class RleDecoder implements FrameDecoder {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Of the longest replicate run: 128 bytes from two. */
    private static final int GREATEST_EXPANSION = 64;
    /** Bytes copied at once. */
    private static final int CHUNK = 16;

    private final int[] starts = new int[RleHeader.MAX_SEGMENTS + 1];
    private int origin;
    private byte[] high = {};
    private byte[] low = {};

    @Override
    public Frame decode(byte[] codestream, int offset, int length, PixelFormat declared) throws CodecException {
        String refusal = RleHeader.refusal(declared);
        if (refusal != null) {
            throw new CodecException(refusal);
        }
        int segments = RleHeader.segments(declared);
        origin = offset;
        RleHeader.read(codestream, offset, length, segments, starts);
        int pixels = declared.rows() * declared.columns();
        int least = declared.bitsAllocated() == 1 ? (pixels + 7) / 8 : pixels;
        for (int i = 0; i < segments; i++) {
            if (length(i) * GREATEST_EXPANSION < least) {
                throw tooShort(i);
            }
        }
        PixelFormat format = new PixelFormat(declared.rows(), declared.columns(), declared.samples(),
                declared.bitsAllocated(), declared.bitsStored(), declared.highBit(), declared.signed(), false,
                declared.photometric());
        if (declared.bitsAllocated() == 1) {
            return new Frame(format, bits(codestream, pixels, least));
        }
        return new Frame(format, segments == 2 && declared.samples() == 1 ? pairs(codestream, pixels)
                : scattered(codestream, pixels, segments, declared.bitsAllocated() / 8));
    }

    private long length(int segment) {
        return starts[segment + 1] - starts[segment];
    }

    private CodecException tooShort(int segment) {
        return new CodecException("RLE segment " + (segment + 1) + " ends before the frame is full,",
                starts[segment + 1] - origin);
    }

    /** A byte a pixel as §G.2 has it, or, as some write it, the bytes of the native frame with eight pixels each. */
    private byte[] bits(byte[] codestream, int pixels, int least) throws CodecException {
        byte[] bytes = new byte[(int) Math.min(pixels, length(0) * GREATEST_EXPANSION)];
        int count = segment(codestream, 0, bytes, bytes.length);
        byte[] frame = new byte[least];
        if (count < pixels) {
            if (count < least || count > least + 1) {
                throw tooShort(0);
            }
            System.arraycopy(bytes, 0, frame, 0, least);
            return frame;
        }
        for (int i = 0; i < pixels; i++) {
            frame[i >> 3] |= (bytes[i] & 1) << (i & 7);
        }
        return frame;
    }

    /** Grey of 16 bits, four pixels at a time. */
    private byte[] pairs(byte[] codestream, int pixels) throws CodecException {
        high = plane(codestream, 0, pixels, high);
        low = plane(codestream, 1, pixels, low);
        byte[] frame = new byte[2 * pixels];
        int i = 0;
        for (; i < pixels - 3; i += 4) {
            LONG.set(frame, 2 * i, spread((int) INT.get(low, i)) | spread((int) INT.get(high, i)) << 8);
        }
        for (; i < pixels; i++) {
            frame[2 * i] = low[i];
            frame[2 * i + 1] = high[i];
        }
        return frame;
    }

    /** Four bytes as the lower halves of four pairs. */
    private static long spread(int bytes) {
        long pairs = (bytes & 0xFFFFFFFFL | (long) bytes << 16) & 0x0000FFFF0000FFFFL;
        return (pairs | pairs << 8) & 0x00FF00FF00FF00FFL;
    }

    private byte[] scattered(byte[] codestream, int pixels, int segments, int size) throws CodecException {
        byte[] frame = new byte[pixels * segments];
        if (segments == 1) {
            return plane(codestream, 0, pixels, frame);
        }
        for (int i = 0; i < segments; i++) {
            low = plane(codestream, i, pixels, low);
            int place = i - i % size + size - 1 - i % size;
            for (int from = 0; from < pixels; from++) {
                frame[place] = low[from];
                place += segments;
            }
        }
        return frame;
    }

    private byte[] plane(byte[] codestream, int segment, int pixels, byte[] memory) throws CodecException {
        byte[] plane = memory.length < pixels ? new byte[pixels] : memory;
        if (segment(codestream, segment, plane, pixels) < pixels) {
            throw tooShort(segment);
        }
        return plane;
    }

    /**
     * Decodes until the segment or the plane ends; a run beyond the plane is cut.
     *
     * @return the bytes written
     */
    private int segment(byte[] in, int segment, byte[] plane, int pixels) throws CodecException {
        int from = starts[segment];
        int end = starts[segment + 1];
        int to = 0;
        while (from < end && to < pixels) {
            int control = in[from++];
            if (control >= 0) {
                int count = Math.min(control + 1, pixels - to);
                if (count > end - from) {
                    throw new CodecException("A literal run of RLE segment " + (segment + 1) + " is cut off,",
                            from - origin);
                }
                copy(in, from, plane, to, count);
                from += count;
                to += count;
            } else if (control != -128 && from < end) {
                int next = Math.min(to + 1 - control, pixels);
                fill(plane, to, next, in[from++]);
                to = next;
            }
        }
        return to;
    }

    /** Copies short runs in one chunk; what is beyond them the next run overwrites. */
    private static void copy(byte[] in, int from, byte[] plane, int to, int count) {
        if (count <= CHUNK && from + CHUNK <= in.length && to + CHUNK <= plane.length) {
            LONG.set(plane, to, (long) LONG.get(in, from));
            LONG.set(plane, to + 8, (long) LONG.get(in, from + 8));
        } else {
            System.arraycopy(in, from, plane, to, count);
        }
    }

    private static void fill(byte[] plane, int from, int to, byte value) {
        if (to - from <= CHUNK && from + CHUNK <= plane.length) {
            long eight = (value & 0xFF) * 0x0101010101010101L;
            LONG.set(plane, from, eight);
            LONG.set(plane, from + 8, eight);
        } else {
            Arrays.fill(plane, from, to, value);
        }
    }
}
