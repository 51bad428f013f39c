package org.dromedary.dicom.codec.j2k;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A significance propagation and a magnitude refinement pass of T.814 over the lowest bit-plane, coefficient by
 * coefficient as the text has it; the cleanup pass has coded all but that plane.
 */
final class PlainHtRefinement {

    private final int[] values;
    private final int width;
    private final int height;
    private final boolean causal;
    private final boolean[] found;
    private final ByteArrayOutputStream forward = new ByteArrayOutputStream();
    private final ByteArrayOutputStream backward = new ByteArrayOutputStream();
    private int pending;
    private int bits;
    private int last;

    PlainHtRefinement(int[] values, int width, int height, boolean causal) {
        this.values = values;
        this.width = width;
        this.height = height;
        this.causal = causal;
        found = new boolean[values.length];
        propagate();
        refine();
    }

    /** What a decoder finds: coefficients of one that the propagation does not reach stay zero. */
    int[] decoded(boolean refined) {
        int[] result = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            boolean large = Math.abs(values[i]) > 1;
            if (large && !refined) {
                result[i] = Integer.signum(values[i]) * (Math.abs(values[i]) | 1);
            } else if (large || found[i]) {
                result[i] = values[i];
            }
        }
        return result;
    }

    /** What the cleanup pass codes. */
    int[] upper() {
        int[] result = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] / 2;
        }
        return result;
    }

    /** Both passes, or the first alone. */
    byte[] bytes(boolean refined) {
        byte[] first = forward.toByteArray();
        byte[] second = refined ? backward.toByteArray() : new byte[0];
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        for (int i = 0; i < second.length; i++) {
            all[all.length - 1 - i] = second[i];
        }
        return all;
    }

    private void propagate() {
        for (int top = 0; top < height; top += 4) {
            for (int left = 0; left < width; left += 4) {
                StringBuilder signs = new StringBuilder();
                for (int x = left; x < Math.min(left + 4, width); x++) {
                    for (int y = top; y < Math.min(top + 4, height); y++) {
                        visit(x, y, signs);
                    }
                }
                signs.chars().forEach(sign -> putForward(sign - '0'));
            }
        }
        if (bits > 0) {
            forward.write(pending);
        }
    }

    private void visit(int x, int y, StringBuilder signs) {
        int i = y * width + x;
        if (Math.abs(values[i]) > 1 || !hasNeighbour(x, y)) {
            return;
        }
        putForward(Math.abs(values[i]));
        if (values[i] != 0) {
            found[i] = true;
            signs.append(values[i] < 0 ? '1' : '0');
        }
    }

    private boolean hasNeighbour(int x, int y) {
        for (int v = y - 1; v <= y + 1; v++) {
            boolean hidden = causal && v > y && v % 4 == 0;
            for (int u = x - 1; u <= x + 1; u++) {
                boolean inside = u >= 0 && v >= 0 && u < width && v < height && !hidden;
                if (inside && (Math.abs(values[v * width + u]) > 1 || found[v * width + u])) {
                    return true;
                }
            }
        }
        return false;
    }

    private void putForward(int bit) {
        pending |= bit << bits++;
        if (bits == (last == 0xFF ? 7 : 8)) {
            forward.write(pending);
            last = pending;
            pending = 0;
            bits = 0;
        }
    }

    private void refine() {
        pending = 0;
        bits = 0;
        last = 0xFF;
        for (int top = 0; top < height; top += 4) {
            for (int x = 0; x < width; x++) {
                for (int y = top; y < Math.min(top + 4, height); y++) {
                    int magnitude = Math.abs(values[y * width + x]);
                    if (magnitude > 1) {
                        putBackward(magnitude & 1);
                    }
                }
            }
        }
        if (bits > 0) {
            backward.write(pending);
        }
    }

    private void putBackward(int bit) {
        pending |= bit << bits++;
        if (bits == 8 || bits == 7 && last > 0x8F && pending == 0x7F) {
            backward.write(pending);
            last = pending;
            pending = 0;
            bits = 0;
        }
    }
}
