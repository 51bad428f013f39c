package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** From the planes of components to pixels. */
final class PlaneOutput {

    private PlaneOutput() {
    }

    static void write(FrameHeader frame, SampleWriter writer) throws CodecException {
        for (Component component : frame.components) {
            if (component.coefficients != null) {
                transform(component, frame.precision);
            }
            int across = frame.mostHorizontal / component.horizontal;
            int down = frame.mostVertical / component.vertical;
            int[] line = new int[Math.max(component.width * across, frame.columns)];
            for (int row = 0; row < frame.rows; row++) {
                if (across == 2 && down <= 2 && component.width > 2 && !frame.lossless()) {
                    smooth(component, row, down, line);
                } else {
                    repeat(component, row / down, across, line);
                }
                writer.write(line, 0, 1, 0, row, component.index);
            }
            component.plane = null;
        }
    }

    /** Samples take the place of the coefficients: a row of blocks has as many of one as of the other. */
    private static void transform(Component component, int precision) {
        InverseDct transform = new InverseDct(precision);
        component.plane = component.coefficients;
        short[] blocks = new short[component.storedAcross * 64];
        int[] coefficients = new int[64];
        for (int row = 0; row < component.storedDown; row++) {
            System.arraycopy(component.coefficients, row * blocks.length, blocks, 0, blocks.length);
            for (int column = 0; column < component.storedAcross; column++) {
                for (int i = 0; i < 64; i++) {
                    coefficients[i] = blocks[column * 64 + i] * component.quantizers[i];
                }
                transform.toSamples(coefficients, component, row, column);
            }
        }
        component.coefficients = null;
    }

    private static void repeat(Component component, int row, int across, int[] line) {
        int at = row * component.stride;
        for (int x = 0; x < line.length; x++) {
            line[x] = component.plane[at + x / across] & 0xFFFF;
        }
    }

    /** A row of a component that is halved across, and down if {@code down} is 2. */
    private static void smooth(Component component, int row, int down, int[] line) {
        int at = row / down * component.stride;
        if (down == 1) {
            smooth(component.plane, at, component.width, line);
        } else {
            int other = row % 2 == 0 ? row / 2 - 1 : row / 2 + 1;
            int far = Math.max(0, Math.min(component.height - 1, other)) * component.stride;
            smoothBoth(component.plane, at, far, component.width, line);
        }
    }

    /** Samples at the quarters between two: three parts of the nearer and one of the other. */
    private static void smooth(short[] plane, int at, int width, int[] line) {
        int last = at + width - 1;
        for (int i = at, x = 0; i <= last; i++, x += 2) {
            int near = 3 * plane[i];
            line[x] = i == at ? plane[i] : near + plane[i - 1] + 1 >> 2;
            line[x + 1] = i == last ? plane[i] : near + plane[i + 1] + 2 >> 2;
        }
    }

    /** The same in both directions; {@code at} is the nearer row. */
    private static void smoothBoth(short[] plane, int at, int far, int width, int[] line) {
        int before = 3 * plane[at] + plane[far];
        int sum = before;
        for (int i = 0; i < width; i++) {
            int after = i + 1 < width ? 3 * plane[at + i + 1] + plane[far + i + 1] : sum;
            line[2 * i] = 3 * sum + before + 8 >> 4;
            line[2 * i + 1] = 3 * sum + after + 7 >> 4;
            before = sum;
            sum = after;
        }
    }
}
