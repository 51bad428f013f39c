package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** Tag tree (T.800 §B.10.2): each node is the least value of up to four below; read as far as a threshold asks. */
final class TagTree {

    private final int[] widths;
    private final int[] firsts;
    private final int levels;
    private final int[] values;
    private final int[] lows;
    private final boolean[] known;

    TagTree(int width, int height) {
        int[] wide = new int[32];
        int[] first = new int[33];
        int level = 0;
        int w = width;
        int h = height;
        while (true) {
            wide[level] = w;
            first[level + 1] = first[level] + w * h;
            level++;
            if (w <= 1 && h <= 1) {
                break;
            }
            w = w + 1 >> 1;
            h = h + 1 >> 1;
        }
        levels = level;
        widths = wide;
        firsts = first;
        values = new int[first[level]];
        lows = new int[first[level]];
        known = new boolean[first[level]];
    }

    /** Reads until a leaf's value is known or at least the threshold. @return whether it is below the threshold */
    boolean read(HeaderBits bits, int x, int y, int threshold) throws CodecException {
        int low = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int node = node(level, x, y);
            low = Math.max(low, lows[node]);
            while (low < threshold && !known[node]) {
                if (bits.bit() == 1) {
                    known[node] = true;
                } else {
                    low++;
                }
            }
            lows[node] = low;
        }
        return known[node(0, x, y)] && low < threshold;
    }

    private int node(int level, int x, int y) {
        return firsts[level] + (y >> level) * widths[level] + (x >> level);
    }

    /** Sets the leaves, row by row, and begins a tree to be written. */
    void set(int[] leaves) {
        Arrays.fill(known, false);
        Arrays.fill(lows, 0);
        Arrays.fill(values, Integer.MAX_VALUE);
        for (int i = 0; i < firsts[1]; i++) {
            int x = i % widths[0];
            int y = i / widths[0];
            for (int level = 0; level < levels; level++) {
                int node = node(level, x, y);
                values[node] = Math.min(values[node], leaves[i]);
            }
        }
    }

    /** Writes what a reader with that threshold needs. */
    void write(HeaderBits.Writer bits, int x, int y, int threshold) {
        int low = 0;
        for (int level = levels - 1; level >= 0; level--) {
            int node = node(level, x, y);
            low = Math.max(low, lows[node]);
            while (low < threshold && !known[node]) {
                if (low == values[node]) {
                    known[node] = true;
                    bits.put(1, 1);
                } else {
                    low++;
                    bits.put(0, 1);
                }
            }
            lows[node] = low;
        }
    }
}
