package org.dromedary.objects.validation;

import java.io.EOFException;
import java.io.IOException;

/** The bytes of one frame, which may lie in several fragments (PS3.5 §A.4). */
final class FrameBytes {

    private final FileBytes file;
    private final Fragments fragments;
    private final int first;
    private final int end;

    /** The fragments from the first to before the end. */
    FrameBytes(FileBytes file, Fragments fragments, int first, int end) {
        this.file = file;
        this.fragments = fragments;
        this.first = first;
        this.end = end;
    }

    long length() {
        return fragments.before[end] - fragments.before[first];
    }

    int fragments() {
        return end - first;
    }

    /** @throws EOFException behind the last one */
    int u8(long at) throws IOException {
        if (at < 0 || at >= length()) {
            throw new EOFException();
        }
        long place = fragments.before[first] + at;
        int low = first;
        int high = end - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fragments.before[middle] <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return file.u8(fragments.starts[low] + place - fragments.before[low]);
    }

    int u16(long at) throws IOException {
        return u8(at) << 8 | u8(at + 1);
    }

    long u32(long at) throws IOException {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    long little32(long at) throws IOException {
        return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16 | (long) u8(at + 3) << 24;
    }

    boolean startsWith(int... bytes) throws IOException {
        if (length() < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (u8(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether two bytes stand at the end: padding of zeros may follow, and a few bytes that an encoder left.
     */
    boolean endsWith(int marker) throws IOException {
        long length = length();
        long last = length;
        while (last > 0 && length - last < 4096 && u8(last - 1) == 0) {
            last--;
        }
        for (long at = last - 2; at >= 0 && at >= last - 16; at--) {
            if (u16(at) == marker) {
                return true;
            }
        }
        return false;
    }
}
