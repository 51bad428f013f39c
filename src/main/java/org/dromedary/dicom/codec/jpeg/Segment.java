package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** Reads the parameters of one marker segment (T.81 §B.1.1.4). */
final class Segment {
    private final byte[] data;
    private final int origin;
    private final int end;
    private int at;

    /**
     * @param origin where the codestream begins, from which errors count
     * @param at     the first byte after the segment's length
     */
    Segment(byte[] data, int origin, int at, int end) {
        this.data = data;
        this.origin = origin;
        this.at = at;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    int u8() throws CodecException {
        if (at >= end) {
            throw problem("A JPEG marker segment is too short");
        }
        return data[at++] & 0xFF;
    }

    int u16() throws CodecException {
        return u8() << 8 | u8();
    }

    boolean startsWith(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= end || data[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void skip(int count) throws CodecException {
        if (count > left()) {
            throw problem("A JPEG marker segment is too short");
        }
        at += count;
    }

    CodecException problem(String text) {
        return new CodecException(text, at - origin);
    }
}
