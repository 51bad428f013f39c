package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;

/**
 * The MQ encoder (T.800 §C.2).
 *
 * <p>While more probable symbols come, Qe moves from the interval A to the code register C: their sum stays. So the
 * caller keeps A in a local variable, the sum lies here, and most symbols cost one subtraction and two tests.
 */
final class MqEncoder {

    private final int[] contexts = new int[MqTables.CONTEXTS];
    private byte[] bytes = new byte[8192];
    private int length;
    private int sum;
    private int bitsLeft;
    /** The byte a carry may still change; none before the first. */
    private int pending;

    /** Starts a segment; returns the interval. */
    int start() {
        MqTables.reset(contexts);
        sum = 0x8000;
        bitsLeft = 12;
        length = -1;
        pending = 0;
        return sum;
    }

    /** Encodes one symbol and returns the new interval. */
    int encode(int interval, int context, int symbol) {
        int word = contexts[context];
        int left = interval - (word >>> 8);
        if (left >= 0x8000 && ((word ^ symbol) & 1) == 0) {
            return left;
        }
        return exchange(left, context, word, symbol);
    }

    /**
     * The less probable symbol, or a renormalisation after the other (T.800 figures C.6, C.7). What happens is hard to
     * foresee for a processor, so there are few branches: masks are all ones for true.
     */
    private int exchange(int left, int context, int word, int symbol) {
        int qe = word >>> 8;
        int lessProbable = -((word ^ symbol) & 1);
        int exchanged = lessProbable ^ left - qe >> 31;
        contexts[context] = MqTables.AFTER[word & 0x7F | lessProbable & 0x80];
        int code = sum - left - (qe & exchanged);
        int after = left ^ (left ^ qe) & exchanged;
        int shift = Integer.numberOfLeadingZeros(after) - 16;
        after <<= shift;
        while (shift >= bitsLeft) {
            shift -= bitsLeft;
            code = put(code << bitsLeft);
        }
        code <<= shift;
        bitsLeft -= shift;
        sum = code + after;
        return after;
    }

    /** BYTEOUT (T.800 figure C.8): hands on the pending byte and takes the next from the code register. */
    private int put(int code) {
        int rest = code;
        if (pending != 0xFF && rest >= 0x8000000) {
            pending++;
            rest &= 0x7FFFFFF;
        }
        boolean stuffed = pending == 0xFF;
        append();
        bitsLeft = stuffed ? 7 : 8;
        int low = stuffed ? 20 : 19;
        pending = rest >>> low;
        return rest & (1 << low) - 1;
    }

    private void append() {
        if (length >= 0) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length] = (byte) pending;
        }
        length++;
    }

    /** Ends the segment so that any decoder takes it (T.800 figure C.11). */
    void flush(int interval) {
        int code = sum - interval;
        int filled = code | 0xFFFF;
        if (filled >= sum) {
            filled -= 0x8000;
        }
        int rest = put(filled << bitsLeft);
        put(rest << bitsLeft);
        if (pending != 0xFF) {
            append();
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
