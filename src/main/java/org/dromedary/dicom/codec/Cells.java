package org.dromedary.dicom.codec;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.Frame;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** Native pixel cells as a file has them, and the samples in them (PS3.5 §8.1.1, PS3.3 §C.7.6.3.1). */
final class Cells {

    private Cells() {
    }

    /**
     * One frame with its cells by pixel, chrominance in full, otherwise as they were.
     *
     * @param cells little endian as in native Pixel Data; not changed, but kept where nothing has to change
     */
    static Frame frame(byte[] cells, ImageHeader header) {
        PixelFormat format = header.format();
        if (header.isHalved()) {
            return new Frame(header.full().format(), doubled(cells));
        }
        return new Frame(format.byPixel(), format.planar() ? byPixel(cells, format) : cells);
    }

    /**
     * The samples in the cells of a frame: little endian, extended to the allocated bits by their sign or zeros. Single
     * bits stay packed, the first one lowest.
     */
    static byte[] samples(Frame frame) {
        return extended(frame.bytes(), frame.format());
    }

    /** Two luminances and one chrominance of each kind become two pixels (PS3.3 §C.7.6.3.1.2). */
    private static byte[] doubled(byte[] cells) {
        byte[] full = new byte[cells.length / 4 * 6];
        for (int from = 0, to = 0; to < full.length; from += 4, to += 6) {
            full[to] = cells[from];
            full[to + 3] = cells[from + 1];
            full[to + 1] = cells[from + 2];
            full[to + 4] = cells[from + 2];
            full[to + 2] = cells[from + 3];
            full[to + 5] = cells[from + 3];
        }
        return full;
    }

    /** RGB of 8 bits becomes YBR_FULL (PS3.3 §C.7.6.3.1.2). */
    static byte[] luminance(byte[] rgb) {
        byte[] ybr = new byte[rgb.length];
        for (int at = 0; at + 2 < rgb.length; at += 3) {
            int red = rgb[at] & 0xFF;
            int green = rgb[at + 1] & 0xFF;
            int blue = rgb[at + 2] & 0xFF;
            ybr[at] = clamped(0.299 * red + 0.587 * green + 0.114 * blue);
            ybr[at + 1] = clamped(128 - 0.168736 * red - 0.331264 * green + 0.5 * blue);
            ybr[at + 2] = clamped(128 + 0.5 * red - 0.418688 * green - 0.081312 * blue);
        }
        return ybr;
    }

    private static byte clamped(double value) {
        return (byte) Math.min(255, Math.round(value));
    }

    /** Planes become pixels. */
    private static byte[] byPixel(byte[] cells, PixelFormat format) {
        byte[] pixels = new byte[cells.length];
        int width = format.bitsAllocated() / 8;
        int samples = format.samples();
        int plane = cells.length / samples;
        for (int sample = 0; sample < samples; sample++) {
            for (int from = sample * plane, to = sample * width; to < pixels.length; to += width * samples) {
                for (int b = 0; b < width; b++) {
                    pixels[to + b] = cells[from++];
                }
            }
        }
        return pixels;
    }

    /** Stored bits move to the low end; those above are the sign's or zero. */
    private static byte[] extended(byte[] cells, PixelFormat format) {
        int allocated = format.bitsAllocated();
        if (format.bitsStored() == allocated || allocated == 64) {
            return cells;
        }
        byte[] samples = new byte[cells.length];
        int width = allocated / 8;
        int up = 32 - 1 - format.highBit();
        int down = 32 - format.bitsStored();
        for (int at = 0; at < cells.length; at += width) {
            int cell = cell(cells, at, width);
            int value = format.signed() ? cell << up >> down : cell << up >>> down;
            for (int b = 0; b < width; b++) {
                samples[at + b] = (byte) (value >> 8 * b);
            }
        }
        return samples;
    }

    /**
     * Whether cells hold more than their samples: other bits than those that are stored, and not their sign. Cells of
     * negative values may have zeros or ones above the sign.
     */
    static boolean haveMore(Frame frame, byte[] samples) {
        PixelFormat format = frame.format();
        byte[] cells = frame.bytes();
        if (cells == samples || Arrays.equals(cells, samples)) {
            return false;
        }
        int width = format.bitsAllocated() / 8;
        int stored = (int) ((1L << format.bitsStored()) - 1);
        int up = format.highBit() + 1 - format.bitsStored();
        int mask = width == 4 ? -1 : (1 << 8 * width) - 1;
        for (int at = 0; at < cells.length; at += width) {
            int cell = cell(cells, at, width);
            int sample = cell(samples, at, width);
            boolean plain = cell == (sample & stored) << up;
            boolean signed = format.signed() && cell == (sample << up & mask);
            if (!plain && !signed) {
                return true;
            }
        }
        return false;
    }

    private static int cell(byte[] cells, int at, int width) {
        int cell = 0;
        for (int b = width - 1; b >= 0; b--) {
            cell = cell << 8 | cells[at + b] & 0xFF;
        }
        return cell;
    }
}
