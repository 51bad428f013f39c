package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;

/** Makes a tile's code-blocks to samples: coefficients, inverse wavelet and component transforms. Keeps its memory. */
final class TileDecoder {

    private final List<BlockReader> readers = new ArrayList<>();
    private final Dwt53 dwt53 = new Dwt53();
    private final Dwt97 dwt97 = new Dwt97();
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
        List<Precinct.Blocks> owners = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (Precinct precinct : component.precincts) {
            for (Precinct.Blocks blocks : precinct.blocks) {
                for (int i = 0; blocks.all != null && i < blocks.all.length; i++) {
                    if (blocks.all[i] != null) {
                        owners.add(blocks);
                        indices.add(i);
                    }
                }
            }
        }
        int shares = Shares.of(owners.size());
        while (readers.size() < shares) {
            readers.add(new BlockReader());
        }
        Shares.run(owners.size(), shares, (share, from, to) -> {
            for (int i = from; i < to; i++) {
                readers.get(share).decode(component, owners.get(i), indices.get(i), body, whole, fractions);
            }
        });
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
