package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;

/** Writes packets of a codestream with one layer (T.800 §B.9, §B.10). */
final class PacketWriter {

    private PacketWriter() {
    }

    /**
     * Writes a precinct's packet: its code-blocks that aren't null.
     *
     * @param guardBits what the sub-bands' bit-planes are short of
     */
    static void write(Precinct precinct, int guardBits, byte[] codes, ByteArrayOutputStream out) {
        HeaderBits.Writer bits = new HeaderBits.Writer();
        boolean some = false;
        for (Precinct.Blocks blocks : precinct.blocks) {
            for (int i = 0; blocks.all != null && i < blocks.all.length; i++) {
                some |= blocks.all[i] != null;
            }
        }
        bits.put(some ? 1 : 0, 1);
        for (Precinct.Blocks blocks : precinct.blocks) {
            if (some && blocks.all != null) {
                writeHeader(blocks, guardBits, bits);
            }
        }
        out.writeBytes(bits.end());
        for (Precinct.Blocks blocks : precinct.blocks) {
            for (int i = 0; blocks.all != null && i < blocks.all.length; i++) {
                if (blocks.all[i] != null) {
                    blocks.all[i].write(codes, out);
                }
            }
        }
    }

    private static void writeHeader(Precinct.Blocks blocks, int guardBits, HeaderBits.Writer bits) {
        int[] excluded = new int[blocks.all.length];
        int[] missing = new int[blocks.all.length];
        for (int i = 0; i < blocks.all.length; i++) {
            CodeBlock block = blocks.all[i];
            excluded[i] = block == null ? 1 : 0;
            missing[i] = guardBits + blocks.band.bitPlanes - (block == null ? 0 : block.bitPlanes);
        }
        blocks.inclusion.set(excluded);
        blocks.missingPlanes.set(missing);
        for (int i = 0; i < blocks.all.length; i++) {
            int x = i % blocks.wide;
            int y = i / blocks.wide;
            blocks.inclusion.write(bits, x, y, 1);
            if (blocks.all[i] != null) {
                blocks.missingPlanes.write(bits, x, y, missing[i] + 1);
                writeLength(blocks.all[i], bits);
            }
        }
    }

    private static void writeLength(CodeBlock block, HeaderBits.Writer bits) {
        writePasses(block.passes, bits);
        int length = block.length();
        int free = block.lengthBits + log2(block.passes);
        int needed = Math.max(free, log2(length) + 1);
        for (int i = free; i < needed; i++) {
            bits.put(1, 1);
        }
        bits.put(0, 1);
        bits.put(length, needed);
    }

    private static int log2(int value) {
        return 31 - Integer.numberOfLeadingZeros(value);
    }

    /** Number of coding passes (table B.4). */
    private static void writePasses(int passes, HeaderBits.Writer bits) {
        if (passes == 1) {
            bits.put(0, 1);
        } else if (passes == 2) {
            bits.put(0b10, 2);
        } else if (passes < 6) {
            bits.put(0b1100 | passes - 3, 4);
        } else if (passes < 37) {
            bits.put(0b1111 << 5 | passes - 6, 9);
        } else {
            bits.put(0b1_1111_1111 << 7 | passes - 37, 16);
        }
    }
}
