package org.dromedary.objects.validation;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * What a compressed frame says of itself.
 *
 * @param process    the marker of the frame header in JPEG and JPEG-LS, 0 in JPEG 2000
 * @param rows       0 if the header leaves it open (JPEG's DNL)
 * @param signed     always false in JPEG, which knows no sign
 */
record CodecHeader(int process, int rows, int columns, int components, int precision, boolean signed) {

    private static final int MAX_SEGMENTS = 1000;

    /** ITU-T T.81 §B.2.2 and T.87 §C.2.2: segments up to the frame header. Empty if there is none. */
    static Optional<CodecHeader> jpeg(FrameBytes frame) throws IOException {
        try {
            if (frame.u16(0) != 0xFFD8) {
                return Optional.empty();
            }
            long at = 2;
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                while (frame.u8(at) == 0xFF && frame.u8(at + 1) == 0xFF) {
                    at++;
                }
                int marker = frame.u16(at);
                int length = frame.u16(at + 2);
                if (isFrameHeader(marker)) {
                    return Optional.of(new CodecHeader(marker, frame.u16(at + 5), frame.u16(at + 7),
                            frame.u8(at + 9), frame.u8(at + 4), false));
                }
                if (marker < 0xFFC0 || marker == 0xFFDA || length < 2) {
                    return Optional.empty();
                }
                at += 2 + length;
            }
        } catch (EOFException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC
                || marker == 0xFFF7;
    }

    /** ITU-T T.800 §A.5.1: the image and tile size segment, which is the first one. Empty if there is none. */
    static Optional<CodecHeader> jpeg2000(FrameBytes frame, long start) throws IOException {
        try {
            if (frame.u16(start) != 0xFF4F || frame.u16(start + 2) != 0xFF51) {
                return Optional.empty();
            }
            long columns = frame.u32(start + 8) - frame.u32(start + 16);
            long rows = frame.u32(start + 12) - frame.u32(start + 20);
            int depth = frame.u8(start + 42);
            return Optional.of(new CodecHeader(0, limited(rows), limited(columns), frame.u16(start + 40),
                    (depth & 0x7F) + 1, depth > 0x7F));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** Where the codestream begins: at 0, or in the box of it if the frame is a JP2 file (T.800 §I.4); -1: nowhere. */
    static long codestream(FrameBytes frame) throws IOException {
        if (!frame.startsWith(0, 0, 0, 12, 'j', 'P', ' ', ' ')) {
            return 0;
        }
        try {
            long at = 0;
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                long length = frame.u32(at);
                if (frame.u32(at + 4) == 0x6A703263) {
                    return at + (length == 1 ? 16 : 8);
                }
                if (length < 8) {
                    return -1;
                }
                at += length;
            }
        } catch (EOFException e) {
            return -1;
        }
        return -1;
    }

    /** PS3.5 §G.5: the number of segments, -1 if their offsets are none. */
    static int rleSegments(FrameBytes frame) throws IOException {
        long length = frame.length();
        if (length < 64) {
            return -1;
        }
        long count = frame.little32(0);
        if (count < 1 || count > 15 || frame.little32(4) != 64) {
            return -1;
        }
        for (int i = 1; i < count; i++) {
            long offset = frame.little32(4 + 4 * i);
            if (offset < frame.little32(4 * i) || offset > length) {
                return -1;
            }
        }
        return (int) count;
    }

    private static int limited(long value) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
    }
}
