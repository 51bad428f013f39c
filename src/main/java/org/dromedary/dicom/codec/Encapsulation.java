package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.Tag;

/** Writes encapsulated Pixel Data (PS3.5 §A.4): a basic offset table and one fragment a frame. */
final class Encapsulation {

    private static final byte[] NONE = {};
    /** Offsets have 32 bits; encoded frames may come out a little longer than native ones. */
    private static final long MAX_NATIVE_BYTES = 3L << 30;
    private static final int MAX_FRAMES = 4_000_000;

    private final ObjectWriter out;
    private final ByteBuffer table;
    private final long tableStart;
    private final long firstItem;

    Encapsulation(ObjectWriter out, int frames, long nativeBytes) throws IOException {
        this.out = out;
        if (frames > MAX_FRAMES) {
            throw new CodecException(frames + " frames; more than " + MAX_FRAMES + " are not encoded");
        }
        boolean tabled = nativeBytes <= MAX_NATIVE_BYTES;
        table = ByteBuffer.allocate(tabled ? 4 * frames : 0).order(ByteOrder.LITTLE_ENDIAN);
        out.writePixelHeader(Tag.PixelData, "OB", -1);
        tableStart = out.offset() + 8;
        out.writeItem(Tag.Item, table.array());
        firstItem = out.offset();
    }

    void write(byte[] codestream) throws IOException {
        long offset = out.offset() - firstItem;
        if (offset >= 1L << 32 && table.hasRemaining()) {
            throw new CodecException("The encoded frames outgrow the basic offset table");
        }
        if (table.hasRemaining()) {
            table.putInt((int) offset);
        }
        out.check(codestream);
        out.writeItem(Tag.Item, codestream);
    }

    void finish() throws IOException {
        out.writeItem(Tag.SequenceDelimitationItem, NONE);
        out.patch(tableStart, table.array());
    }
}
