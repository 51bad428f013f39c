package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Tag;

/**
 * Where the fragments of encapsulated Pixel Data lie in a file (PS3.5 §A.4), found by their headers alone.
 *
 * <pre>
 * item tag 4 | length 4 | basic offset table, may be empty
 * item tag 4 | length 4 | fragment                          any number of times
 * sequence delimitation tag 4 | 0 0 0 0
 * </pre>
 */
public final class FragmentIndex {

    private static final int ITEM_HEADER = 8;
    private static final int ZERO_BUFFER_BYTES = 1 << 13;
    private static final int MAX_FRAGMENTS = 4_000_000;
    private static final int MAX_TABLE_LENGTH = 64 << 20;

    private final FileChannel file;
    private final ByteBuffer header = ByteBuffer.allocate(ITEM_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private long[] starts = new long[8];
    private int[] lengths = new int[8];
    private int count;
    private long[] offsetTable = {};
    private final long start;
    private long end;
    private boolean delimited;

    /**
     * @param start bytes in the file before the item of the basic offset table
     * @throws DicomFormatException if they can't be followed
     */
    public FragmentIndex(FileChannel file, long start) throws IOException {
        this.file = file;
        this.start = start;
        long at = start;
        for (int item = 0; !delimited; item++) {
            int tag = readHeader(at);
            boolean zeros = tag == 0 && item > 0 && isZero(at);
            if (zeros || Integer.compareUnsigned(tag, Tag.Item) < 0 && tag >>> 16 > 0x7FE0) {
                break;
            }
            long length = header.getInt(4) & 0xFFFFFFFFL;
            at += ITEM_HEADER;
            delimited = tag == Tag.SequenceDelimitationItem;
            if (!delimited) {
                checkItem(tag, length, at);
                addItem(item, at, (int) length);
                at += length;
            }
        }
        end = at;
    }

    /** The tag ahead, or 0 at the end of the file. */
    private int readHeader(long at) throws IOException {
        header.clear();
        while (header.hasRemaining() && file.read(header, at + header.position()) >= 0) {
            continue;
        }
        if (header.position() == 0) {
            return 0;
        }
        if (header.hasRemaining() && isZero(at)) {
            return 0;
        }
        if (header.hasRemaining()) {
            throw new DicomFormatException("Ends within the header of a fragment", at, Tag.PixelData);
        }
        return header.getShort(0) << 16 | header.getShort(2) & 0xFFFF;
    }

    /** Whether nothing but zeros follows: some archives fill the file where the delimiter should be. */
    private boolean isZero(long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ZERO_BUFFER_BYTES);
        for (long at = from; at < file.size(); at += buffer.limit()) {
            buffer.clear();
            while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
                continue;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (buffer.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void checkItem(int tag, long length, long at) throws IOException {
        if (tag != Tag.Item) {
            throw new DicomFormatException("No fragment but " + Tag.toString(tag), at, Tag.PixelData);
        }
        long left = file.size() - at;
        if (length > left) {
            throw new DicomFormatException("Fragment " + count + " of " + length + " bytes ends " + (length - left)
                    + " bytes early", at, Tag.PixelData);
        }
        if (length > Integer.MAX_VALUE - ITEM_HEADER) {
            throw new DicomFormatException("A fragment of " + length + " bytes is too long", at, Tag.PixelData);
        }
    }

    private void addItem(int item, long at, int length) throws IOException {
        if (item == 0) {
            readTable(at, length);
            return;
        }
        if (count == MAX_FRAGMENTS) {
            throw new LimitExceededException("More than " + MAX_FRAGMENTS + " fragments", at, Tag.PixelData);
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        starts[count] = at;
        lengths[count++] = length;
    }

    private void readTable(long at, int length) throws IOException {
        if (length > MAX_TABLE_LENGTH) {
            throw new DicomFormatException("A basic offset table of " + length + " bytes", at, Tag.PixelData);
        }
        ByteBuffer table = ByteBuffer.wrap(bytes(at, length)).order(ByteOrder.LITTLE_ENDIAN);
        offsetTable = new long[length / 4];
        Arrays.setAll(offsetTable, i -> table.getInt(4 * i) & 0xFFFFFFFFL);
    }

    /** Fragments, without the basic offset table. */
    int count() {
        return count;
    }

    int length(int fragment) {
        return lengths[fragment];
    }

    /** Offsets of frames from the header of the first fragment; empty if the table is. */
    long[] offsetTable() {
        return offsetTable;
    }

    /** The fragment whose header has that offset from the header of the first one, or a negative number. */
    int at(long offset) {
        return count == 0 ? -1 : Arrays.binarySearch(starts, 0, count, starts[0] + offset);
    }

    long start() {
        return start;
    }

    /** Behind the delimitation item, or behind the last fragment where that is missing. */
    long end() {
        return end;
    }

    boolean delimited() {
        return delimited;
    }

    /** The bytes of consecutive fragments, joined. */
    byte[] join(int first, int behindLast) throws IOException {
        long total = 0;
        for (int i = first; i < behindLast; i++) {
            total += lengths[i];
        }
        if (total > Integer.MAX_VALUE - ITEM_HEADER) {
            throw new CodecException("A frame of " + total + " encoded bytes is too long");
        }
        byte[] joined = new byte[(int) total];
        int to = 0;
        for (int i = first; i < behindLast; i++) {
            read(starts[i], joined, to, lengths[i]);
            to += lengths[i];
        }
        return joined;
    }

    /** The first bytes of a fragment, at most so many. */
    byte[] head(int fragment, int most) throws IOException {
        return bytes(starts[fragment], Math.min(most, lengths[fragment]));
    }

    /** The last bytes of a fragment, at most so many. */
    byte[] tail(int fragment, int most) throws IOException {
        int length = Math.min(most, lengths[fragment]);
        return bytes(starts[fragment] + lengths[fragment] - length, length);
    }

    private byte[] bytes(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(at, bytes, 0, length);
        return bytes;
    }

    private void read(long at, byte[] into, int from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position() - from) < 0) {
                throw new DicomFormatException("The file became shorter", at, Tag.PixelData);
            }
        }
    }
}
