package org.dromedary.dicom.codec.j2k;

/** A precinct: its code-blocks of each sub-band share packets (T.800 §B.6, §B.7). */
final class Precinct {

    /** The part of one sub-band's grid of code-blocks that lies in the precinct. */
    static final class Blocks {
        final Band band;
        /** Of the first code-block, in the sub-band's grid. */
        final int column0;
        final int row0;
        final int wide;
        final int high;
        TagTree inclusion;
        TagTree missingPlanes;
        CodeBlock[] all;

        Blocks(Band band, int x0, int y0, int x1, int y1) {
            this.band = band;
            int left = Math.max(x0, band.x0);
            int top = Math.max(y0, band.y0);
            int right = Math.min(x1, band.x1);
            int bottom = Math.min(y1, band.y1);
            boolean empty = left >= right || top >= bottom;
            column0 = left >> band.blockWidth;
            row0 = top >> band.blockHeight;
            wide = empty ? 0 : (right - 1 >> band.blockWidth) + 1 - column0;
            high = empty ? 0 : (bottom - 1 >> band.blockHeight) + 1 - row0;
        }

        /** Makes the trees and the list, when the first packet needs them. */
        void open() {
            if (all == null) {
                all = new CodeBlock[wide * high];
                inclusion = new TagTree(wide, high);
                missingPlanes = new TagTree(wide, high);
            }
        }

        /** Left edge of a column of code-blocks, in the sub-band's coordinates. */
        int left(int column) {
            return Math.max(column0 + column << band.blockWidth, band.x0);
        }

        int right(int column) {
            return Math.min(column0 + column + 1 << band.blockWidth, band.x1);
        }

        int top(int row) {
            return Math.max(row0 + row << band.blockHeight, band.y0);
        }

        int bottom(int row) {
            return Math.min(row0 + row + 1 << band.blockHeight, band.y1);
        }
    }

    final int component;
    final int resolution;
    /** Its place on the reference grid, which progressions by position go by (§B.12.1.3). */
    final long x;
    final long y;
    final Blocks[] blocks;
    /** Packets read so far. */
    int layers;

    Precinct(int component, int resolution, long x, long y, Blocks[] blocks) {
        this.component = component;
        this.resolution = resolution;
        this.x = x;
        this.y = y;
        this.blocks = blocks;
    }
}
