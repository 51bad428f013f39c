package org.dromedary.dicom.codec.jpegls;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** Decodes rows of samples (T.87 §A, §F.2), kept as in {@link Samples}. */
final class LineDecoder {

    /** No error of 16 bit samples is mapped to more. */
    private static final int GREATEST_MAPPED = 1 << 17;

    private final BitBuffer bits;
    private final Model model;
    private final int near;

    LineDecoder(BitBuffer bits, Model model) {
        this.bits = bits;
        this.model = model;
        this.near = model.parameters.near();
    }

    /** A row of one component that stands alone or is interleaved by lines. */
    void line(int[] above, int[] line, int columns, int component) throws CodecException {
        Samples.join(above, line, columns);
        int left = line[0];
        int aboveLeft = above[0];
        int x = 1;
        while (x <= columns) {
            int up = above[x];
            int context = model.context(left, up, aboveLeft, above[x + 1]);
            if (context == 0) {
                x = run(above, line, x, columns, component);
            } else {
                line[x++] = regular(context, Model.median(left, up, aboveLeft));
            }
            left = line[x - 1];
            aboveLeft = above[x - 1];
        }
    }

    private int regular(int context, int median) throws CodecException {
        int sign = context >> 31;
        int at = 4 * ((context ^ sign) - sign);
        int predicted = model.predict(median, at, sign);
        int k = model.k(at);
        int mapped = bits.golomb(k, model.mostZeros, model.errorBits);
        if ((mapped & -GREATEST_MAPPED) != 0) {
            throw new CodecException("The JPEG-LS scan has an error greater than its samples");
        }
        int error = mapped >>> 1 ^ -(mapped & 1) ^ model.turned(at, k);
        model.learn(at, error);
        return model.restored(predicted, (error ^ sign) - sign);
    }

    /** @return the place behind the run and what interrupts it */
    private int run(int[] above, int[] line, int from, int columns, int component) throws CodecException {
        int value = line[from - 1];
        int end = from + runLength(columns + 1 - from, component);
        Arrays.fill(line, from, end, value);
        if (end > columns) {
            return end;
        }
        int up = above[end];
        boolean even = Math.abs(value - up) <= near;
        line[end] = interruption(even ? 1 : 0, even ? value : up, value > up && !even, model.runBits(component));
        model.shortenRuns(component);
        return end + 1;
    }

    private int runLength(int room, int component) throws CodecException {
        int length = 0;
        int runBits = model.runBits(component);
        while (bits.bit() == 1) {
            int unit = 1 << runBits;
            if (unit > room - length) {
                return room;
            }
            length += unit;
            runBits = model.lengthenRuns(component);
            if (length == room) {
                return room;
            }
        }
        length += bits.read(runBits);
        if (length >= room) {
            throw new CodecException("A run of the JPEG-LS scan goes beyond its row");
        }
        return length;
    }

    /** The sample that ends a run (§A.7.2). */
    private int interruption(int type, int predicted, boolean mirrored, int runBits) throws CodecException {
        int k = model.interruptionK(type);
        int mapped = bits.golomb(k, model.mostZeros - runBits - 1, model.errorBits);
        if ((mapped & -GREATEST_MAPPED) != 0) {
            throw new CodecException("The JPEG-LS scan has an error greater than its samples");
        }
        int doubled = mapped + type;
        int magnitude = doubled + 1 >> 1;
        boolean odd = (doubled & 1) == 1;
        int error = odd == model.oddIsPositive(type, k) ? magnitude : -magnitude;
        model.learnInterruption(type, error, mapped);
        return model.restored(predicted, mirrored ? -error : error);
    }

    /** A row of components that are interleaved by samples; they share their runs. */
    void lines(int[][] above, int[][] line, int columns) throws CodecException {
        int count = line.length;
        for (int i = 0; i < count; i++) {
            Samples.join(above[i], line[i], columns);
        }
        int[] contexts = new int[count];
        int x = 1;
        while (x <= columns) {
            int any = 0;
            for (int i = 0; i < count; i++) {
                int[] up = above[i];
                contexts[i] = model.context(line[i][x - 1], up[x], up[x - 1], up[x + 1]);
                any |= contexts[i];
            }
            if (any == 0) {
                x = run(above, line, x, columns);
                continue;
            }
            for (int i = 0; i < count; i++) {
                line[i][x] = regular(contexts[i], Model.median(line[i][x - 1], above[i][x], above[i][x - 1]));
            }
            x++;
        }
    }

    private int run(int[][] above, int[][] line, int from, int columns) throws CodecException {
        int end = from + runLength(columns + 1 - from, 0);
        for (int i = 0; i < line.length; i++) {
            int value = line[i][from - 1];
            Arrays.fill(line[i], from, end, value);
            if (end <= columns) {
                int up = above[i][end];
                line[i][end] = interruption(0, up, value > up, model.runBits(0));
            }
        }
        if (end <= columns) {
            model.shortenRuns(0);
        }
        return Math.min(end, columns) + 1;
    }
}
