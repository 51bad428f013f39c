package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Puts the samples of tiles into the bytes of a frame: level shift, range, subsampled components in full. */
final class SampleWriter {

    private final Siz siz;
    private final PixelFormat format;
    private final byte[] bytes;
    /** Of subsampled components. */
    private final int[][][] planes;

    SampleWriter(Siz siz, PixelFormat declared) {
        this.siz = siz;
        int bits = Math.max(siz.precision(), declared.bitsStored());
        int allocated = declared.bitsAllocated() <= 8 ? 8 : declared.bitsAllocated();
        format = new PixelFormat(declared.rows(), declared.columns(), declared.samples(), allocated, bits, bits - 1,
                declared.signed(), false, photometric(declared.photometric()));
        bytes = new byte[(int) format.frameBytes()];
        planes = new int[siz.components().length][][];
    }

    private static String photometric(String declared) {
        if (declared == null) {
            return null;
        }
        return switch (declared) {
            case "YBR_RCT", "YBR_ICT" -> "RGB";
            case "YBR_FULL_422" -> "YBR_FULL";
            default -> declared;
        };
    }

    /** The frame, when all tiles are written. */
    Frame frame() {
        for (int c = 0; c < planes.length; c++) {
            if (planes[c] != null && planes[c].length > 0 && planes[c][0].length > 0) {
                spread(c, siz.components()[c], planes[c]);
            }
        }
        return new Frame(format, bytes);
    }

    /** @param rows by component, before the level shift; changed */
    void write(Tile tile, int[][][] rows) {
        for (int c = 0; c < tile.components.length; c++) {
            TileComponent component = tile.components[c];
            if (component.width() > 0 && component.height() > 0) {
                write(tile, component, siz.components()[c], rows[c]);
            }
        }
    }

    private void write(Tile tile, TileComponent component, Siz.Component of, int[][] rows) {
        for (int y = 0; y < component.height(); y++) {
            finish(rows[y], component.width(), of);
            if (of.dx() == 1 && of.dy() == 1) {
                store(rows[y], tile.x0, component.width(), tile.y0 + y, component.index);
            } else {
                keep(component, of, y, rows[y]);
            }
        }
    }

    /** Keeps a row of a subsampled component until all tiles are there. */
    private void keep(TileComponent component, Siz.Component of, int y, int[] row) {
        int x0 = up(siz.x0(), of.dx());
        int y0 = up(siz.y0(), of.dy());
        if (planes[component.index] == null) {
            planes[component.index] = new int[up(siz.y1(), of.dy()) - y0][up(siz.x1(), of.dx()) - x0];
        }
        System.arraycopy(row, 0, planes[component.index][component.y0 - y0 + y], component.x0 - x0,
                component.width());
    }

    private static int up(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    /** Repeats each sample of a subsampled component for the pixels up to the next (T.800 §B.2). */
    private void spread(int index, Siz.Component of, int[][] plane) {
        int[] wide = new int[format.columns()];
        for (int y = siz.y0(); y < siz.y1(); y++) {
            int[] row = plane[Math.max(y / of.dy() - up(siz.y0(), of.dy()), 0)];
            for (int x = 0; x < wide.length; x++) {
                wide[x] = row[Math.max((siz.x0() + x) / of.dx() - up(siz.x0(), of.dx()), 0)];
            }
            store(wide, siz.x0(), wide.length, y, index);
        }
    }

    /** Level shift (T.800 §G.1.2), the component's range, and the sign or zeros above the stored bits. */
    private void finish(int[] row, int width, Siz.Component of) {
        int half = 1 << of.precision() - 1;
        int shift = of.signed() ? 0 : half;
        int least = of.signed() ? -half : 0;
        int most = least + 2 * half - 1;
        int unused = 32 - format.bitsStored();
        boolean signed = format.signed();
        for (int x = 0; x < width; x++) {
            int value = Math.min(Math.max(row[x] + shift, least), most) << unused;
            row[x] = signed ? value >> unused : value >>> unused;
        }
    }

    /** Stores a row from a place on the reference grid on. */
    private void store(int[] row, int x0, int count, int y, int component) {
        byte[] to = bytes;
        int size = format.bitsAllocated() / 8;
        int step = size * format.samples();
        int at = ((y - siz.y0()) * format.columns() + x0 - siz.x0()) * step + component * size;
        for (int x = 0; x < count; x++, at += step) {
            int value = row[x];
            to[at] = (byte) value;
            if (size > 1) {
                to[at + 1] = (byte) (value >> 8);
                if (size > 2) {
                    to[at + 2] = (byte) (value >> 16);
                    to[at + 3] = (byte) (value >> 24);
                }
            }
        }
    }
}
