package org.dromedary.dicom.codec.j2k;

/** Decodes the adaptive run-length code of the HT cleanup pass, which tells rare events (T.814 §7.3.3). */
final class HtMelDecoder {

    private byte[] data;
    private int position;
    private int end;
    private int current;
    private int bitsLeft;
    private int state;
    private int zeros;
    private boolean one;

    /** The last byte belongs to this code only with its upper half; ones follow it. */
    void start(byte[] data, int from, int to) {
        this.data = data;
        position = from;
        end = to;
        current = 0;
        bitsLeft = 0;
        state = 0;
        zeros = 0;
        one = false;
    }

    boolean event() {
        if (zeros == 0 && !one) {
            readRun();
        }
        if (zeros > 0) {
            zeros--;
            return false;
        }
        one = false;
        return true;
    }

    private void readRun() {
        int exponent = HtTables.MEL_EXPONENT[state];
        if (bit() == 1) {
            zeros = 1 << exponent;
            state = Math.min(12, state + 1);
            return;
        }
        for (int i = 0; i < exponent; i++) {
            zeros = zeros << 1 | bit();
        }
        one = true;
        state = Math.max(0, state - 1);
    }

    private int bit() {
        if (bitsLeft == 0) {
            bitsLeft = current == 0xFF ? 7 : 8;
            current = next();
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    private int next() {
        if (position >= end) {
            return 0xFF;
        }
        int value = data[position++] & 0xFF;
        return position == end ? value | 0xF : value;
    }
}
