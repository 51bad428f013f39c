package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.FRAME_COUNT_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.OFFSET_TABLE_WRONG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.FragmentIndex;
import org.dromedary.dicom.codec.FrameTable;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;

/** The frames in the fragments (PS3.5 §A.4), and whether the offset tables point to them. */
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
     * The frames, as they are found when they are decoded; none if they are not.
     *
     * @param pixelData     where the item of the Basic Offset Table begins in the file
     * @param extendedStart where the value of the Extended Offset Table (7FE0,0001) is in the file
     * @param extended      its length, 0 if there is none
     */
    List<FrameBytes> frames(DataSet head, String transferSyntaxUid, long pixelData, long extendedStart, long extended)
            throws IOException {
        int due = Math.max(1, head.getInt(Tag.NumberOfFrames, 1));
        FrameTable table;
        try {
            table = new FrameTable(new FragmentIndex(file.channel(), pixelData), head, due, transferSyntaxUid,
                    new ArrayList<>());
        } catch (CodecException e) {
            findings.add(FRAME_COUNT_DIFFERS, e.getMessage());
            return List.of();
        }
        checkTable(due, extendedStart, extended);
        List<FrameBytes> frames = new ArrayList<>();
        for (int i = 0; i < due; i++) {
            frames.add(new FrameBytes(file, fragments, table.first(i), table.first(i + 1)));
        }
        return frames;
    }

    private void checkTable(int due, long extendedStart, long extended) throws IOException {
        int[] byTable = extended > 0 ? table(extendedStart, extended, 8)
                : table(fragments.tableStart, fragments.tableLength, 4);
        if (byTable != null && byTable.length != due) {
            findings.add(OFFSET_TABLE_WRONG, byTable.length + " offsets for " + due + " frames");
        }
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
