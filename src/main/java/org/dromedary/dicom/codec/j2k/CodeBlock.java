package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What packets have brought of one code-block: its codeword segments, in pieces (T.800 §B.7, §B.10). */
final class CodeBlock {

    /** Magnitude bit-planes: Mb less the missing ones. */
    int bitPlanes;
    int lengthBits = 3;
    /** Coding passes announced so far, placeholders of HT included. */
    int passes;
    /** HT sets with bytes begun so far. */
    int set;
    private int lowered;
    /** Codeword segments begun; the last may go on in the next layer. */
    int segments;
    int[] segmentPasses = new int[1];
    int[] segmentLengths = new int[1];
    private int pieces;
    private int[] offsets = new int[1];
    private int[] lengths = new int[1];

    /** Makes room for, and counts, one more codeword segment. */
    void begin() {
        if (segments == segmentPasses.length) {
            segmentPasses = Arrays.copyOf(segmentPasses, 2 * segments + 2);
            segmentLengths = Arrays.copyOf(segmentLengths, 2 * segments + 2);
        }
        segmentPasses[segments] = 0;
        segmentLengths[segments] = 0;
        segments++;
    }

    /** Whether an HT cleanup pass with bytes has come. */
    boolean hasCleanup() {
        return set > 0;
    }

    /** Begins an HT set at the passes announced so far: its cleanup segment takes the place of an earlier set. */
    void beginSet() {
        set++;
        bitPlanes += lowered;
        lowered = passes / 3;
        bitPlanes -= lowered;
        segments = 0;
        pieces = 0;
        begin();
    }

    /** Passes the last segment can still take (table D.9: with bypass first 10, then 2 raw and 1 coded in turn). */
    int room(CodingStyle style) {
        if (segments == 0) {
            return 0;
        }
        int most;
        if (style.is(CodingStyle.TERMINATE_ALL)) {
            most = 1;
        } else if (style.is(CodingStyle.BYPASS)) {
            most = segments == 1 ? 10 : segments % 2 == 0 ? 2 : 1;
        } else {
            most = Integer.MAX_VALUE;
        }
        return most - segmentPasses[segments - 1];
    }

    /** Adds bytes of the tile's body. */
    void add(int offset, int length) {
        if (pieces == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * pieces + 2);
            lengths = Arrays.copyOf(lengths, 2 * pieces + 2);
        }
        offsets[pieces] = offset;
        lengths[pieces] = length;
        pieces++;
    }

    int length() {
        int sum = 0;
        for (int i = 0; i < pieces; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    /** Joins the pieces. */
    void copy(byte[] body, byte[] to) {
        int at = 0;
        for (int i = 0; i < pieces; i++) {
            System.arraycopy(body, offsets[i], to, at, lengths[i]);
            at += lengths[i];
        }
    }

    /** Writes the pieces. */
    void write(byte[] codes, ByteArrayOutputStream out) {
        for (int i = 0; i < pieces; i++) {
            out.write(codes, offsets[i], lengths[i]);
        }
    }
}
