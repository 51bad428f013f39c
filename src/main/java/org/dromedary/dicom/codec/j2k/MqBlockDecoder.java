package org.dromedary.dicom.codec.j2k;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/**
 * Decodes code-blocks of Part 1 (T.800 Annex C, D), all styles. One thread. Magnitudes are kept doubled, so that a
 * coefficient known down to plane p has bit p set: one half of what is not known.
 */
final class MqBlockDecoder extends MqPasses implements BlockDecoder {

    private static final int BYPASS = 1;
    private static final int RESET = 2;
    private static final int CAUSAL = 8;
    private static final int SEGMENTATION_SYMBOLS = 0x20;

    private static final int SEGMENTATION_SYMBOL = 0xA;
    /** Passes from this one on may be raw: the four upper bit-planes never are (T.800 table D.9). */
    private static final int FIRST_RAW_PASS = 10;
    private static final int MAX_BIT_PLANES = 31;

    private final MqDecoder mq = new MqDecoder();

    /**
     * {@inheritDoc}
     * At most 31 bit-planes, 30 if not reversible. Coefficients of planes that were not decoded are reconstructed at
     * one half of their uncertainty.
     */
    @Override
    public int decode(byte[] data, int[] segmentEnds, int[] segmentPasses, int segments, int bitPlanes,
            int orientation, int style, boolean reversible, int width, int height, int[] into, int at, int stride)
            throws CodecException {
        int most = reversible ? MAX_BIT_PLANES : MAX_BIT_PLANES - 1;
        if (bitPlanes > most) {
            throw new CodecException("a code-block of " + bitPlanes + " bit-planes; at most " + most + " can be read");
        }
        begin(width, height, orientation);
        Arrays.fill(magnitudes, 0, pitch * ((height + 3) / 4 + 2) * 4, 0);
        causal = (style & CAUSAL) != 0;
        mq.resetContexts();
        int pass = 0;
        int from = 0;
        for (int i = 0; i < segments; i++) {
            int to = Math.min(segmentEnds[i], data.length);
            decodeSegment(data, Math.min(from, to), to, pass, pass + segmentPasses[i], bitPlanes, style);
            pass += segmentPasses[i];
            from = to;
        }
        store(reversible, into, at, stride);
        return bitPlanes - (pass + 2) / 3;
    }

    private void decodeSegment(byte[] data, int from, int to, int first, int last, int bitPlanes, int style)
            throws CodecException {
        if (last > 3 * bitPlanes - 2) {
            throw new CodecException("a code-block has " + last + " coding passes for " + bitPlanes + " bit-planes");
        }
        for (int pass = first; pass < last; pass++) {
            boolean raw = (style & BYPASS) != 0 && pass >= FIRST_RAW_PASS && pass % 3 != 0;
            if (pass == first || raw != (mq.predicts == 0)) {
                start(data, from, to, raw, pass > first);
            }
            plane = bitPlanes - 1 - (pass + 2) / 3;
            switch (pass % 3) {
                case 0 -> cleanUp((style & SEGMENTATION_SYMBOLS) != 0);
                case 1 -> propagateSignificance();
                default -> refine();
            }
            if ((style & RESET) != 0) {
                mq.resetContexts();
            }
        }
    }

    private void start(byte[] data, int from, int to, boolean raw, boolean within) throws CodecException {
        if (within) {
            throw new CodecException("a code-block's segment has both raw and arithmetically coded passes");
        }
        state = raw ? mq.startRaw(data, from, to) : mq.start(data, from, to);
    }

    @Override
    int code(int state, int context, int coefficient) {
        return mq.decode(state, context);
    }

    @Override
    int codeRefinement(int state, int context, int coefficient) {
        int symbol = mq.decode(state, context);
        magnitudes[coefficient] ^= (~symbol & 1) << plane + 1 | 1 << plane;
        return symbol;
    }

    @Override
    int codeSign(int coding, int coefficient) {
        magnitudes[coefficient] = 3 << plane;
        return next(coding >> 1) ^ coding & mq.predicts;
    }

    @Override
    int codeRun(int coefficient) {
        return next(MqTables.RUN_LENGTH) == 0 ? 4 : uniform(2);
    }

    private int uniform(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++) {
            value = value << 1 | next(MqTables.UNIFORM);
        }
        return value;
    }

    private int next(int context) {
        int symbol = mq.decode(state, context);
        state = symbol >> 1;
        return symbol & 1;
    }

    /** T.800 §D.5. */
    private void cleanUp(boolean segmentationSymbol) throws CodecException {
        cleanUp();
        if (segmentationSymbol && uniform(4) != SEGMENTATION_SYMBOL) {
            throw new CodecException("a code-block's segmentation symbol is wrong: its data is damaged");
        }
    }

    private void store(boolean reversible, int[] into, int at, int stride) {
        int less = reversible ? 1 : 0;
        for (int y = 0; y < height; y++) {
            int line = ((y >> 2) + 1) * pitch + 1;
            int sign = 31 - SIGN - 3 * (y & 3);
            for (int x = 0; x < width; x++) {
                int magnitude = magnitudes[(line + x) * 4 + (y & 3)] >>> less;
                int negative = flags[line + x] << sign >> 31;
                into[at + y * stride + x] = (magnitude ^ negative) - negative;
            }
        }
    }
}
