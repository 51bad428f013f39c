package org.dromedary.dicom.codec.jpegls;

import java.util.Arrays;

/** Encodes rows of samples without loss (T.87 §A, §F.1); rows as in {@link Samples}. */
final class LineEncoder {

    private final BitBuffer bits;
    private final Model model;
    /** Shifts that bring an error modulo RANGE to its least magnitude. */
    private final int unused;

    /** @param model of MAXVAL with all bits set and NEAR 0 */
    LineEncoder(BitBuffer bits, Model model) {
        this.bits = bits;
        this.model = model;
        this.unused = Integer.numberOfLeadingZeros(model.parameters.most());
    }

    /** The buffer must have room for eight bytes a sample. */
    void line(int[] above, int[] line, int columns, int component) {
        Samples.join(above, line, columns);
        for (int x = 1; x <= columns; x++) {
            int context = model.context(line[x - 1], above[x], above[x - 1], above[x + 1]);
            if (context == 0) {
                x = run(above, line, x, columns, component);
            } else {
                regular(context, Model.median(line[x - 1], above[x], above[x - 1]), line[x]);
            }
        }
    }

    private void regular(int context, int median, int value) {
        int sign = context >> 31;
        int at = 4 * ((context ^ sign) - sign);
        int error = (value - model.predict(median, at, sign) ^ sign) - sign << unused >> unused;
        int k = model.k(at);
        int turned = error ^ model.turned(at, k);
        bits.putGolomb(turned << 1 ^ turned >> 31, k, model.mostZeros, model.errorBits);
        model.learn(at, error);
    }

    /** @return the place of what interrupts the run */
    private int run(int[] above, int[] line, int from, int columns, int component) {
        int value = line[from - 1];
        int end = runEnd(line, from, columns);
        int length = end - from;
        int runBits = model.runBits(component);
        while (length >= 1 << runBits) {
            bits.put(1, 1);
            length -= 1 << runBits;
            runBits = model.lengthenRuns(component);
        }
        if (end > columns) {
            if (length > 0) {
                bits.put(1, 1);
            }
            return end;
        }
        bits.put(length, 1 + runBits);
        interruption(value, above[end], line[end], runBits);
        model.shortenRuns(component);
        return end;
    }

    private static int runEnd(int[] line, int from, int columns) {
        int length = Arrays.mismatch(line, from, columns + 1, line, from - 1, columns);
        return length < 0 ? columns + 1 : from + length;
    }

    /** The sample that ends a run (§A.7.2). */
    private void interruption(int left, int up, int value, int runBits) {
        int type = left == up ? 1 : 0;
        int error = (left > up ? up - value : value - up) << unused >> unused;
        int k = model.interruptionK(type);
        boolean odd = error != 0 && error > 0 == model.oddIsPositive(type, k);
        int mapped = 2 * Math.abs(error) - type - (odd ? 1 : 0);
        bits.putGolomb(mapped, k, model.mostZeros - runBits - 1, model.errorBits);
        model.learnInterruption(type, error, mapped);
    }
}
