package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;

/** Bytes of a codestream's headers, big-endian; to read past their end is an error. */
final class ByteReader {

    final byte[] data;
    final int start;
    final int end;
    int at;

    ByteReader(byte[] data, int offset, int length) {
        this(data, offset, offset, offset + length);
    }

    /** @param start where offsets in messages count from */
    private ByteReader(byte[] data, int start, int at, int end) {
        this.data = data;
        this.start = start;
        this.at = at;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** The offset of the next byte from the start of the codestream. */
    int offset() {
        return at - start;
    }

    int u8() throws CodecException {
        need(1);
        return data[at++] & 0xFF;
    }

    int u16() throws CodecException {
        need(2);
        return u8() << 8 | u8();
    }

    long u32() throws CodecException {
        need(4);
        return (long) u16() << 16 | u16();
    }

    /** The next bytes as a reader of their own. */
    ByteReader part(int length) throws CodecException {
        need(length);
        at += length;
        return new ByteReader(data, start, at - length, at);
    }

    void need(int count) throws CodecException {
        if (count < 0 || left() < count) {
            throw new CodecException("JPEG 2000: the codestream ends where " + count + " more bytes are needed",
                    offset());
        }
    }
}
