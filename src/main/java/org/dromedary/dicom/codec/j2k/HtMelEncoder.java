package org.dromedary.dicom.codec.j2k;

/** Writes what {@link HtMelDecoder} reads: the adaptive run-length code of the HT cleanup pass (T.814 §7.3.3). */
final class HtMelEncoder {

    /** Before the first bit of a byte, and of one after FF, which has seven. */
    private static final int EMPTY = 1;
    private static final int EMPTY_AFTER_FF = 2;

    private final byte[] bytes = new byte[HtSegment.MAX_CODES];
    private int length;
    /** The bits of a byte below a one: full when that is bit 8. */
    private int current;
    private int state;
    private int run;

    void start() {
        length = 0;
        current = EMPTY;
        state = 0;
        run = 0;
    }

    void event(boolean happens) {
        int exponent = HtTables.MEL_EXPONENT[state];
        if (happens) {
            put(0);
            for (int i = exponent - 1; i >= 0; i--) {
                put(run >> i & 1);
            }
            run = 0;
            state = Math.max(0, state - 1);
        } else if (++run == 1 << exponent) {
            put(1);
            run = 0;
            state = Math.min(12, state + 1);
        }
    }

    private void put(int bit) {
        current = current << 1 | bit;
        if (current > 0xFF) {
            bytes[length++] = (byte) current;
            current = (current & 0xFF) == 0xFF ? EMPTY_AFTER_FF : EMPTY;
        }
    }

    /** Ends a run that is under way and fills the last byte, which is never FF; returns the length. */
    int finish() {
        if (run > 0) {
            put(1);
        }
        while (current != EMPTY) {
            put(0);
        }
        return length;
    }

    byte[] bytes() {
        return bytes;
    }
}
