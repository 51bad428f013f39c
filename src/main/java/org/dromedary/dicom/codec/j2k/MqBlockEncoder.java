package org.dromedary.dicom.codec.j2k;

/** Encodes code-blocks of Part 1 losslessly (T.800 Annex C, D): no style flags, one segment. One thread. */
final class MqBlockEncoder extends MqPasses implements BlockEncoder {

    private final MqEncoder mq = new MqEncoder();
    private int bitPlanes;

    @Override
    public int encode(int[] from, int at, int stride, int width, int height, int orientation) {
        begin(width, height, orientation);
        bitPlanes = 32 - Integer.numberOfLeadingZeros(load(from, at, stride));
        if (bitPlanes == 0) {
            return 0;
        }
        state = mq.start();
        plane = bitPlanes - 1;
        cleanUp();
        for (plane--; plane >= 0; plane--) {
            propagateSignificance();
            refine();
            cleanUp();
        }
        mq.flush(state);
        return mq.length();
    }

    @Override
    public byte[] bytes() {
        return mq.bytes();
    }

    @Override
    public int passes() {
        return Math.max(0, 3 * bitPlanes - 2);
    }

    @Override
    public int bitPlanes() {
        return bitPlanes;
    }

    /** Magnitudes with the sign in bit 31; returns all magnitudes joined by or. */
    private int load(int[] from, int at, int stride) {
        int joined = 0;
        for (int y = 0; y < height; y++) {
            int to = (((y >> 2) + 1) * pitch + 1) * 4 + (y & 3);
            int line = at + y * stride;
            for (int x = 0; x < width; x++) {
                int value = from[line + x];
                int negative = value >> 31;
                int magnitude = (value ^ negative) - negative;
                joined |= magnitude;
                magnitudes[to + 4 * x] = magnitude | negative & Integer.MIN_VALUE;
            }
        }
        return joined;
    }

    @Override
    int code(int state, int context, int coefficient) {
        int symbol = magnitudes[coefficient] >>> plane & 1;
        return mq.encode(state, context, symbol) << 1 | symbol;
    }

    @Override
    int codeRefinement(int state, int context, int coefficient) {
        return code(state, context, coefficient);
    }

    @Override
    int codeSign(int coding, int coefficient) {
        int sign = magnitudes[coefficient] >>> 31;
        state = mq.encode(state, coding >> 1, sign ^ coding & 1);
        return sign;
    }

    @Override
    int codeRun(int coefficient) {
        int row = firstRow(coefficient);
        state = mq.encode(state, MqTables.RUN_LENGTH, row < 4 ? 1 : 0);
        if (row < 4) {
            state = mq.encode(state, MqTables.UNIFORM, row >> 1);
            state = mq.encode(state, MqTables.UNIFORM, row & 1);
        }
        return row;
    }

    private int firstRow(int first) {
        int a = magnitudes[first] >>> plane & 1;
        int b = magnitudes[first + 1] >>> plane & 1;
        int c = magnitudes[first + 2] >>> plane & 1;
        int d = magnitudes[first + 3] >>> plane & 1;
        return Integer.numberOfTrailingZeros(a | b << 1 | c << 2 | d << 3 | 16);
    }
}
