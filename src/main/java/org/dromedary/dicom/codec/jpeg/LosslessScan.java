package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes a scan of the lossless process (T.81 Annex H): Huffman codes to differences to samples, line by line. */
final class LosslessScan {
    private final FrameHeader frame;
    private final Scan scan;
    private final EntropyData data;
    private final HuffmanTable[] tables;
    private final int[][] lookups;

    LosslessScan(FrameHeader frame, Scan scan, EntropyData data) throws CodecException {
        this.frame = frame;
        this.scan = scan;
        this.data = data;
        scan.takeLossless(frame, frame.columns);
        tables = scan.dc();
        lookups = new int[tables.length][];
        for (int i = 0; i < tables.length; i++) {
            boolean same = i > 0 && tables[i] == tables[i - 1];
            lookups[i] = same ? lookups[i - 1] : Scan.present(tables[i]).differenceLookup();
        }
    }

    void decode(SampleWriter out) throws CodecException {
        int components = scan.components().length;
        int[] line = new int[frame.columns * components];
        int[] above = new int[line.length];
        int linesAnInterval = scan.restartInterval() / frame.columns;
        int start = 1 << frame.precision - scan.low() - 1;
        data.begin();
        for (int row = 0; row < frame.rows; row++) {
            boolean restart = row > 0 && linesAnInterval > 0 && row % linesAnInterval == 0;
            if (restart) {
                data.checkNotExceeded();
                data.restart(row / linesAnInterval - 1);
            }
            differences(line);
            if (restart || row == 0) {
                Predictor.firstLine(line, components, start);
            } else {
                Predictor.line(line, above, components, scan.start());
            }
            for (int i = 0; i < components; i++) {
                out.write(line, i, components, scan.low(), row, scan.components()[i].index);
            }
            int[] free = above;
            above = line;
            line = free;
        }
        data.checkNotExceeded();
    }

    /** Decodes a line of differences, of each component in turn. */
    private void differences(int[] line) throws CodecException {
        byte[] bytes = data.bytes();
        int limit = data.limit();
        long window = data.window;
        int count = data.count;
        int position = data.position;
        int component = 0;
        for (int i = 0; i < line.length; i++) {
            if (position > limit) {
                throw data.exceeded();
            }
            window |= (long) EntropyData.LONGS.get(bytes, position) >>> count;
            position += 63 - count >> 3;
            count |= 56;
            int entry = lookups[component][(int) (window >>> HuffmanTable.SHIFT)];
            int used = entry & HuffmanTable.LENGTH_MASK;
            if ((entry & HuffmanTable.PARTIAL) == 0) {
                line[i] = entry >> 16;
            } else {
                if (used == 0) {
                    entry = tables[component].findCategory(window);
                    used = entry & HuffmanTable.LENGTH_MASK;
                }
                int category = entry >> 8 & 31;
                line[i] = additional(window << used, category);
                used += category & 15;
            }
            window <<= used;
            count -= used;
            component = component + 1 == lookups.length ? 0 : component + 1;
        }
        data.window = window;
        data.count = count;
        data.position = position;
    }

    /** A category of 16 has no additional bits (T.81 §H.1.2.2). */
    private static int additional(long window, int category) {
        return category == 16 ? 0x8000
                : HuffmanTable.extend((int) (window >>> 1 >>> 63 - category), category);
    }
}
