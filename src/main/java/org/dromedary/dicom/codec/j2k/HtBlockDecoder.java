package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * Decodes code-blocks of Part 15 (T.814 §7): the HT cleanup pass in the first segment, the significance propagation
 * and magnitude refinement passes, if any, in the second. One thread.
 */
final class HtBlockDecoder implements BlockDecoder {

    private static final int CAUSAL = 8;
    /** Takes an index below zero, also when it is added twice to one. */
    private static final int OUTSIDE = -0x20000000;
    private static final int MAX_COEFFICIENTS = 4096;
    private static final int MAX_PASSES = 3;
    /** Cleanup bytes that hold MEL and VLC codes (T.814 §7.1). */
    private static final int MAX_SUFFIX = 4079;

    private final HtMelDecoder mel = new HtMelDecoder();
    private final HtBits vlc = new HtBits();
    private final HtBits magnitudes = new HtBits();
    private final HtRefinement refinement = new HtRefinement();

    /** Quads, a column of border on both sides: the code as in {@link HtTables}, u from bit 16 on. */
    private int[] quads = new int[0];
    /** The lower coefficients of the quads above, doubled less one, with a border of one quad. */
    private int[] above = new int[0];
    private int[] here = new int[0];
    private int width;
    private int height;
    private int across;
    private int[] into;
    /** The cleanup pass's bit-plane. */
    private int shift;

    /**
     * {@inheritDoc}
     * Magnitudes have at most 29 bits.
     */
    @Override
    public int decode(byte[] data, int[] segmentEnds, int[] segmentPasses, int segments, int bitPlanes,
            int orientation, int style, boolean reversible, int width, int height, int[] into, int at, int stride)
            throws CodecException {
        begin(width, height, into);
        for (int y = 0; y < height; y++) {
            Arrays.fill(into, at + y * stride, at + y * stride + width, 0);
        }
        int passes = segments == 0 ? 0 : segmentPasses[0] + (segments > 1 ? segmentPasses[1] : 0);
        if (passes == 0) {
            return bitPlanes;
        }
        check(passes, segmentPasses[0], bitPlanes);
        int cleanupEnd = Math.min(segmentEnds[0], data.length);
        shift = bitPlanes - 1;
        openCleanup(data, cleanupEnd);
        readQuads();
        readMagnitudes(at, stride);
        if (passes > 1) {
            int end = Math.min(segmentEnds[1], data.length);
            refinement.decode(data, cleanupEnd, end, passes, shift - 1, (style & CAUSAL) != 0, width, height, into,
                    at, stride);
        }
        if (reversible) {
            halve(at, stride);
        }
        return passes == MAX_PASSES ? shift - 1 : shift;
    }

    private void begin(int width, int height, int[] into) throws CodecException {
        if (width < 1 || height < 1 || (long) width * height > MAX_COEFFICIENTS) {
            throw new CodecException("a code-block of " + width + " x " + height + " coefficients");
        }
        this.width = width;
        this.height = height;
        this.into = into;
        across = (width + 1) / 2;
        int needed = (across + 2) * ((height + 1) / 2 + 1);
        if (quads.length < needed) {
            quads = new int[needed];
        }
        if (above.length < 2 * across + 4) {
            above = new int[2 * across + 4];
            here = new int[2 * across + 4];
        }
        Arrays.fill(quads, 0, needed, 0);
    }

    private static void check(int passes, int first, int bitPlanes) throws CodecException {
        if (passes > MAX_PASSES || first != 1) {
            throw new CodecException("an HT code-block of " + passes + " coding passes; at most 3 can be read");
        }
        if (bitPlanes < 1 || bitPlanes > 30 || bitPlanes == 1 && passes > 1) {
            throw new CodecException("an HT code-block of " + bitPlanes + " bit-planes has " + passes + " passes");
        }
    }

    /** The last twelve bits tell where MagSgn ends (T.814 §7.1). */
    private void openCleanup(byte[] data, int end) throws CodecException {
        int suffix = end < 2 ? 0 : (data[end - 1] & 0xFF) << 4 | data[end - 2] & 0xF;
        if (suffix < 2 || suffix > end || suffix > MAX_SUFFIX) {
            throw new CodecException("an HT cleanup segment of " + end + " bytes with a suffix of " + suffix);
        }
        int start = end - suffix;
        mel.start(data, start, end - 1);
        vlc.backwardFromHalf(data, start, end - 1);
        magnitudes.forward(data, 0, start, true);
    }

    private void readQuads() {
        for (int row = 0; row < (height + 1) / 2; row++) {
            int line = row * (across + 2) + 1;
            for (int at = line; at < line + across; at += 2) {
                int first = readQuad(at, row == 0);
                quads[at] = first;
                boolean paired = at + 1 < line + across;
                int second = paired ? readQuad(at + 1, row == 0) : 0;
                int u = readU(first, second, row == 0);
                quads[at] = first | (u & 0xFF) << 16;
                if (paired) {
                    quads[at + 1] = second | u >> 8 << 16;
                }
            }
        }
    }

