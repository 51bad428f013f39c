package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** Makes a tile's code-blocks to samples: coefficients, inverse wavelet and component transforms. Keeps its memory. */
final class TileDecoder {

    private static final int SLACK = 16;
    private static final int MAX_PLANES = 31;

    private final BlockDecoder coding = new MqBlockDecoder();
    private final BlockDecoder highThroughput = new HtBlockDecoder();
    private final Dwt53 dwt53 = new Dwt53();
    private final Dwt97 dwt97 = new Dwt97();
    private final int[] scratch = new int[4096];
    private byte[] data = new byte[1 << 14];
    private int[] ends = new int[16];
    private int[][][] rows = new int[0][][];
    private float[][][] values = new float[0][][];

    /**
     * Decodes what packets have brought.
     *
     * @param body where the code-blocks' bytes are
     * @return by component rows of samples before the level shift; valid until the next call
     */
    int[][][] decode(Tile tile, byte[] body, boolean transformed) throws CodecException {
        int count = tile.components.length;
        rows = Arrays.copyOf(rows, count);
        values = Arrays.copyOf(values, count);
        for (int c = 0; c < count; c++) {
            TileComponent component = tile.components[c];
            rows[c] = clear(rows[c], component.width(), component.height());
            if (component.style.reversible()) {
                decodeBlocks(component, body, rows[c], null);
                dwt53.inverse(component, rows[c]);
            } else {
                values[c] = clear(values[c], component.width(), component.height());
                decodeBlocks(component, body, null, values[c]);
                dwt97.inverse(component, values[c]);
            }
        }
        if (transformed) {
            undoTransform(tile);
        }
        for (int c = 0; c < count; c++) {
            if (!tile.components[c].style.reversible()) {
                round(values[c], rows[c], tile.components[c].width(), tile.components[c].height());
            }
        }
        return rows;
    }

    private static int[][] clear(int[][] rows, int width, int height) {
        if (rows == null || rows.length < height || height > 0 && rows[0].length < width) {
            return new int[height][width];
        }
        for (int y = 0; y < height; y++) {
            Arrays.fill(rows[y], 0, width, 0);
        }
        return rows;
    }

    private static float[][] clear(float[][] rows, int width, int height) {
        if (rows == null || rows.length < height || height > 0 && rows[0].length < width) {
            return new float[height][width];
        }
        for (int y = 0; y < height; y++) {
            Arrays.fill(rows[y], 0, width, 0);
        }
        return rows;
    }

    private void decodeBlocks(TileComponent component, byte[] body, int[][] whole, float[][] fractions)
            throws CodecException {
        for (Precinct precinct : component.precincts) {
            for (Precinct.Blocks blocks : precinct.blocks) {
                for (int i = 0; blocks.all != null && i < blocks.all.length; i++) {
                    if (blocks.all[i] != null) {
                        decodeBlock(component, blocks, i, body, whole, fractions);
                    }
                }
            }
        }
    }

    private void decodeBlock(TileComponent component, Precinct.Blocks blocks, int index, byte[] body, int[][] whole,
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

    private void undoTransform(Tile tile) throws CodecException {
        TileComponent[] of = tile.components;
        if (of.length < 3) {
            return; // announced for what has no colour: there is nothing to undo
        }
        boolean alike = true;
        for (int c = 1; alike && c < 3; c++) {
            alike = of[c].width() == of[0].width() && of[c].height() == of[0].height()
                    && of[c].style.reversible() == of[0].style.reversible();
        }
        if (!alike) {
            throw new CodecException("JPEG 2000: a component transform of components that differ");
        }
        for (int y = 0; y < of[0].height(); y++) {
            if (of[0].style.reversible()) {
                ComponentTransform.inverseReversible(rows[0][y], rows[1][y], rows[2][y], of[0].width());
            } else {
                ComponentTransform.inverseIrreversible(values[0][y], values[1][y], values[2][y], of[0].width());
            }
        }
    }

    private static void round(float[][] values, int[][] rows, int width, int height) {
        for (int y = 0; y < height; y++) {
            float[] from = values[y];
            int[] to = rows[y];
            for (int x = 0; x < width; x++) {
                to[x] = (int) Math.rint(from[x]);
            }
        }
    }
}
