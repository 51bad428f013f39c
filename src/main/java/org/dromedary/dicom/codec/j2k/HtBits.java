package org.dromedary.dicom.codec.j2k;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A bit stream of an HT code-block without its stuffing bits (T.814 §7.1), lowest bit first. It has room for whatever
 * a block can take; beyond its bytes lie only ones or zeros.
 */
final class HtBits {

    /** 4096 coefficients of 32 bits. */
    private static final int MAX_BYTES = 4096 * 4;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes = new byte[MAX_BYTES + 16];
    private int position;

    private int length;
    private long pending;
    private int pendingBits;

    /** MagSgn and significance propagation: after a byte of FF the next one has seven bits. */
    void forward(byte[] data, int from, int to, boolean ones) {
        begin();
        int last = 0;
        for (int i = from; i < to && length < MAX_BYTES; i++) {
            int value = data[i] & 0xFF;
            if (last == 0xFF) {
                append(value & 0x7F, 7);
            } else {
                append(value, 8);
            }
            last = value;
        }
        end(ones);
    }

    /** VLC: from the last byte down, its low half left out. */
    void backwardFromHalf(byte[] data, int from, int to) {
        begin();
        int last = data[to - 1] & 0xFF;
        append(last >> 4 & 7, 3);
        if ((last >> 4 & 7) != 7) {
            append(last >> 7, 1);
        }
        backward(data, from, to - 1, last | 0xF);
    }

    /** Magnitude refinement: from the last byte down. */
    void backward(byte[] data, int from, int to) {
        begin();
        backward(data, from, to, 0xFF);
    }

    /** A byte of 7F or FF after one above 8F, in reading order, has seven bits. */
    private void backward(byte[] data, int from, int to, int before) {
        int last = before;
        for (int i = to - 1; i >= from && length < MAX_BYTES; i--) {
            int value = data[i] & 0xFF;
            if (last > 0x8F && (value & 0x7F) == 0x7F) {
                append(0x7F, 7);
            } else {
                append(value, 8);
            }
            last = value;
        }
        end(false);
    }

    private void begin() {
        position = 0;
        length = 0;
        pending = 0;
        pendingBits = 0;
    }

    private void append(int value, int bits) {
        pending |= (long) value << pendingBits;
        pendingBits += bits;
        if (pendingBits >= 32) {
            LONG.set(bytes, length, pending);
            length += 4;
            pending >>>= 32;
            pendingBits -= 32;
        }
    }

    private void end(boolean ones) {
        LONG.set(bytes, length, ones ? pending | -1L << pendingBits : pending);
        Arrays.fill(bytes, length + 8, bytes.length, (byte) (ones ? -1 : 0));
    }

    /** At least 32 bits from here on. */
    int peek() {
        return (int) ((long) LONG.get(bytes, position >>> 3) >>> (position & 7));
    }

    void skip(int bits) {
        position += bits;
    }

    /** Up to 31 bits. */
    int take(int bits) {
        int value = peek() & (1 << bits) - 1;
        position += bits;
        return value;
    }
}
