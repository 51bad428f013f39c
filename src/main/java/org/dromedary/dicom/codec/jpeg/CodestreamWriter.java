package org.dromedary.dicom.codec.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Writes marker segments and entropy-coded bits, the latter with a 0 after each FF (T.81 §F.1.2.3). */
final class CodestreamWriter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_NUMBER = Integer.MAX_VALUE - 64;

    private byte[] bytes;
    private int size;
    private long pending;
    private int pendingBits;

    CodestreamWriter(int expectedBytes) {
        bytes = new byte[expectedBytes + 1024];
    }

    private void ensure(int more) throws CodecException {
        if (size > bytes.length - more) {
            if (size > MAX_NUMBER - more) {
                throw new CodecException("A JPEG codestream of more than 2 GiB is not written");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_NUMBER, Math.max(2L * bytes.length, (long) size + more)));
        }
    }

    void u8(int value) throws CodecException {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void u16(int value) throws CodecException {
        u8(value >> 8);
        u8(value);
    }

    void marker(int code) throws CodecException {
        u16(0xFF00 | code);
    }

    /** Begins a segment of so many bytes after its length. */
    void segment(int code, int length) throws CodecException {
        marker(code);
        u16(length + 2);
    }

    /**
     * Writes a frame header (T.81 §B.2.2). Components of RGB have their letters for names, by which readers know
     * them; others are counted.
     *
     * @param firstHorizontal horizontal samples of the first component for one of the others
     */
    void frameHeader(int code, PixelFormat format, int firstHorizontal) throws CodecException {
        int count = format.samples();
        segment(code, 6 + 3 * count);
        u8(format.bitsStored());
        u16(format.rows());
        u16(format.columns());
        u8(count);
        for (int i = 0; i < count; i++) {
            u8(componentName(format, i));
            u8(i == 0 ? firstHorizontal << 4 | 1 : 0x11);
            u8(code == Marker.SOF3_LOSSLESS || i == 0 || rgb(format) ? 0 : 1);
        }
    }

    static int componentName(PixelFormat format, int component) {
        return rgb(format) ? "RGB".charAt(component) : component + 1;
    }

    private static boolean rgb(PixelFormat format) {
        return format.samples() == 3 && "RGB".equals(format.photometric());
    }

    /** Writes Adobe's marker, which tells readers of the DCT processes that colours are not transformed. */
    void adobeRgb() throws CodecException {
        segment(Marker.APP14, 12);
        for (int letter : "Adobe".toCharArray()) {
            u8(letter);
        }
        u16(100);
        u16(0);
        u16(0);
        u8(0);
    }

    /** Adds bits, 32 at most, to the entropy-coded data. */
    void bits(long value, int length) throws CodecException {
        pending = pending << length | value;
        pendingBits += length;
        if (pendingBits >= 32) {
            pendingBits -= 32;
            word((int) (pending >>> pendingBits));
        }
    }

    private void word(int word) throws CodecException {
        ensure(8);
        int inverse = ~word;
        if ((inverse - 0x01010101 & word & 0x80808080) == 0) {
            INTS.set(bytes, size, word);
            size += 4;
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                stuffed(word >> shift);
            }
        }
    }

    private void stuffed(int value) {
        bytes[size++] = (byte) value;
        if ((value & 0xFF) == 0xFF) {
            bytes[size++] = 0;
        }
    }

    /** Fills the last byte up with ones, ends the image, and makes the length even. */
    byte[] finish() throws CodecException {
        int fill = -pendingBits & 7;
        bits((1 << fill) - 1, fill);
        ensure(8);
        while (pendingBits > 0) {
            pendingBits -= 8;
            stuffed((int) (pending >>> pendingBits));
        }
        marker(Marker.EOI);
        return Arrays.copyOf(bytes, size + (size & 1));
    }
}
