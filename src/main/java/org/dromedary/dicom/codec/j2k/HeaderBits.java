package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import org.dromedary.dicom.codec.frame.CodecException;

/** Bits of packet headers: after a byte of 0xFF the next has seven (T.800 §B.10.1). */
final class HeaderBits {

    final byte[] data;
    final int end;
    int at;
    private int current;
    private int left;

    HeaderBits(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.end = to;
    }

    int bit() throws CodecException {
        if (left == 0) {
            if (at >= end) {
                throw new CodecException(PacketReader.MISSING);
            }
            left = current == 0xFF ? 7 : 8;
            current = data[at++] & 0xFF;
        }
        return current >> --left & 1;
    }

    int bits(int count) throws CodecException {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** Goes to the byte behind the header. */
    void align() {
        if (current == 0xFF && at < end) {
            at++;
        }
        current = 0;
        left = 0;
    }

    /** Skips that marker and what belongs to it, if it is next. */
    void skip(int marker, int length) {
        if (end - at >= length && (data[at] & 0xFF) == marker >> 8 && (data[at + 1] & 0xFF) == (marker & 0xFF)) {
            at += length;
        }
    }

    /** The other direction. */
    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int current;
        private int free = 8;

        /** Most significant bit first. */
        void put(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                current = current << 1 | value >> i & 1;
                free--;
                if (free == 0) {
                    flush();
                }
            }
        }

        private void flush() {
            bytes.write(current);
            free = current == 0xFF ? 7 : 8;
            current = 0;
        }

        /** Fills the last byte up; a header doesn't end in 0xFF. */
        byte[] end() {
            if (free < 8) {
                current <<= free;
                flush();
            }
            return bytes.toByteArray();
        }
    }
}
