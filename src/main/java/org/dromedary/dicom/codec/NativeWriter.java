package org.dromedary.dicom.codec;

import java.io.IOException;
import org.dromedary.dicom.codec.frame.CodecException;

/** Writes native Pixel Data in the byte order of its syntax; frames of single bits without a gap (PS3.5 §8.1.1). */
final class NativeWriter {

    private final ObjectWriter out;
    private final WordSwap words;
    private final long length;
    private long written;
    private int bits;
    private int carry;

    /** @param length bytes, made even here */
    NativeWriter(ObjectWriter out, int tag, String vr, long length, boolean bigEndian) throws IOException {
        this.out = out;
        this.length = length + (length & 1);
        words = new WordSwap(bigEndian ? WordSwap.wordOf(vr) : 1);
        out.writePixelHeader(tag, vr, this.length);
    }

    /** @param cells of a frame or a part of it, little endian */
    void write(byte[] cells) throws IOException {
        written += cells.length;
        out.check(cells);
        out.writeBytes(words.push(cells));
    }

    /** @param frame cells, little endian; single bits from the lowest of the first byte on */
    void writeFrame(byte[] frame, long count) throws IOException {
        if (bits == 0 && count % 8 == 0) {
            write(frame);
            return;
        }
        byte[] shifted = new byte[(int) ((bits + count) / 8)];
        int window = carry;
        for (int i = 0; i < shifted.length; i++) {
            window |= (i < frame.length ? frame[i] & 0xFF : 0) << bits;
            shifted[i] = (byte) window;
            window >>>= 8;
        }
        if (frame.length > shifted.length) {
            window |= (frame[shifted.length] & 0xFF) << bits;
        }
        bits = (int) ((bits + count) % 8);
        carry = window & (1 << bits) - 1;
        write(shifted);
    }

    /** Writes what is left of single bits, what is to come behind the frames, and zeros up to the length. */
    void finish(byte[] behind) throws IOException {
        if (bits > 0) {
            write(new byte[] {(byte) carry});
        }
        write(behind);
        finish();
    }

    void finish() throws IOException {
        if (written > length || length - written > 1) {
            throw new CodecException("Pixel Data (7FE0,0010): " + written
                    + " bytes of decoded pixels in place of " + length);
        }
        write(new byte[(int) (length - written)]);
        out.writeBytes(words.end());
    }
}
