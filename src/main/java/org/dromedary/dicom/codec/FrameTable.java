package org.dromedary.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Uid;

/** Which fragments make which frame (PS3.5 §A.4): by number, by an offset table, or by where codestreams begin. */
public final class FrameTable {

    private static final int LOOK_BACK = 16;
    /** ITU-T T.800 §I.5.1: the box with which a JP2 file begins. */
    private static final byte[] JP2_SIGNATURE = {0, 0, 0, 12, 'j', 'P', ' ', ' '};

    private final FragmentIndex fragments;
    private final int frames;
    private final String transferSyntaxUid;
    private final int[] firsts;

    /**
     * @param frames Number of Frames (0028,0008)
     * @param notes  is told if the frames had to be looked for
     * @throws CodecException if they are not found
     */
    public FrameTable(FragmentIndex fragments, DataSet head, int frames, String transferSyntaxUid, List<String> notes)
            throws IOException {
        this.fragments = fragments;
        this.frames = frames;
        this.transferSyntaxUid = transferSyntaxUid;
        if (fragments.count() < frames) {
            throw new CodecException("Pixel Data (7FE0,0010) has " + fragments.count() + " fragments for "
                    + frames + " frames");
        }
        firsts = find(head, notes);
    }

    /** The first fragment of a frame; that of the frame behind the last one is the number of fragments. */
    public int first(int frame) {
        return frame == frames ? fragments.count() : firsts[frame];
    }

    private int[] find(DataSet head, List<String> notes) throws IOException {
        if (fragments.count() == frames) {
            int[] each = new int[frames];
            Arrays.setAll(each, i -> i);
            return each;
        }
        int[] stated = named(extendedTable(head));
        stated = stated != null ? stated : named(fragments.offsetTable());
        if (stated != null && stated.length == frames) {
            return stated;
        }
        int[] begun = codestreams(true);
        begun = begun.length == frames && !isRle() ? begun : codestreams(false);
        if (begun.length == frames || frames == 1 && begun.length == 0) {
            return frames == 1 ? new int[1] : noted(begun, notes);
        }
        throw new CodecException("Pixel Data (7FE0,0010) has " + fragments.count() + " fragments, in which "
                + begun.length + " codestreams begin, for " + frames + " frames, and no valid offset table");
    }

    private static int[] noted(int[] begun, List<String> notes) {
        notes.add("frames found by where codestreams begin, for want of a valid offset table");
        return begun;
    }

    /** The fragments at these offsets; null if it is not so that each offset is that of a fragment, in order. */
    private int[] named(long[] offsets) {
        if (offsets.length == 0 || offsets[0] != 0) {
            return null;
        }
        int[] named = new int[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            named[i] = fragments.at(offsets[i]);
            if (named[i] < 0 || i > 0 && named[i] <= named[i - 1]) {
                return null;
            }
        }
        return named;
    }

    private static long[] extendedTable(DataSet head) {
        byte[] table = head.getBytes(Tag.ExtendedOffsetTable);
        if (table == null) {
            return new long[0];
        }
        ByteBuffer words = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        long[] offsets = new long[table.length / 8];
        Arrays.setAll(offsets, i -> words.getLong(8 * i));
        return offsets;
    }

    /** The fragments that begin with a codestream's first marker, behind the end of the one before if that is asked. */
    private int[] codestreams(boolean behindEnd) throws IOException {
        int[] begun = new int[fragments.count()];
        int count = 0;
        for (int i = 0; i < fragments.count(); i++) {
            if (begins(fragments.head(i, 8)) && (i == 0 || !behindEnd || ends(fragments.tail(i - 1, LOOK_BACK)))) {
                begun[count++] = i;
            }
        }
        return Arrays.copyOf(begun, count);
    }

    private boolean begins(byte[] head) {
        if (isRle()) {
            return head.length == 8 && head[0] > 0 && head[0] < 16 && (head[1] | head[2] | head[3]) == 0
                    && head[4] == 64 && (head[5] | head[6] | head[7]) == 0;
        }
        boolean jpeg = head.length > 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xD8 && head[2] == (byte) 0xFF;
        boolean jpeg2000 = head.length > 3 && head[0] == (byte) 0xFF && head[1] == 0x4F && head[2] == (byte) 0xFF
                && head[3] == 0x51;
        return jpeg || jpeg2000 || Arrays.equals(head, JP2_SIGNATURE);
    }

    private boolean isRle() {
        return transferSyntaxUid.equals(Uid.RLELossless);
    }

    /** Whether an end marker, FFD9 in all these families, is there, padded or not. */
    private static boolean ends(byte[] tail) {
        int last = tail.length - 1;
        while (last > 0 && tail[last] == 0) {
            last--;
        }
        return last > 0 && tail[last - 1] == (byte) 0xFF && tail[last] == (byte) 0xD9;
    }
}
