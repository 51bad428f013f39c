package org.dromedary.dicom.codec.j2k;

import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.codec.frame.PixelFormat;

/**
 * Image and tile size (T.800 §A.5.1); places on the reference grid.
 *
 * @param x1 end of the image area, exclusive
 * @param x0 its begin
 */
record Siz(int capabilities, int x1, int y1, int x0, int y0, int tileWidth, int tileHeight, int tileX0, int tileY0,
        Component[] components) {

    private static final int MAX_TILES = 65_535;
    private static final int LARGEST = 1 << 30;
    private static final int MAX_PRECISION = 28;

    /** @param dx horizontal distance of its samples on the reference grid */
    record Component(int precision, boolean signed, int dx, int dy) {
    }

    /** @param segment what follows the segment's length */
    static Siz read(ByteReader segment) throws CodecException {
        int capabilities = segment.u16();
        int[] grid = new int[8];
        for (int i = 0; i < grid.length; i++) {
            long value = segment.u32();
            boolean tileSize = i == 4 || i == 5;
            if (value > LARGEST && !tileSize) {
                throw new CodecException("JPEG 2000: an image beyond 2^30 on the reference grid", segment.offset());
            }
            grid[i] = (int) Math.min(value, LARGEST);
        }
        Component[] components = new Component[segment.u16()];
        segment.need(components.length * 3);
        for (int i = 0; i < components.length; i++) {
            int precision = segment.u8();
            components[i] = new Component((precision & 0x7F) + 1, precision > 0x7F, segment.u8(), segment.u8());
        }
        Siz siz = new Siz(capabilities, grid[0], grid[1], grid[2], grid[3], grid[4], grid[5], grid[6], grid[7],
                components);
        siz.check();
        return siz;
    }

    private void check() throws CodecException {
        boolean image = x0 < x1 && y0 < y1 && components.length > 0;
        boolean tiles = tileWidth > 0 && tileHeight > 0 && tileX0 <= x0 && tileY0 <= y0
                && (long) tileX0 + tileWidth > x0 && (long) tileY0 + tileHeight > y0;
        if (!image || !tiles || (long) tilesWide() * tilesHigh() > MAX_TILES) {
            throw new CodecException("JPEG 2000: SIZ gives an impossible image or tile size");
        }
        for (Component component : components) {
            if (component.dx == 0 || component.dy == 0 || component.precision > MAX_PRECISION) {
                throw new CodecException("JPEG 2000: a component of " + component.precision + " bits, subsampled by "
                        + component.dx + " x " + component.dy + ", is not supported");
            }
        }
    }

    /** Refuses an image that is not what the object's header says. */
    void expect(PixelFormat declared) throws CodecException {
        if (columns() != declared.columns() || rows() != declared.rows()
                || components.length != declared.samples()) {
            throw new CodecException("JPEG 2000: the codestream has " + columns() + " x " + rows() + " pixels of "
                    + components.length + " samples, the header says " + declared.columns() + " x " + declared.rows()
                    + " of " + declared.samples());
        }
        if (declared.sampleCount() > PixelFormat.MAX_SAMPLES) {
            throw new CodecException("JPEG 2000: a frame of more than " + PixelFormat.MAX_SAMPLES + " samples");
        }
        if (precision() > declared.bitsAllocated()) {
            throw new CodecException("JPEG 2000: samples of " + precision() + " bits, but Bits Allocated is "
                    + declared.bitsAllocated());
        }
    }

    int columns() {
        return x1 - x0;
    }

    int rows() {
        return y1 - y0;
    }

    /** Of the component that has most. */
    int precision() {
        int most = 0;
        for (Component component : components) {
            most = Math.max(most, component.precision);
        }
        return most;
    }

    int tilesWide() {
        return (int) (((long) x1 - tileX0 + tileWidth - 1) / tileWidth);
    }

    int tilesHigh() {
        return (int) (((long) y1 - tileY0 + tileHeight - 1) / tileHeight);
    }
}
