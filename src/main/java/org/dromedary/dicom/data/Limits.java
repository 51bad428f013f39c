package org.dromedary.dicom.data;

/**
 * Bounds on what reading a data set may keep in memory, however long its bytes claim to be. They are bounds of bytes:
 * real objects have millions of elements.
 *
 * @param maxValueLength bytes in one value or fragment
 * @param maxDepth       nested sequences, at most 256 since reading descends with the call stack
 * @param maxKept        bytes of memory: the values, and {@link #PART} for each element, item and fragment
 * @param maxTotalLength bytes read in all, after inflating
 */
public record Limits(long maxValueLength, int maxDepth, long maxKept, long maxTotalLength) {
    /** Bytes of memory that an element, item or fragment takes beside its value. */
    static final int PART = 80;

    private static final long MIN_KEPT = 128L << 20;
    private static final long MAX_KEPT = 1L << 30;

    /** A third of the memory that the program has, at least 128 MB and at most 1 GB. */
    public static final Limits DEFAULT = ofKept(Math.max(MIN_KEPT,
            Math.min(MAX_KEPT, Runtime.getRuntime().maxMemory() / 3)));

    /** An array cannot be longer; some bytes are left for the virtual machine's own header. */
    private static final long MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 16;
    private static final int DEEPEST = 256;

    public Limits {
        if (maxValueLength < 0 || maxDepth < 0 || maxKept < 0 || maxTotalLength < 0) {
            throw new IllegalArgumentException("A limit is negative");
        }
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth " + maxDepth + " exceeds " + DEEPEST);
        }
        maxValueLength = Math.min(maxValueLength, MAX_ARRAY_LENGTH);
    }

    private static Limits ofKept(long kept) {
        return new Limits(kept, 64, kept, kept);
    }
}
