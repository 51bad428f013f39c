package org.dromedary.dicom.codec.jpeg;

import java.util.Arrays;
import org.dromedary.dicom.codec.frame.CodecException;

/** A Huffman code for encoding, and its table (T.81 Annex C, §K.2). */
final class HuffmanCode {
    private static final int MAX_LENGTH = 16;

    private final int[] counts;
    private final int[] symbols;
    /** By symbol. */
    final int[] codes = new int[256];
    final int[] lengths = new int[256];

    /** @param counts how many codes there are of each length from 1 on, {@code symbols} in the order of their codes */
    HuffmanCode(int[] counts, int[] symbols) {
        this.counts = counts;
        this.symbols = symbols;
        int code = 0;
        int at = 0;
        for (int length = 1; length <= counts.length; length++) {
            for (int i = 0; i < counts[length - 1]; i++) {
                codes[symbols[at]] = code++;
                lengths[symbols[at++]] = length;
            }
            code <<= 1;
        }
    }

    /** The shortest code for symbols that occur so often; none has 16 ones, nor more than 16 bits. */
    static HuffmanCode optimal(int[] frequencies) {
        int[] depths = depths(frequencies);
        int reserved = frequencies.length;
        int[] counts = new int[reserved + 1];
        for (int depth : depths) {
            counts[depth]++;
        }
        counts[0] = 0;
        shorten(counts);
        int longest = MAX_LENGTH;
        while (counts[longest] == 0) {
            longest--;
        }
        counts[longest]--;
        int[] symbols = new int[reserved];
        int size = 0;
        for (int depth = 1; depth < counts.length; depth++) {
            for (int symbol = 0; symbol < reserved; symbol++) {
                if (depths[symbol] == depth) {
                    symbols[size++] = symbol;
                }
            }
        }
        int[] perLength = new int[MAX_LENGTH];
        System.arraycopy(counts, 1, perLength, 0, MAX_LENGTH);
        return new HuffmanCode(perLength, Arrays.copyOf(symbols, size));
    }

    /** Joins the two rarest groups of symbols until one is left; one symbol more is there for the code of ones. */
    private static int[] depths(int[] frequencies) {
        int size = frequencies.length + 1;
        long[] weights = new long[size];
        int[] groups = new int[size];
        int[] depths = new int[size];
        for (int i = 0; i < size; i++) {
            weights[i] = i < frequencies.length ? frequencies[i] : 1;
            groups[i] = i;
        }
        int first = rarest(weights, -1);
        int second = rarest(weights, first);
        while (second >= 0) {
            weights[first] += weights[second];
            weights[second] = 0;
            for (int i = 0; i < size; i++) {
                if (groups[i] == first || groups[i] == second) {
                    groups[i] = first;
                    depths[i]++;
                }
            }
            first = rarest(weights, -1);
            second = rarest(weights, first);
        }
        return depths;
    }

    private static int rarest(long[] weights, int but) {
        int rarest = -1;
        for (int i = 0; i < weights.length; i++) {
            if (i != but && weights[i] > 0 && (rarest < 0 || weights[i] <= weights[rarest])) {
                rarest = i;
            }
        }
        return rarest;
    }

    /** Brings codes of more than 16 bits to fewer at the cost of shorter ones (T.81 §K.3). */
    private static void shorten(int[] counts) {
        for (int length = counts.length - 1; length > MAX_LENGTH; length--) {
            while (counts[length] > 0) {
                int shorter = length - 2;
                while (counts[shorter] == 0) {
                    shorter--;
                }
                counts[length] -= 2;
                counts[length - 1]++;
                counts[shorter + 1] += 2;
                counts[shorter]--;
            }
        }
    }

    /** @param destination with the table's class in the upper four bits */
    void write(CodestreamWriter out, int destination) throws CodecException {
        out.segment(Marker.DHT, 1 + MAX_LENGTH + symbols.length);
        out.u8(destination);
        for (int count : counts) {
            out.u8(count);
        }
        for (int symbol : symbols) {
            out.u8(symbol);
        }
    }
}
