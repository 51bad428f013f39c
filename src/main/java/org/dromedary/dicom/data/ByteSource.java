package org.dromedary.dicom.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/** Reads ahead a little, so that headers can be looked at before they are taken; counts, and stops at a limit. */
final class ByteSource {
    /** What can be looked at ahead of the position. */
    static final int LOOK_AHEAD = 64;

    private static final int LARGEST_BUFFER = 8192;
    private static final int FIRST_CHUNK = 65536;

    private final InputStream in;
    private final long limit;
    private final byte[] buffer;
    private int position;
    private int end;
    private long consumed;

    ByteSource(InputStream in, long limit) throws IOException {
        this.in = in;
        this.limit = limit;
        int available = in.available();
        this.buffer = new byte[available <= 0 ? LARGEST_BUFFER
                : Math.min(LARGEST_BUFFER, Math.max(2 * LOOK_AHEAD, available))];
    }

    long offset() {
        return consumed;
    }

    /** Whether so many bytes can be looked at, at most {@link #LOOK_AHEAD}. */
    boolean has(int count) throws IOException {
        while (end - position < count) {
            if (buffer.length - position < count) {
                System.arraycopy(buffer, position, buffer, 0, end - position);
                end -= position;
                position = 0;
            }
            int read = readSome(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /** Bytes that could be looked at after a failed {@link #has}. */
    int left() {
        return end - position;
    }

    int u8(int at) {
        return buffer[position + at] & 0xFF;
    }

    int u16(int at, boolean bigEndian) {
        return bigEndian ? u8(at) << 8 | u8(at + 1) : u8(at + 1) << 8 | u8(at);
    }

    int i32(int at, boolean bigEndian) {
        return bigEndian ? u16(at, true) << 16 | u16(at + 2, true) : u16(at + 2, false) << 16 | u16(at, false);
    }

    long u32(int at, boolean bigEndian) {
        return i32(at, bigEndian) & 0xFFFFFFFFL;
    }

    int tag(int at, boolean bigEndian) {
        return u16(at, bigEndian) << 16 | u16(at + 2, bigEndian);
    }

    /** Goes on by bytes that {@link #has} has seen. */
    void take(int count, int tag) throws DicomFormatException {
        position += count;
        consumed += count;
        if (consumed > limit) {
            throw new LimitExceededException("More than " + limit + " bytes in all", consumed, tag);
        }
    }

    /** Reads a value; memory grows with the bytes that come, whatever length was claimed. */
    byte[] take(long length, int tag) throws IOException {
        if (consumed + length > limit) {
            throw new LimitExceededException("More than " + limit + " bytes in all", consumed, tag, length);
        }
        byte[] value = new byte[(int) Math.min(length, FIRST_CHUNK)];
        int filled = 0;
        while (filled < length) {
            if (filled == value.length) {
                value = Arrays.copyOf(value, (int) Math.min(length, 2L * value.length));
            }
            int read = readValue(value, filled, value.length - filled);
            if (read < 0) {
                throw new DicomFormatException("Ends " + (length - filled) + " bytes early", consumed, tag);
            }
            filled += read;
            consumed += read;
        }
        return value;
    }

    private int readValue(byte[] value, int at, int count) throws IOException {
        int buffered = end - position;
        if (buffered == 0) {
            return readSome(value, at, count);
        }
        int copied = Math.min(buffered, count);
        System.arraycopy(buffer, position, value, at, copied);
        position += copied;
        return copied;
    }

    private int readSome(byte[] target, int at, int count) throws IOException {
        try {
            return in.read(target, at, count);
        } catch (ZipException e) {
            throw new DicomFormatException("Not a deflated stream", consumed, 0, e);
        } catch (EOFException e) {
            throw new DicomFormatException("The deflated stream ends early", consumed, 0, e);
        }
    }

    /** Goes on without keeping anything, and without a limit. */
    void skip(long length) throws IOException {
        long buffered = Math.min(length, end - position);
        position += (int) buffered;
        in.skipNBytes(length - buffered);
        consumed += length;
    }

    /** What has not been taken; the limit no longer holds. */
    InputStream remaining() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int at, int count) throws IOException {
                if (count == 0) {
                    return 0;
                }
                int read = readValue(target, at, count);
                consumed += Math.max(0, read);
                return read;
            }
        };
    }
}
