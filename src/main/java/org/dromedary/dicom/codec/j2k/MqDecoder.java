package org.dromedary.dicom.codec.j2k;

/**
 * The MQ decoder (T.800 Annex C) and, for bypassed passes, the reader of raw bits (T.800 §D.6).
 *
 * <p>The interval A and the code register C are both lowered by Qe while more probable symbols come. What can still be
 * taken from both before a symbol needs more care is one number, the slack; the caller keeps it in a local variable
 * and most symbols cost one subtraction and one comparison. The two registers lie here, less the slack.
 */
final class MqDecoder {

    /** The slack while raw bits are read: always negative, so that every bit goes the long way. */
    private static final int RAW = -0x20000000;

    private static final long REGISTER = 0xFFFF_FFFF_FFFFL;

    /** 1 if decoded signs are relative to their prediction, 0 for raw bits. */
    int predicts;

    private final int[] contexts = new int[MqTables.CONTEXTS];
    private byte[] data;
    private int position;
    private int end;
    private int interval;
    /** Sixteen bits to compare with the interval, from bit 32 on; bits that follow below. */
    private long code;
    /** How many bits there are below. */
    private int bitsLeft;
    private int lastByte;

    void resetContexts() {
        MqTables.reset(contexts);
    }

    /** Starts at an arithmetically coded segment, beyond whose end lie bytes of FF; returns the slack. */
    int start(byte[] data, int from, int to) {
        open(data, from, to);
        predicts = 1;
        code = (long) byteAt(position) << 32;
        bitsLeft = 0;
        fill();
        code <<= 7;
        bitsLeft -= 7;
        interval = 0x8000;
        return separate();
    }

    /** Starts at a segment of raw bits. */
    int startRaw(byte[] data, int from, int to) {
        open(data, from, to);
        predicts = 0;
        bitsLeft = 0;
        lastByte = 0;
        return RAW;
    }

    private void open(byte[] data, int from, int to) {
        this.data = data;
        position = from;
        end = to;
    }

    /**
     * Decodes one symbol.
     *
     * @return the new slack in the bits from 1 up, the symbol in bit 0
     */
    int decode(int slack, int context) {
        int word = contexts[context];
        int left = slack - (word >>> 8);
        return left >= 0 ? left << 1 | word & 1 : exchange(left, context, word);
    }

    /**
     * The symbol is the less probable one or ends in a renormalisation (T.800 figures C.15 to C.18). What happens is
     * hard to foresee for a processor, so there are no branches: masks are all ones for true.
     */
    private int exchange(int left, int context, int word) {
        if (predicts == 0) {
            return RAW << 1 | rawBit();
        }
        int qe = word >>> 8;
        int size = interval + left;
        long register = code + ((long) left << 32);
        int lower = (int) (register >> 63);
        int lessProbable = lower ^ size - qe >> 31;
        contexts[context] = MqTables.AFTER[word & 0x7F | lessProbable & 0x80];
        size ^= (size ^ qe) & lower;
        register += (long) (qe & lower) << 32;
        int shift = Integer.numberOfLeadingZeros(size) - 16;
        code = register;
        if (shift > bitsLeft) {
            fill();
        }
        interval = size << shift;
        code = code << shift & REGISTER;
        bitsLeft -= shift;
        return separate() << 1 | (word ^ lessProbable) & 1;
    }

    private int separate() {
        int slack = Math.min(interval - 0x8000, (int) (code >>> 32));
        interval -= slack;
        code -= (long) slack << 32;
        return slack;
    }

    /** BYTEIN (T.800 figure C.19), as often as there is room for another byte. */
    private void fill() {
        while (bitsLeft <= 24) {
            int next = byteAt(position + 1);
            if (byteAt(position) != 0xFF) {
                position++;
                code += (long) next << 24 - bitsLeft;
                bitsLeft += 8;
            } else if (next > 0x8F) {
                code += 0xFFL << 24 - bitsLeft;
                bitsLeft += 8;
            } else {
                position++;
                code += (long) next << 25 - bitsLeft;
                bitsLeft += 7;
            }
        }
    }

    private int byteAt(int at) {
        return at < end ? data[at] & 0xFF : 0xFF;
    }

    /** After a byte of FF one stuffed bit is left out. */
    private int rawBit() {
        if (bitsLeft == 0) {
            bitsLeft = lastByte == 0xFF ? 7 : 8;
            lastByte = byteAt(position);
            position = Math.min(position + 1, end);
        }
        bitsLeft--;
        return lastByte >> bitsLeft & 1;
    }
}
