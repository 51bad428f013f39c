package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.FRAME_COUNT_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.OFFSET_TABLE_WRONG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which fragments make which frame (PS3.5 §A.4), by an offset table, their number, or how frames begin. */
final class FrameLayout {

    private static final int MAX_TABLE_LENGTH = 8_000_000;

    private final FileBytes file;
    private final Fragments fragments;
    private final Findings findings;

    FrameLayout(FileBytes file, Fragments fragments, Findings findings) {
        this.file = file;
        this.fragments = fragments;
        this.findings = findings;
    }

    /**
     * The frames.
     *
     * @param due           Number of Frames
     * @param extendedStart where the value of the Extended Offset Table (7FE0,0001) is in the file
     * @param extended      its length, 0 if there is none
     */
    List<FrameBytes> frames(int due, long extendedStart, long extended) throws IOException {
        int[] firsts = firsts(due, extendedStart, extended);
        List<FrameBytes> frames = new ArrayList<>();
        for (int i = 0; i < firsts.length; i++) {
            int end = i + 1 < firsts.length ? firsts[i + 1] : fragments.count;
            frames.add(new FrameBytes(file, fragments, firsts[i], end));
        }
        if (frames.size() != due) {
            findings.add(FRAME_COUNT_DIFFERS, frames.size() + " in " + fragments.count + " fragments, Number of"
                    + " Frames says " + due);
        }
        return frames;
    }

    /** The first fragment of each frame. */
    private int[] firsts(int due, long extendedStart, long extended) throws IOException {
        int[] byTable = extended > 0 ? table(extendedStart, extended, 8)
                : table(fragments.tableStart, fragments.tableLength, 4);
        if (byTable != null && byTable.length != due) {
            findings.add(OFFSET_TABLE_WRONG, byTable.length + " offsets for " + due + " frames");
        }
        if (due == 1) {
            return fragments.count == 0 ? new int[0] : firstOfOne();
        }
        if (byTable != null && byTable.length == due) {
            return byTable;
        }
        int[] begun = fragments.count == due ? null : byMarkers();
        return begun == null ? each() : begun;
    }

    /** Fragments of one frame; one that begins anew as a frame of its own shows that there are more. */
    private int[] firstOfOne() throws IOException {
        int[] begun = byMarkers();
        return begun != null && begun.length > 1 && begun.length == fragments.count ? begun : new int[] {0};
    }

    private int[] each() {
        int[] all = new int[fragments.count];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    /** Fragments that begin with a start of image of JPEG or JPEG 2000; null if not even the first one does. */
    private int[] byMarkers() throws IOException {
        int[] firsts = each();
        int count = 0;
        for (int i = 0; i < fragments.count; i++) {
            FrameBytes one = new FrameBytes(file, fragments, i, i + 1);
            if (one.startsWith(0xFF, 0xD8, 0xFF) || one.startsWith(0xFF, 0x4F, 0xFF, 0x51)) {
                firsts[count++] = i;
            } else if (i == 0) {
                return null;
            }
        }
        return Arrays.copyOf(firsts, count);
    }

    /** The fragments to which a table points, null if there is no table or it points elsewhere. */
    private int[] table(long start, long length, int width) throws IOException {
        if (length == 0) {
            return null;
        }
        if (length % width != 0 || length > MAX_TABLE_LENGTH) {
            findings.add(OFFSET_TABLE_WRONG, "an offset table of " + length + " bytes");
            return null;
        }
        int[] firsts = new int[(int) length / width];
        for (int i = 0; i < firsts.length; i++) {
            long offset = 0;
            for (int b = width - 1; b >= 0; b--) {
                offset = offset << 8 | file.u8(start + (long) i * width + b);
            }
            firsts[i] = fragments.at(offset);
            if (firsts[i] < 0 || firsts[i] <= (i == 0 ? -1 : firsts[i - 1])) {
                findings.add(OFFSET_TABLE_WRONG, "the offset of frame " + (i + 1) + " is not that of a fragment"
                        + " behind the frame before it");
                return null;
            }
        }
        if (firsts[0] != 0) {
            findings.add(OFFSET_TABLE_WRONG, "the first frame is not at the first fragment");
            return null;
        }
        return firsts;
    }
}
