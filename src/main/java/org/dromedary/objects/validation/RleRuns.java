package org.dromedary.objects.validation;

import java.io.IOException;

/** The runs of an RLE frame (PS3.5 §G.3.1, §G.5), gone over by their counts alone. */
final class RleRuns {

    private RleRuns() {
    }

    /** Whether each segment has the runs for so many bytes, none of them cut. */
    static boolean areWhole(FrameBytes frame, int segments, long bytes) throws IOException {
        for (int i = 0; i < segments; i++) {
            long start = frame.little32(4 + 4L * i);
            long end = i + 1 < segments ? frame.little32(8 + 4L * i) : frame.length();
            if (!isWhole(frame, start, end, bytes)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(FrameBytes frame, long start, long end, long bytes) throws IOException {
        long at = start;
        long out = 0;
        while (out < bytes) {
            if (at >= end) {
                return false;
            }
            int control = (byte) frame.u8(at);
            long taken = control >= 0 ? control + 2L : control == Byte.MIN_VALUE ? 1 : 2;
            out += control >= 0 ? control + 1 : control == Byte.MIN_VALUE ? 0 : 1 - control;
            at += taken;
            if (at > end) {
                return false;
            }
        }
        return true;
    }
}
