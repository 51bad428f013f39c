package org.dromedary.dicom.codec.jpegls;

import java.util.Arrays;

/**
 * What the coding of a scan has learnt so far, the same in encoder and decoder: the sums of 365 contexts of regular
 * mode (T.87 §A.2.1, §A.6) and of the two of run interruption (§A.7.2).
 */
final class Model {

    static final int MAX_SAMPLES = 4;
    /** J of §A.7.1: the logarithm of the length that a one stands for. */
    private static final int[] RUN_BITS = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8,
        9, 10, 11, 12, 13, 14, 15};
    private static final int CONTEXTS = 365;
    private static final int GREATEST_BIAS = 127;
    private static final int MIN_BIAS = -128;

    final Parameters parameters;
    /** Zeros that announce an error in full. */
    final int mostZeros;
    final int errorBits;
    private final int step;
    private final int reset;
    private final int most;
    private final int near;
    /** What errors are counted modulo, in samples. */
    private final int span;
    private final byte[] classes;
    /** A, B, C and N of each context. */
    private final int[] sums = new int[4 * CONTEXTS];
    /** A, N and Nn of run interruption, for RItype 0 and 1. */
    private final int[] runSums = new int[6];
    private final int[] runIndex = new int[MAX_SAMPLES];

    Model(Parameters parameters) {
        this.parameters = parameters;
        step = parameters.step();
        reset = parameters.reset();
        most = parameters.most();
        near = parameters.near();
        span = parameters.range() * step;
        errorBits = parameters.errorBits();
        mostZeros = parameters.limit() - errorBits - 1;
        classes = parameters.classes();
        restart();
    }

    /** As at the start of a scan or behind a restart marker. */
    void restart() {
        int magnitude = Math.max(2, (parameters.range() + 32) / 64);
        Arrays.fill(sums, 0);
        for (int at = 0; at < sums.length; at += 4) {
            sums[at] = magnitude;
            sums[at + 3] = 1;
        }
        for (int type = 0; type < 6; type += 3) {
            runSums[type] = magnitude;
            runSums[type + 1] = 1;
            runSums[type + 2] = 0;
        }
        Arrays.fill(runIndex, 0);
    }

    /** The context's number, negative if it is a mirrored one; 0 begins a run (§A.3.3, §A.3.4). */
    int context(int left, int above, int aboveLeft, int aboveRight) {
        byte[] table = classes;
        int middle = most;
        return (table[middle + aboveRight - above] * 9 + table[middle + above - aboveLeft]) * 9
                + table[middle + aboveLeft - left];
    }

    /** The edge detecting prediction, the median of three (§A.4.1). */
    static int median(int left, int above, int aboveLeft) {
        int low = Math.min(left, above);
        int high = Math.max(left, above);
        return Math.max(low, Math.min(high, left + above - aboveLeft));
    }

    /** The prediction, corrected by the context's bias (§A.4.2). */
    int predict(int median, int at, int sign) {
        return Math.max(0, Math.min(most, median + ((sums[at + 2] ^ sign) - sign)));
    }

    /** k of the context (§A.5.1). */
    int k(int at) {
        return k(sums[at], sums[at + 3]);
    }

    private static int k(int magnitude, int count) {
        int k = Math.max(0, Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(magnitude));
        return k + ((count << k) - magnitude >>> 31);
    }

    /** All ones where errors are mapped the other way round (§A.5.2), else 0. */
    int turned(int at, int k) {
        return (k | step - 1) == 0 ? 2 * sums[at + 1] + sums[at + 3] - 1 >> 31 : 0;
    }

    /** Takes an error into a context's sums (§A.6). */
    void learn(int at, int error) {
        int[] sum = sums;
        int a = sum[at] + Math.abs(error);
        int b = sum[at + 1] + error * step;
        int n = sum[at + 3];
        if (n == reset) {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }
        n++;
        if (b <= -n) {
            b = Math.max(b + n, 1 - n);
            sum[at + 2] = Math.max(MIN_BIAS, sum[at + 2] - 1);
        } else if (b > 0) {
            b = Math.min(b - n, 0);
            sum[at + 2] = Math.min(GREATEST_BIAS, sum[at + 2] + 1);
        }
        sum[at] = a;
        sum[at + 1] = b;
        sum[at + 3] = n;
    }

    /** Brings a sample with its error back into the range of samples (§A.4.5). */
    int restored(int predicted, int error) {
        int value = predicted + error * step;
        if (value < -near) {
            value += span;
        } else if (value > most + near) {
            value -= span;
        }
        return Math.max(0, Math.min(most, value));
    }

    int runBits(int component) {
        return RUN_BITS[runIndex[component]];
    }

    /** @return the next run bits */
    int lengthenRuns(int component) {
        runIndex[component] = Math.min(RUN_BITS.length - 1, runIndex[component] + 1);
        return runBits(component);
    }

    void shortenRuns(int component) {
        runIndex[component] = Math.max(0, runIndex[component] - 1);
    }

    /** k of a run's interruption (§A.7.2). */
    int interruptionK(int type) {
        int at = 3 * type;
        return k(runSums[at] + (type == 1 ? runSums[at + 1] >> 1 : 0), runSums[at + 1]);
    }

    /** Whether with this k the odd numbers stand for the positive errors of an interruption (§A.7.2.2). */
    boolean oddIsPositive(int type, int k) {
        int at = 3 * type;
        return k == 0 && 2 * runSums[at + 2] < runSums[at + 1];
    }

    /** Takes an interruption's error and what it is mapped to into the sums (§A.7.2.3). */
    void learnInterruption(int type, int error, int mapped) {
        int at = 3 * type;
        if (error < 0) {
            runSums[at + 2]++;
        }
        runSums[at] += mapped + 1 - type >> 1;
        if (runSums[at + 1] == reset) {
            runSums[at] >>= 1;
            runSums[at + 1] >>= 1;
            runSums[at + 2] >>= 1;
        }
        runSums[at + 1]++;
    }
}
