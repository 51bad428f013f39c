package org.dromedary.dicom.codec.jpeg;

import org.dromedary.dicom.codec.frame.CodecException;

/** The tables in force (T.81 §B.2.4); later segments replace what earlier ones defined. */
final class Tables {
    private static final int DESTINATIONS = 4;

    private final HuffmanTable[][] huffman = new HuffmanTable[2][DESTINATIONS];
    private final int[][] quantization = new int[DESTINATIONS][];
    private int restartInterval;

    void readHuffman(Segment segment) throws CodecException {
        while (segment.left() > 0) {
            int kind = segment.u8();
            if (kind >> 4 > 1 || (kind & 15) >= DESTINATIONS) {
                throw segment.problem("A JPEG Huffman table for destination " + kind);
            }
            huffman[kind >> 4][kind & 15] = new HuffmanTable(segment);
        }
    }

    void readQuantization(Segment segment) throws CodecException {
        while (segment.left() > 0) {
            int kind = segment.u8();
            if (kind >> 4 > 1 || (kind & 15) >= DESTINATIONS) {
                throw segment.problem("A JPEG quantization table for destination " + kind);
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[Dct.NATURAL[i]] = kind >> 4 == 0 ? segment.u8() : segment.u16();
            }
            quantization[kind & 15] = table;
        }
    }

    void readRestartInterval(Segment segment) throws CodecException {
        restartInterval = segment.u16();
    }

    int restartInterval() {
        return restartInterval;
    }

    /** @return null if it isn't defined; most processes use one kind only */
    HuffmanTable huffman(int kind, int destination) {
        return destination < DESTINATIONS ? huffman[kind][destination] : null;
    }

    int[] quantization(int destination) throws CodecException {
        if (destination >= DESTINATIONS || quantization[destination] == null) {
            throw new CodecException("The JPEG codestream uses a quantization table that it does not define (no DQT)");
        }
        return quantization[destination];
    }
}
