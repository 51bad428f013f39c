package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/**
 * A scan header (T.81 §B.2.3).
 *
 * @param components      in the order of their data
 * @param dc              Huffman tables of DC coefficients, or of the lossless process; null where missing
 * @param ac              Huffman tables of AC coefficients; null where missing
 * @param start           first coefficient of the band; the predictor of the lossless process
 * @param end             last coefficient of the band
 * @param high            bit position of the scan before, 0 if there was none
 * @param low             bit position; the point transform of the lossless process
 * @param restartInterval MCUs, 0 for none
 */
record Scan(Component[] components, HuffmanTable[] dc, HuffmanTable[] ac, int start, int end, int high, int low,
        int restartInterval) {

    static Scan read(Segment segment, FrameHeader frame, Tables tables) throws CodecException {
        int count = segment.u8();
        if (count < 1 || count > frame.components.length) {
            throw segment.problem("A JPEG scan of " + count + " components");
        }
        Component[] components = new Component[count];
        HuffmanTable[] dc = new HuffmanTable[count];
        HuffmanTable[] ac = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            components[i] = component(frame, components, segment);
            int selectors = segment.u8();
            dc[i] = tables.huffman(0, selectors >> 4);
            ac[i] = tables.huffman(1, selectors & 15);
        }
        int start = segment.u8();
        int end = segment.u8();
        int bits = segment.u8();
        return new Scan(components, dc, ac, start, end, bits >> 4, bits & 15, tables.restartInterval());
    }

    private static Component component(FrameHeader frame, Component[] taken, Segment segment) throws CodecException {
        int id = segment.u8();
        for (Component component : frame.components) {
            if (component.id == id && !contains(taken, component)) {
                return component;
            }
        }
        throw segment.problem("A JPEG scan of component " + id + ", which the frame does not have");
    }

    private static boolean contains(Component[] taken, Component component) {
        for (Component other : taken) {
            if (other == component) {
                return true;
            }
        }
        return false;
    }

    /** @throws CodecException if a table is missing */
    static HuffmanTable present(HuffmanTable table) throws CodecException {
        if (table == null) {
            throw new CodecException("The JPEG codestream uses a Huffman table that it does not define (no DHT)");
        }
        return table;
    }

    /**
     * Checks what the lossless process needs, and takes the components.
     *
     * @param units MCUs a line
     */
    void takeLossless(FrameHeader frame, int units) throws CodecException {
        if (start < 1 || start > 7 || low >= frame.precision) {
            throw new CodecException("A JPEG lossless scan of predictor " + start + " and point transform " + low);
        }
        if (restartInterval % units != 0) {
            throw new CodecException("A JPEG lossless restart interval of " + restartInterval
                    + " is not a number of whole lines");
        }
        takeComponents();
    }

    /** The tables' lookups by symbol. */
    static short[][] lookups(HuffmanTable[] tables) throws CodecException {
        short[][] lookups = new short[tables.length][];
        for (int i = 0; i < tables.length; i++) {
            boolean same = i > 0 && tables[i] == tables[i - 1];
            lookups[i] = same ? lookups[i - 1] : present(tables[i]).symbolLookup();
        }
        return lookups;
    }

    /** Takes note that its components are coded; each may be only once, but in the progressive process. */
    void takeComponents() throws CodecException {
        for (Component component : components) {
            if (component.coded) {
                throw new CodecException("The JPEG codestream has component " + component.id + " twice");
            }
            component.coded = true;
        }
    }
}
