package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** A Huffman table for decoding (T.81 Annex C, §F.2.2.3): what the first bits of the window mean at once. */
final class HuffmanTable {
    /** Bits looked up at once. */
    static final int LOOKUP = 12;
    static final int SHIFT = 64 - LOOKUP;
    /** Set in an entry whose additional bits, or whose code, reach beyond the bits looked up. */
    static final int PARTIAL = 0x80;
    static final int LENGTH_MASK = 0x3F;

    private static final int MAX_LENGTH = 16;
    private static final int MAX_CATEGORY = 16;

    private final byte[] symbols;
    /** By length: the first code beyond those of that length, shifted to 16 bits; and where its symbols begin. */
    private final int[] limit = new int[MAX_LENGTH + 1];
    private final int[] base = new int[MAX_LENGTH + 1];
    private final int[] counts;

    /**
     * Reads one table of a DHT segment (T.81 §B.2.4.2), after its class and destination.
     */
    HuffmanTable(Segment segment) throws CodecException {
        counts = new int[MAX_LENGTH + 1];
        int total = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            counts[length] = segment.u8();
            total += counts[length];
        }
        if (total > 256 || total > segment.left()) {
            throw segment.problem("A JPEG Huffman table of " + total + " codes");
        }
        symbols = new byte[total];
        for (int i = 0; i < total; i++) {
            symbols[i] = (byte) segment.u8();
        }
        int code = 0;
        int first = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            base[length] = first - code;
            first += counts[length];
            code += counts[length];
            if (code > 1 << length) {
                throw segment.problem("A JPEG Huffman table has more codes than fit in " + length + " bits");
            }
            limit[length] = code << MAX_LENGTH - length;
            code <<= 1;
        }
    }

    /**
     * Entries by the next {@link #LOOKUP} bits: the symbol in bits 8 to 15, in bits 0 to 5 the code's length; 0 if
     * the code is longer, which {@link #find} then looks for.
     */
    short[] symbolLookup() {
        short[] lookup = new short[1 << LOOKUP];
        int at = 0;
        int symbol = 0;
        for (int length = 1; length <= LOOKUP; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int entry = (symbols[symbol++] & 0xFF) << 8 | length;
                for (int end = at + (1 << LOOKUP - length); at < end; at++) {
                    lookup[at] = (short) entry;
                }
            }
        }
        return lookup;
    }

    /**
     * Entries for differences of the lossless process (T.81 §H.1.2.2) by the next {@link #LOOKUP} bits: the
     * difference in the upper half, the category in bits 8 to 12, in bits 0 to 5 what code and additional bits take
     * together. With {@link #PARTIAL} only code and category are known, or nothing if the length is 0, which is then
     * {@link #findCategory}'s.
     */
    int[] differenceLookup() {
        short[] codes = symbolLookup();
        int[] lookup = new int[1 << LOOKUP];
        for (int i = 0; i < lookup.length; i++) {
            lookup[i] = difference(codes[i] & 0xFFFF, i);
        }
        return lookup;
    }

    private static int difference(int code, int bits) {
        int category = code >> 8;
        int length = code & LENGTH_MASK;
        if (length == 0 || category > MAX_CATEGORY) {
            return PARTIAL;
        }
        if (category == MAX_CATEGORY) {
            return 0x8000 << 16 | category << 8 | length;
        }
        if (length + category > LOOKUP) {
            return category << 8 | length | PARTIAL;
        }
        int additional = bits >> LOOKUP - length - category & (1 << category) - 1;
        return extend(additional, category) << 16 | category << 8 | length + category;
    }

    /** The difference that additional bits mean (T.81 §F.2.2.1 EXTEND). */
    static int extend(int additional, int category) {
        return additional < (1 << category >> 1) ? additional - (1 << category) + 1 : additional;
    }

    /** As {@link #find}, where the symbol is a category of differences. */
    int findCategory(long window) throws CodecException {
        int entry = find(window);
        checkCategory(entry >> 8);
        return entry;
    }

    static void checkCategory(int category) throws CodecException {
        if (category > MAX_CATEGORY) {
            throw new CodecException("A JPEG lossless difference has a category of " + category + " bits");
        }
    }

    /**
     * Finds a code bit by bit of length.
     *
     * @param window the next bits at its upper end
     * @return the symbol in bits 8 to 15, the code's length below
     */
    int find(long window) throws CodecException {
        int next = (int) (window >>> 64 - MAX_LENGTH);
        for (int length = 1; length <= MAX_LENGTH; length++) {
            if (next < limit[length]) {
                return (symbols[base[length] + (next >> MAX_LENGTH - length)] & 0xFF) << 8 | length;
            }
        }
        throw new CodecException("The JPEG entropy-coded data have a code that is in no Huffman table");
    }
}
