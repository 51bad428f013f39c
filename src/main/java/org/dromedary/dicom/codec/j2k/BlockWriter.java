package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Encodes code-blocks, one after the other, into memory of its own. One thread. */
final class BlockWriter {

    private final BlockEncoder encoder;
    private final int[] scratch = new int[1 << 2 * J2kEncoder.BLOCK_LOG];
    private final List<CodeBlock> blocks = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private byte[] codes = new byte[1 << 16];
    private int used;
    private int guardBits;

    BlockWriter(boolean highThroughput) {
        encoder = highThroughput ? new HtBlockEncoder() : new MqBlockEncoder();
    }

    /** Forgets what was encoded. */
    void begin() {
        blocks.clear();
        lengths.clear();
        used = 0;
        guardBits = 0;
    }

    /** Bytes of all blocks. */
    int length() {
        return used;
    }

    /** Guard bits that their coefficients need. */
    int guardBits() {
        return guardBits;
    }

    /** Puts the bytes behind those that are there, and tells the blocks where theirs are. */
    void copy(byte[] into, int at) {
        System.arraycopy(codes, 0, into, at, used);
        int offset = at;
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).add(offset, lengths.get(i));
            offset += lengths.get(i);
        }
    }

    /** Encodes one block, which is none if all its coefficients are zero. */
    void encode(Precinct.Blocks of, int index, int[][] from) {
        Band band = of.band;
        int left = of.left(index % of.wide);
        int top = of.top(index / of.wide);
        int width = of.right(index % of.wide) - left;
        int height = of.bottom(index / of.wide) - top;
        int column = band.column0 + left - band.x0;
        for (int y = 0; y < height; y++) {
            int row = band.row0 + (top - band.y0 + y) * band.rowStep;
            System.arraycopy(from[row], column, scratch, y * width, width);
        }
        int planes = magnitudePlanes(width * height);
        guardBits = Math.max(guardBits, planes - band.bitPlanes);
        int length = planes == 0 ? 0 : encoder.encode(scratch, 0, width, width, height, band.orientation);
        if (length == 0) {
            return;
        }
        if (used + length > codes.length) {
            codes = Arrays.copyOf(codes, 2 * codes.length + length);
        }
        System.arraycopy(encoder.bytes(), 0, codes, used, length);
        used += length;
        CodeBlock block = new CodeBlock();
        block.bitPlanes = encoder.bitPlanes();
        block.passes = encoder.passes();
        blocks.add(block);
        lengths.add(length);
        of.all[index] = block;
    }

    private int magnitudePlanes(int count) {
        int any = 0;
        for (int i = 0; i < count; i++) {
            any |= Math.abs(scratch[i]);
        }
        return 32 - Integer.numberOfLeadingZeros(any);
    }
}
