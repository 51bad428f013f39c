package org.dromedary.dicom.codec.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * Bits in memory, the most significant first, without stuffing: written from the front, then read from the front.
 * Behind the last one lie zeros, so that reading needs no check until a code of zeros shows the end.
 */
final class BitBuffer {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Bits that {@link #window()} is sure to hold. */
    static final int WINDOW = 57;
    /** Bytes beyond the last bit that may be touched. */
    private static final int MARGIN = 32;

    private byte[] bytes = new byte[1024];
    private int full;
    private long open;
    private int openBits;
    private long position;
    private long end;

    /** Forgets the contents and makes room. */
    void clear(int room) {
        full = 0;
        open = 0;
        openBits = 0;
        reserve(room);
    }

    /** Makes room for that many more bytes. */
    void reserve(int room) {
        if (bytes.length - full - MARGIN < room) {
            long wanted = Math.max((long) full + room + MARGIN, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    /** Whether there is no room for that many more bytes and none can be made. */
    boolean exhausted(int room) {
        return (long) full + room + MARGIN > Integer.MAX_VALUE - 8;
    }

    /** Appends a value of 1 to {@value #WINDOW} bits; there must be room. */
    void put(long value, int count) {
        long bits = open << count | value;
        int filled = openBits + count;
        LONG.set(bytes, full, bits << 64 - filled);
        full += filled >> 3;
        openBits = filled & 7;
        open = bits;
    }

    /** Bytes that the bits written take. */
    long length() {
        return full + 1L;
    }

    /** Ends writing; reading begins. */
    void flip() {
        end = 8L * full + openBits;
        position = 0;
        int last = full + (openBits > 0 ? 1 : 0);
        Arrays.fill(bytes, last, Math.min(last + MARGIN, bytes.length), (byte) 0);
    }

    /** The next bits at the top of a number: {@value #WINDOW} are sure. */
    long window() {
        return (long) LONG.get(bytes, (int) (position >>> 3)) << (position & 7);
    }

    void skip(int count) {
        position += count;
    }

    long remaining() {
        return end - position;
    }

    int bit() {
        int bit = bytes[(int) (position >>> 3)] >> 7 - (position & 7) & 1;
        position++;
        return bit;
    }

    /** The next bits as a number; at most 32. */
    int read(int count) {
        int value = (int) (window() >>> 1 >>> 63 - count);
        position += count;
        return value;
    }

    /**
     * A code of zeros, a one, and k bits (T.87 §A.5.3).
     *
     * @param most     zeros that announce a number in full
     * @param fullBits what that number has
     */
    int golomb(int k, int most, int fullBits) throws CodecException {
        long window = window();
        int zeros = Long.numberOfLeadingZeros(window);
        if (zeros < most && zeros + k < WINDOW) {
            position += zeros + k + 1;
            return zeros << k | (int) (window << zeros << 1 >>> 1 >>> 63 - k);
        }
        return longCode(k, most, fullBits);
    }

    /** Writes a code as {@link #golomb} reads it. */
    void putGolomb(int value, int k, int most, int fullBits) {
        int zeros = value >>> k;
        if (zeros < most && zeros + k < WINDOW) {
            put(1L << k | value & (1 << k) - 1, zeros + k + 1);
        } else if (zeros < most) {
            put(0, zeros);
            put(1L << k | value & (1 << k) - 1, k + 1);
        } else {
            put(0, most);
            put(1L << fullBits | value - 1, fullBits + 1);
        }
    }

    private int longCode(int k, int most, int fullBits) throws CodecException {
        int zeros = 0;
        int more = Long.numberOfLeadingZeros(window());
        while (more >= WINDOW && remaining() > 0) {
            zeros += WINDOW;
            position += WINDOW;
            more = Long.numberOfLeadingZeros(window());
        }
        zeros += more;
        position += more + 1;
        if (remaining() < 0) {
            throw new CodecException("The JPEG-LS scan ends before the last row");
        }
        if (zeros > most) {
            throw new CodecException("The JPEG-LS scan has a code that is too long");
        }
        return zeros == most ? read(fullBits) + 1 : zeros << k | read(k);
    }
}
