package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Codewords of T.800 by the flow charts of §C.2, raw bits by §D.6; the program's own coder is held against it. */
final class PlainMqEncoder {

    private static final String QE = "5601 3401 1801 0AC1 0521 0221 5601 5401 4801 3801 3001 2401 1C01 1601 5601 5401 "
            + "5101 4801 3801 3401 3001 2801 2401 2201 1C01 1801 1601 1401 1201 1101 0AC1 09C1 08A1 0521 0441 02A1 "
            + "0221 0141 0111 0085 0049 0025 0015 0009 0005 0001 5601";
    private static final int[] AFTER_MPS = {1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20,
        21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46};
    private static final int[] AFTER_LPS = {1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17,
        18, 19, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        46};

    private final int[] qe = Arrays.stream(QE.split(" ")).mapToInt(hex -> Integer.parseInt(hex, 16)).toArray();
    private final int[] index = new int[19];
    private final int[] mps = new int[19];
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean raw;
    private int a;
    private int c;
    private int ct;
    private int b;
    private boolean first;

    PlainMqEncoder() {
        reset();
    }

    void reset() {
        Arrays.fill(index, 0);
        Arrays.fill(mps, 0);
        index[0] = 4;
        index[17] = 3;
        index[18] = 46;
    }

    void start(boolean rawBits) {
        raw = rawBits;
        a = 0x8000;
        c = 0;
        ct = raw ? 8 : 12;
        b = 0;
        first = true;
    }

    void code(int context, int symbol) {
        if (raw) {
            rawBit(symbol);
            return;
        }
        int i = index[context];
        a -= qe[i];
        if (symbol == mps[context]) {
            if ((a & 0x8000) != 0) {
                c += qe[i];
                return;
            }
            if (a < qe[i]) {
                a = qe[i];
            } else {
                c += qe[i];
            }
            index[context] = AFTER_MPS[i];
        } else {
            if (a < qe[i]) {
                c += qe[i];
            } else {
                a = qe[i];
            }
            if (i == 0 || i == 6 || i == 14) {
                mps[context] = 1 - mps[context];
            }
            index[context] = AFTER_LPS[i];
        }
        do {
            shift();
        } while ((a & 0x8000) == 0);
    }

    private void rawBit(int bit) {
        ct--;
        b |= bit << ct;
        if (ct == 0) {
            out.write(b);
            ct = b == 0xFF ? 7 : 8;
            b = 0;
        }
    }

    private void shift() {
        a <<= 1;
        c <<= 1;
        ct--;
        if (ct == 0) {
            byteOut();
        }
    }

    private void byteOut() {
        if (b != 0xFF && c >= 0x8000000) {
            b++;
            c &= 0x7FFFFFF;
        }
        int bits = b == 0xFF ? 7 : 8;
        if (!first) {
            out.write(b);
        }
        first = false;
        b = c >> 27 - bits;
        c &= (1 << 27 - bits) - 1;
        ct = bits;
    }

    /** Ends the segment; returns where. */
    int end() {
        if (raw) {
            if (ct < 8) {
                out.write(b);
            }
            return out.size();
        }
        int limit = c + a;
        c |= 0xFFFF;
        if (c >= limit) {
            c -= 0x8000;
        }
        for (int i = 0; i < 2; i++) {
            c <<= ct;
            byteOut();
        }
        if (b != 0xFF) {
            out.write(b);
        }
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
