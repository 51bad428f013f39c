package org.dromedary.dicom.codec.jpeg;

/** One component of a frame (T.81 §A.1.1, §B.2.2) and what decoding keeps of it. */
final class Component {
    final int index;
    final int id;
    final int horizontal;
    final int vertical;
    final int quantization;

    /** Samples, without what fills up the last blocks. */
    int width;
    int height;
    /** Blocks that a scan of this component alone has. */
    int blocksAcross;
    int blocksDown;
    /** Blocks that are stored: whole MCUs of an interleaved scan. */
    int storedAcross;
    int storedDown;

    /** Of the DCT processes: the table in force at the component's first scan, in natural order. */
    int[] quantizers;
    /** Samples by row. */
    short[] plane;
    /** Samples a row of the plane. */
    int stride;
    /** Of the progressive process: 64 a block in natural order. */
    short[] coefficients;
    /** Of the progressive process: how far each coefficient is known; -1 not at all, else the bit position. */
    int[] known;
    /** Whether a scan of it has been decoded. */
    boolean coded;

    Component(int index, int id, int horizontal, int vertical, int quantization) {
        this.index = index;
        this.id = id;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.quantization = quantization;
    }

    void measure(int columns, int rows, int mostHorizontal, int mostVertical) {
        width = (columns * horizontal + mostHorizontal - 1) / mostHorizontal;
        height = (rows * vertical + mostVertical - 1) / mostVertical;
        blocksAcross = (width + 7) / 8;
        blocksDown = (height + 7) / 8;
        storedAcross = (columns + 8 * mostHorizontal - 1) / (8 * mostHorizontal) * horizontal;
        stride = storedAcross * 8;
        storedDown = (rows + 8 * mostVertical - 1) / (8 * mostVertical) * vertical;
    }
}