    /** A quad's code with its context (T.814 §7.3.5); nothing if the run-length code has it empty. */
    private int readQuad(int at, boolean initial) {
        int left = quads[at - 1];
        int context;
        if (initial) {
            context = left >>> 5 & 7 | left >>> 4 & 1;
        } else {
            int upper = at - across - 2;
            context = (quads[upper - 1] >>> 7 | quads[upper] >>> 5) & 1 | (left >>> 5 | left >>> 6) & 2
                    | (quads[upper] >>> 5 | quads[upper + 1] >>> 3) & 4;
        }
        if (context == 0 && !mel.event()) {
            return 0;
        }
        int code = (initial ? HtTables.INITIAL_ROW : HtTables.OTHER_ROWS)[context << 7 | vlc.peek() & 0x7F];
        vlc.skip(code & 7);
        return code;
    }

    /** The two quads' u, the second from bit 8 on (T.814 §7.3.6). */
    private int readU(int first, int second, boolean initial) {
        boolean hasFirst = (first & HtTables.HAS_U) != 0;
        boolean hasSecond = (second & HtTables.HAS_U) != 0;
        if (!hasFirst && !hasSecond) {
            return 0;
        }
        int more = 0;
        if (initial && hasFirst && hasSecond) {
            if (mel.event()) {
                more = 2;
            } else {
                return readUnequal();
            }
        }
        int prefix = hasFirst ? readPrefix() : 0;
        int secondPrefix = hasSecond ? readPrefix() : 0;
        int u = hasFirst ? more + readSuffix(prefix) : 0;
        return hasSecond ? u | more + readSuffix(secondPrefix) << 8 : u;
    }

    /** Of two u one is at most 2: if the first is more, the second has one bit. */
    private int readUnequal() {
        int prefix = readPrefix();
        if (prefix >> 8 > 2) {
            int second = 1 + vlc.take(1);
            return readSuffix(prefix) | second << 8;
        }
        return prefix >> 8 | readSuffix(readPrefix()) << 8;
    }

    private int readPrefix() {
        int prefix = HtTables.U_PREFIX[vlc.peek() & 7];
        vlc.skip(prefix & 15);
        return prefix;
    }

    private int readSuffix(int prefix) {
        return (prefix >> 8) + vlc.take(prefix >> 4 & 15);
    }

    private void readMagnitudes(int at, int stride) throws CodecException {
        Arrays.fill(above, 0);
        Arrays.fill(here, 0);
        for (int y = 0, line = 1; y < height; y += 2, line += across + 2) {
            int[] upper = above;
            int[] lower = here;
            int down = y + 1 < height ? stride : OUTSIDE;
            for (int q = 0, to = at + y * stride; q < across; q++, to += 2) {
                int quad = quads[line + q];
                int x = 2 * q + 2;
                lower[x] = 0;
                lower[x + 1] = 0;
                if ((quad & 0xF0) != 0) {
                    int bound = upper[x - 1] | upper[x] | upper[x + 1] | upper[x + 2];
                    int bits = exponentBound(quad, y == 0, bound);
                    int right = x <= width ? 1 : OUTSIDE;
                    sample(quad, 0, bits, to);
                    lower[x] = sample(quad, 1, bits, to + down);
                    sample(quad, 2, bits, to + right);
                    lower[x + 1] = sample(quad, 3, bits, to + right + down);
                }
            }
            above = lower;
            here = upper;
        }
    }

    /** U, the bits of the quad's coefficients doubled less one (T.814 §7.3.7). */
    private int exponentBound(int quad, boolean initial, int upper) throws CodecException {
        int significant = quad & 0xF0;
        int predicted = 1;
        if (!initial && (significant & significant - 0x10) != 0) {
            predicted = Math.max(1, 31 - Integer.numberOfLeadingZeros(upper));
        }
        int bits = predicted + (quad >>> 16);
        if (bits + shift > 30) {
            throw new CodecException("an HT code-block's coefficient has " + bits + " bits; at most "
                    + (30 - shift) + " can be read");
        }
        return bits;
    }

    /** Stores a coefficient, doubled and one half of its uncertainty more; returns it doubled less one, 0 for 0. */
    private int sample(int quad, int n, int bits, int to) {
        if ((quad >>> HtTables.SIGNIFICANT + n & 1) == 0) {
            return 0;
        }
        int count = bits - (quad >>> HtTables.TOP_BIT_KNOWN + n & 1);
        int value = magnitudes.take(count) | (quad >>> HtTables.TOP_BIT + n & 1) << count;
        int odd = value | 1;
        if (to >= 0) {
            int magnitude = odd + 2 << shift;
            into[to] = (value & 1) == 0 ? magnitude : -magnitude;
        }
        return odd;
    }

    private void halve(int at, int stride) {
        for (int y = 0; y < height; y++) {
            for (int i = at + y * stride, end = i + width; i < end; i++) {
                into[i] /= 2;
            }
        }
    }
}
