package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes code-blocks to where they belong in a component's coefficients, with memory of its own. One thread. */
final class BlockReader {

    private static final int SLACK = 16;
    private static final int MAX_PLANES = 31;

    private final BlockDecoder coding = new MqBlockDecoder();
    private final BlockDecoder highThroughput = new HtBlockDecoder();
    private final int[] scratch = new int[4096];
    private byte[] data = new byte[1 << 14];
    private int[] ends = new int[16];

    /**
     * Exactly one of {@code whole} and {@code fractions} takes the coefficients, as the wavelet is reversible or not.
     */
    void decode(TileComponent component, Precinct.Blocks blocks, int index, byte[] body, int[][] whole,
            float[][] fractions) throws CodecException {
        CodeBlock block = blocks.all[index];
        Band band = blocks.band;
        int left = blocks.left(index % blocks.wide);
        int top = blocks.top(index / blocks.wide);
        int width = blocks.right(index % blocks.wide) - left;
        int height = blocks.bottom(index / blocks.wide) - top;
        decode(component, block, band.orientation, width, height, body);
        if (component.shift > 0) {
            shiftDown(width * height, component.shift);
        }
        int column = band.column0 + left - band.x0;
        for (int y = 0; y < height; y++) {
            int row = band.row0 + (top - band.y0 + y) * band.rowStep;
            if (whole != null) {
                System.arraycopy(scratch, y * width, whole[row], column, width);
            } else {
                dequantize(y * width, width, fractions[row], column, 0.5f * band.step);
            }
        }
    }

    /** Decodes a code-block into the scratch area. */
    private void decode(TileComponent component, CodeBlock block, int orientation, int width, int height,
            byte[] body) throws CodecException {
        CodingStyle style = component.style;
        boolean ht = style.is(CodingStyle.HIGH_THROUGHPUT);
        int planes = block.bitPlanes;
        if (planes < 1 || planes > MAX_PLANES) {
            throw new CodecException("JPEG 2000: a code-block with " + planes + " bit-planes in " + block.passes
                    + " passes");
        }
        int length = block.length();
        if (data.length < length + SLACK) {
            data = new byte[length + length / 2 + SLACK];
        }
        block.copy(body, data);
        if (ends.length < block.segments) {
            ends = new int[2 * block.segments];
        }
        int end = 0;
        // some encoders' blocks have planes beyond Mb: passes past the lowest plane are left, as OpenJPEG leaves them
        int left = ht ? Integer.MAX_VALUE : 3 * planes - 2;
        for (int i = 0; i < block.segments; i++) {
            end += block.segmentLengths[i];
            ends[i] = end;
            block.segmentPasses[i] = Math.min(left, block.segmentPasses[i]);
            left -= block.segmentPasses[i];
        }
        (ht ? highThroughput : coding).decode(data, ends, block.segmentPasses, block.segments, planes, orientation,
                style.style(), style.reversible(), width, height, scratch, 0, width);
    }

    /** Brings a region of interest down to its place (T.800 §H.1). */
    private void shiftDown(int count, int shift) {
        if (shift > MAX_PLANES - 1) {
            return;
        }
        int threshold = 1 << shift;
        for (int i = 0; i < count; i++) {
            int value = scratch[i];
            if (value >= threshold) {
                scratch[i] = value >> shift;
            } else if (value <= -threshold) {
                scratch[i] = -(-value >> shift);
            }
        }
    }

    private void dequantize(int from, int width, float[] row, int column, float step) {
        for (int x = 0; x < width; x++) {
            row[column + x] = scratch[from + x] * step;
        }
    }
}
