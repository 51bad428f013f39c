package org.dromedary.dicom.codec;

import java.io.IOException;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.data.DicomFormatException;

/** Native Pixel Data, frame by frame, little endian whatever it is in the file (PS3.5 §8.1.1, §8.2). */
final class NativeFrames implements FrameSource {

    static final String GE_BIG_ENDIAN_PIXELS = "1.2.840.113619.5.2";

    private static final int CHUNK = 1 << 16;

    private final ObjectFile file;
    private final ImageHeader header;
    private final WordSwap words;
    private final long excess;
    private long left;
    private int carriedBits;
    private int carry;

    NativeFrames(ObjectFile file, List<String> notes) throws CodecException {
        this.file = file;
        ImageHeader stated = ImageHeader.of(file.head());
        left = file.pixels().length();
        boolean full = stated.isHalved() && left >= stated.full().nativeBytes();
        header = full ? stated.full() : stated;
        if (full) {
            notes.add("Photometric Interpretation says YBR_FULL_422, but the chrominance of all pixels is there");
        }
        long needed = header.nativeBytes();
        excess = left - needed;
        if (excess < 0) {
            throw new CodecException("Pixel Data (7FE0,0010) has " + left
                    + " bytes; Rows, Columns, Samples per Pixel, Bits"
                    + " Allocated and Number of Frames ask for " + needed);
        }
        if (excess > 1 && excess * 8 >= header.nativeFrameBits()) {
            throw new CodecException("Pixel Data (7FE0,0010) has " + excess + " bytes more than " + header.frames()
                    + " frames of Rows, Columns, Samples per Pixel and Bits Allocated ask for");
        }
        if (excess > 1) {
            notes.add("Pixel Data (7FE0,0010) has " + excess + " bytes of padding");
        }
        words = words(file, header.format().bitsAllocated());
    }

    private static WordSwap words(ObjectFile file, int bitsAllocated) {
        boolean ge = file.syntax().uid().equals(GE_BIG_ENDIAN_PIXELS) && bitsAllocated == 16;
        return new WordSwap(file.syntax().bigEndian() || ge ? WordSwap.wordOf(file.pixels().vr()) : 1);
    }

    /** Whether each frame begins at a byte and nothing follows the last. */
    boolean fillBytes() {
        return header.nativeFrameBits() % 8 == 0 && excess <= 1;
    }

    /** Of several frames nobody knows where they begin if there are more bytes than they have: each may be padded. */
    void checkGaps() throws CodecException {
        if (excess > 1 && header.frames() > 1) {
            throw new CodecException("Pixel Data (7FE0,0010) has " + excess + " bytes more than " + header.frames()
                    + " frames ask for; where each frame begins is not known");
        }
    }

    @Override
    public int frames() {
        return header.frames();
    }

    @Override
    public Frame next() throws IOException {
        return Cells.frame(cells(), header);
    }

    ImageHeader header() {
        return header;
    }

    /** The next frame's cells; single bits begin at a byte's lowest bit. */
    byte[] cells() throws IOException {
        long bits = header.nativeFrameBits();
        if (bits % 8 == 0 && carriedBits == 0) {
            return take((int) (bits / 8));
        }
        byte[] fresh = take((int) ((bits - carriedBits + 7) / 8));
        byte[] frame = new byte[(int) ((bits + 7) / 8)];
        int window = carry;
        int have = carriedBits;
        int from = 0;
        for (int to = 0; to < frame.length; to++) {
            if (have < 8 && from < fresh.length) {
                window |= (fresh[from++] & 0xFF) << have;
                have += 8;
            }
            frame[to] = (byte) window;
            window >>>= 8;
            have -= 8;
        }
        int over = (int) (frame.length * 8L - bits);
        carriedBits = have + over;
        carry = frame[frame.length - 1] >>> 8 - over & (1 << over) - 1 | window << over;
        frame[frame.length - 1] &= (byte) (0xFF >>> over);
        return frame;
    }

    @Override
    public void skipRest() throws IOException {
        while (left > 0) {
            take((int) Math.min(left, CHUNK));
        }
    }

    /** What follows the last frame. */
    byte[] rest() throws IOException {
        return take((int) left);
    }

    private byte[] take(int count) throws IOException {
        byte[] bytes = words.read(count, file::read);
        left -= count;
        if (bytes.length < count) {
            throw new DicomFormatException("Pixel Data ends " + (count - bytes.length) + " bytes early",
                    file.offset(), file.pixels().tag());
        }
        return bytes;
    }
}
