package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes a scan of the lossless process whose frame has components of different sizes (T.81 §A.2, Annex H). */
final class LosslessUnitScan {
    private final FrameHeader frame;
    private final Scan scan;
    private final EntropyData data;
    private final short[][] lookups;
    private final boolean alone;
    private final int across;
    private final int down;

    LosslessUnitScan(FrameHeader frame, Scan scan, EntropyData data) throws CodecException {
        this.frame = frame;
        this.scan = scan;
        this.data = data;
        Component first = scan.components()[0];
        alone = scan.components().length == 1;
        across = alone ? first.width : (frame.columns + frame.mostHorizontal - 1) / frame.mostHorizontal;
        down = alone ? first.height : (frame.rows + frame.mostVertical - 1) / frame.mostVertical;
        scan.takeLossless(frame, across);
        lookups = Scan.lookups(scan.dc());
    }

    void decode() throws CodecException {
        int count = scan.components().length;
        int[][][] lines = new int[count][][];
        int[][] above = new int[count][];
        for (int i = 0; i < count; i++) {
            Component component = scan.components()[i];
            component.stride = across * horizontal(component);
            component.plane = new short[component.stride * down * vertical(component)];
            lines[i] = new int[vertical(component)][component.stride];
            above[i] = new int[component.stride];
        }
        int linesAnInterval = scan.restartInterval() / across;
        data.begin();
        for (int row = 0; row < down; row++) {
            boolean restart = row > 0 && linesAnInterval > 0 && row % linesAnInterval == 0;
            if (restart) {
                data.checkNotExceeded();
                data.restart(row / linesAnInterval - 1);
            }
            differences(lines);
            for (int i = 0; i < count; i++) {
                samples(scan.components()[i], row, row == 0 || restart, lines[i], above[i]);
            }
        }
        data.checkNotExceeded();
    }

    private int horizontal(Component component) {
        return alone ? 1 : component.horizontal;
    }

    private int vertical(Component component) {
        return alone ? 1 : component.vertical;
    }

    private void differences(int[][][] lines) throws CodecException {
        for (int unit = 0; unit < across; unit++) {
            for (int i = 0; i < lines.length; i++) {
                int width = horizontal(scan.components()[i]);
                for (int[] line : lines[i]) {
                    for (int x = unit * width; x < (unit + 1) * width; x++) {
                        line[x] = data.difference(lookups[i], scan.dc()[i]);
                    }
                }
            }
        }
    }

    private void samples(Component component, int row, boolean first, int[][] lines, int[] above) {
        int at = row * lines.length * component.stride;
        for (int y = 0; y < lines.length; y++) {
            int[] line = lines[y];
            if (first && y == 0) {
                Predictor.firstLine(line, 1, 1 << frame.precision - scan.low() - 1);
            } else {
                Predictor.line(line, above, 1, scan.start());
            }
            for (int sample : line) {
                component.plane[at++] = (short) (sample << scan.low());
            }
            System.arraycopy(line, 0, above, 0, line.length);
        }
    }
}
