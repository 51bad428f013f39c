package org.dromedary.dicom.data;

/**
 * Bounds on what reading a data set may keep in memory, however long its bytes claim to be.
 *
 * @param maxValueLength bytes in one value or fragment
 * @param maxDepth       nested sequences, at most 256 since reading descends with the call stack
 * @param maxElements    elements, items and fragments together, in all levels
 * @param maxTotalLength bytes read in all, after inflating
 */
public record Limits(long maxValueLength, int maxDepth, int maxElements, long maxTotalLength) {
    public static final Limits DEFAULT = new Limits(64L << 20, 64, 1_000_000, 512L << 20);
    /** Of what stands before Pixel Data; an encapsulated document is the largest that there is (PS3.3 §C.24.2). */
    public static final Limits HEAD = new Limits(96L << 20, 64, 1_000_000, 128L << 20);

    /** An array cannot be longer; some bytes are left for the virtual machine's own header. */
    private static final long MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 16;
    private static final int DEEPEST = 256;

    public Limits {
        if (maxValueLength < 0 || maxDepth < 0 || maxElements < 0 || maxTotalLength < 0) {
            throw new IllegalArgumentException("A limit is negative");
        }
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth " + maxDepth + " exceeds " + DEEPEST);
        }
        maxValueLength = Math.min(maxValueLength, MAX_ARRAY_LENGTH);
    }
}
