package org.dromedary.dicom.codec.j2k;

import java.util.ArrayList;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;

/** One component of one tile: its resolutions, sub-bands and precincts (T.800 §B.3, §B.5, §B.6). */
final class TileComponent {

    final int index;
    final int x0;
    final int y0;
    final int x1;
    final int y1;
    final CodingStyle style;
    /** Bits by which a region of interest is shifted up. */
    final int shift;
    /** All precincts: by resolution, then row by row. */
    final List<Precinct> precincts = new ArrayList<>();
    private final Quantization quantization;
    private final Siz.Component component;
    private final int[] tile;
    /** Of each resolution: the component's row of its first row; from each row to the next it is {@code 1 << level}. */
    private final int[] row0;

    /** @param tile x0, y0, x1, y1 on the reference grid */
    TileComponent(int index, Siz.Component component, int[] tile, Parameters parameters) throws CodecException {
        this.index = index;
        this.component = component;
        this.tile = tile;
        x0 = up(tile[0], component.dx());
        y0 = up(tile[1], component.dy());
        x1 = up(tile[2], component.dx());
        y1 = up(tile[3], component.dy());
        style = parameters.style(index);
        quantization = parameters.quantization(index);
        shift = parameters.shift(index);
        row0 = new int[style.levels() + 1];
        for (int r = style.levels(); r > 0; r--) {
            row0[r - 1] = row0[r] + ((area(r)[1] & 1) << style.levels() - r);
        }
    }

    private static int up(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    /** x0, y0, x1, y1 of a resolution (equation B-14). */
    int[] area(int resolution) {
        return Band.area(0, style.levels() - resolution, x0, y0, x1, y1);
    }

    int firstRow(int resolution) {
        return row0[resolution];
    }

    /** Precincts there will be. */
    long precinctCount() {
        long sum = 0;
        for (int r = 0; r <= style.levels(); r++) {
            int[] area = area(r);
            sum += cells(area[0], area[2], style.precinctWidth(r)) * cells(area[1], area[3], style.precinctHeight(r));
        }
        return sum;
    }

    /** At least as many code-blocks as there will be. */
    long blockCount() {
        long sum = 0;
        for (int r = 0; r <= style.levels(); r++) {
            int[] area = area(r);
            int half = r == 0 ? 0 : 1;
            long wide = cells(area[0], area[2], blockWidth(r) + half) + 1;
            long high = cells(area[1], area[3], blockHeight(r) + half) + 1;
            sum += wide * high * (r == 0 ? 1 : 3);
        }
        return sum;
    }

    private static long cells(int from, int to, int log) {
        return from >= to ? 0 : (to - 1 >> log) + 1L - (from >> log);
    }

    private int blockWidth(int resolution) {
        return Math.min(style.blockWidth(), style.precinctWidth(resolution) - (resolution == 0 ? 0 : 1));
    }

    private int blockHeight(int resolution) {
        return Math.min(style.blockHeight(), style.precinctHeight(resolution) - (resolution == 0 ? 0 : 1));
    }

    /** Makes sub-bands and precincts. */
    void build() throws CodecException {
        for (int r = 0; r <= style.levels(); r++) {
            int[] area = area(r);
            if (area[0] < area[2] && area[1] < area[3]) {
                build(r, area);
            }
        }
    }

    private void build(int resolution, int[] area) throws CodecException {
        Band[] bands = new Band[resolution == 0 ? 1 : 3];
        for (int i = 0; i < bands.length; i++) {
            bands[i] = band(resolution, resolution == 0 ? 0 : i + 1);
        }
        int log = style.precinctWidth(resolution);
        int logHigh = style.precinctHeight(resolution);
        for (int j = area[1] >> logHigh; j <= area[3] - 1 >> logHigh; j++) {
            for (int i = area[0] >> log; i <= area[2] - 1 >> log; i++) {
                precincts.add(precinct(resolution, area, bands, i, j));
            }
        }
    }

    private Band band(int resolution, int orientation) throws CodecException {
        int levels = style.levels();
        int number = resolution == 0 ? 0 : 3 * (resolution - 1) + orientation;
        int level = resolution == 0 ? levels : levels - resolution + 1;
        int bitPlanes = quantization.bitPlanes(number);
        // OpenJPEG's convention: no gain of the sub-band here, but twice the high-pass scale in the transform
        double step = (1 + quantization.mantissa(number) / 2048.0)
                * Math.pow(2, component.precision() - quantization.exponent(number));
        Band band = new Band(orientation, Band.area(orientation, level, x0, y0, x1, y1), blockWidth(resolution),
                blockHeight(resolution), bitPlanes, (float) step);
        band.rowStep = 1 << level;
        if (resolution == 0) {
            band.row0 = row0[0];
            return band;
        }
        int[] area = area(resolution);
        boolean oddTop = (area[1] & 1) != 0;
        boolean down = orientation >= 2;
        band.row0 = row0[resolution] + (oddTop == down ? 0 : 1 << level - 1);
        int[] below = area(resolution - 1);
        band.column0 = (orientation & 1) == 0 ? 0 : below[2] - below[0];
        return band;
    }

    private Precinct precinct(int resolution, int[] area, Band[] bands, int i, int j) {
        int half = resolution == 0 ? 0 : 1;
        int log = style.precinctWidth(resolution) - half;
        int logHigh = style.precinctHeight(resolution) - half;
        Precinct.Blocks[] blocks = new Precinct.Blocks[bands.length];
        for (int b = 0; b < bands.length; b++) {
            blocks[b] = new Precinct.Blocks(bands[b], i << log, j << logHigh, i + 1 << log, j + 1 << logHigh);
        }
        int level = style.levels() - resolution;
        return new Precinct(index, resolution,
                place(i, style.precinctWidth(resolution), area[0], level, component.dx(), tile[0]),
                place(j, style.precinctHeight(resolution), area[1], level, component.dy(), tile[1]), blocks);
    }

    /** Where a precinct begins on the reference grid; one that begins before the tile counts at the tile's edge. */
    private static long place(int cell, int log, int from, int level, int distance, int tileEdge) {
        long begin = (long) cell << log;
        return begin < from ? tileEdge : (begin << level) * distance;
    }
}
