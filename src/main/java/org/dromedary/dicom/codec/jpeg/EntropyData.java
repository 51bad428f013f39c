package org.dromedary.dicom.codec.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * The entropy-coded data of one restart interval (T.81 §B.1.1.5) without stuffed bytes, and the bits that come next.
 * The window holds them at its upper end; scans whose speed counts keep window, count and position in variables of
 * their own and give them back.
 */
final class EntropyData {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Zeros behind the data, so that eight bytes can be read anywhere before {@link #limit}. */
    private static final int PADDING = 24;

    private final byte[] data;
    private final int origin;
    private final int end;
    private int next;
    private byte[] clean = new byte[0];
    private int size;

    long window;
    int count;
    int position;

    /**
     * @param origin where the codestream begins
     * @param at     the first byte after the scan header
     */
    EntropyData(byte[] data, int origin, int at, int end) {
        this.data = data;
        this.origin = origin;
        this.end = end;
        this.next = at;
    }

    /** Takes the bytes up to the next marker. */
    void begin() {
        int to = next;
        while (to < end && !markerAt(to)) {
            to++;
        }
        if (clean.length < to - next + PADDING) {
            clean = new byte[to - next + PADDING];
        }
        size = 0;
        int from = next;
        for (int i = next; i < to; i++) {
            if (data[i] == (byte) 0xFF) {
                size = append(from, i + 1 - from);
                from = i + 2;
                i++;
            }
        }
        if (from < to) {
            size = append(from, to - from);
        }
        Arrays.fill(clean, size, size + PADDING, (byte) 0);
        next = to;
        window = 0;
        count = 0;
        position = 0;
    }

    private int append(int from, int length) {
        System.arraycopy(data, from, clean, size, length);
        return size + length;
    }

    private boolean markerAt(int at) {
        return data[at] == (byte) 0xFF && at + 1 < end && data[at + 1] != 0;
    }

    /** Goes on with the next interval, which the marker of that number begins. */
    void restart(int number) throws CodecException {
        while (next + 1 < end && data[next + 1] == (byte) 0xFF) {
            next++;
        }
        int found = next + 1 < end ? data[next + 1] & 0xFF : -1;
        if (found != Marker.RST0 + (number & 7)) {
            throw new CodecException("The JPEG codestream lacks restart marker " + (number & 7), next - origin);
        }
        next += 2;
        begin();
    }

    /** Where the marker after the data begins, or the end. */
    int next() {
        return next;
    }

    byte[] bytes() {
        return clean;
    }

    /** Positions beyond it are read by nobody. */
    int limit() {
        return size + PADDING - Long.BYTES;
    }

    /** Checks that what has been read was there. */
    void checkNotExceeded() throws CodecException {
        if (8L * position - count > 8L * size) {
            throw exceeded();
        }
    }

    CodecException exceeded() {
        return new CodecException("The JPEG entropy-coded data end too early", next - origin);
    }

    /** Has 56 bits at least in the window. */
    void fill() throws CodecException {
        if (position > limit()) {
            throw exceeded();
        }
        window |= (long) LONGS.get(clean, position) >>> count;
        position += 63 - count >> 3;
        count |= 56;
    }

    /** Takes bits that the window has; none is allowed. */
    int bits(int length) {
        int value = (int) (window >>> 1 >>> 63 - length);
        window <<= length;
        count -= length;
        return value;
    }

    /** Decodes a difference of the lossless process (T.81 §H.1.2.2). */
    int difference(short[] lookup, HuffmanTable table) throws CodecException {
        fill();
        int category = symbol(lookup, table);
        HuffmanTable.checkCategory(category);
        return category == 16 ? 0x8000 : HuffmanTable.extend(bits(category), category);
    }

    /** Decodes one symbol; the window must have 16 bits. */
    int symbol(short[] lookup, HuffmanTable table) throws CodecException {
        int entry = lookup[(int) (window >>> HuffmanTable.SHIFT)] & 0xFFFF;
        if (entry == 0) {
            entry = table.find(window);
        }
        int length = entry & HuffmanTable.LENGTH_MASK;
        window <<= length;
        count -= length;
        return entry >> 8;
    }
}
