package org.dromedary.dicom.codec.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The zero bit behind each byte of ones (T.87 §A.1), which keeps markers apart from coded bits. */
final class Stuffing {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    /** Of seven bytes at the top of a number. */
    private static final int STEP = 7;

    private Stuffing() {
    }

    /**
     * Fills the buffer with the bits up to the next marker or the end.
     *
     * @return where the marker is, or the end
     */
    static int remove(byte[] in, int from, int end, BitBuffer bits) {
        bits.clear(end - from);
        int place = from;
        boolean afterOnes = false;
        while (place < end) {
            if (!afterOnes && place + 8 <= end) {
                long next = (long) LONG.get(in, place) >>> 8;
                if (!hasByteOfOnes(next)) {
                    bits.put(next, 8 * STEP);
                    place += STEP;
                    continue;
                }
            }
            int value = in[place] & 0xFF;
            if (value == 0xFF && (place + 1 == end || in[place + 1] < 0)) {
                break;
            }
            bits.put(value, afterOnes ? 7 : 8);
            afterOnes = value == 0xFF;
            place++;
        }
        bits.flip();
        return place;
    }

    /**
     * Writes the bits of the buffer; the last byte is filled with zeros, and no byte of ones is the last.
     *
     * @param out has room for an eighth more than the bits take, and sixteen bytes
     * @return where what was written ends
     */
    static int insert(BitBuffer bits, byte[] out, int from) {
        bits.flip();
        int place = from;
        boolean afterOnes = false;
        while (bits.remaining() > 0 || afterOnes) {
            long next = bits.window() >>> 8;
            if (!afterOnes && bits.remaining() >= 8 * STEP && !hasByteOfOnes(next)) {
                LONG.set(out, place, next << 8);
                bits.skip(8 * STEP);
                place += STEP;
                continue;
            }
            int count = afterOnes ? 7 : 8;
            int value = bits.read(count);
            out[place++] = (byte) value;
            afterOnes = value == 0xFF;
        }
        return place;
    }

    /** Of the seven lower bytes. */
    private static boolean hasByteOfOnes(long bytes) {
        long inverse = ~bytes;
        return (inverse - LOWEST_BITS & ~inverse & HIGHEST_BITS) != 0;
    }
}
