package org.dromedary.dicom.codec.rle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** The RLE Header (PS3.5 §G.5): the number of segments and fifteen offsets of four bytes, little endian. */
final class RleHeader {

    static final int LENGTH = 64;
    static final int MAX_SEGMENTS = 15;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private RleHeader() {
    }

    /** Segments of a frame: one for each byte of a pixel (§G.2); a pixel of one bit takes a byte. */
    static int segments(PixelFormat format) {
        return format.samples() * ((format.bitsAllocated() + 7) / 8);
    }

    /** Why frames of that format can't be in RLE; null if they can. */
    static String refusal(PixelFormat format) {
        int bits = format.bitsAllocated();
        if (bits != 1 && bits != 8 && bits != 16 && bits != 32) {
            return "RLE codes whole bytes or single bits, not " + bits + " bits allocated";
        }
        if (format.rows() < 1 || format.columns() < 1 || format.samples() < 1 || bits == 1 && format.samples() > 1) {
            return "No RLE frame has " + format.rows() + " rows, " + format.columns() + " columns, "
                    + format.samples() + " samples of " + bits + " bits";
        }
        if (segments(format) > MAX_SEGMENTS) {
            return "RLE holds at most " + MAX_SEGMENTS + " segments, not " + segments(format);
        }
        if (format.sampleCount() > PixelFormat.MAX_SAMPLES || format.frameBytes() > Integer.MAX_VALUE - LENGTH) {
            return "A frame of " + format.sampleCount() + " samples is too large";
        }
        return null;
    }

    /** @param starts becomes the segments' places in the codestream, and after them the end of the last */
    static void read(byte[] codestream, int offset, int length, int segments, int[] starts) throws CodecException {
        if (length < LENGTH) {
            throw new CodecException("The RLE header needs 64 bytes, there are " + length);
        }
        int stated = (int) INT.get(codestream, offset);
        if (stated != segments) {
            throw new CodecException("The RLE header states " + Integer.toUnsignedString(stated)
                    + " segments where the image has " + segments);
        }
        starts[segments] = offset + length;
        for (int i = segments - 1; i >= 0; i--) {
            int start = (int) INT.get(codestream, offset + 4 + 4 * i);
            if (start < LENGTH || start > starts[i + 1] - offset) {
                throw new CodecException("The offset of RLE segment " + (i + 1) + " is wrong,", 4 + 4L * i);
            }
            starts[i] = offset + start;
        }
    }

    /** @param starts the segments' places in the codestream */
    static void write(byte[] codestream, int segments, int[] starts) {
        INT.set(codestream, 0, segments);
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            INT.set(codestream, 4 + 4 * i, i < segments ? starts[i] : 0);
        }
    }
}
