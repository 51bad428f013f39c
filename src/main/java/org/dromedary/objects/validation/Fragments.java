package org.dromedary.objects.validation;

import java.io.IOException;
import java.util.Arrays;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.HeaderScan;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Tag;

/** Where the fragments of encapsulated Pixel Data lie (PS3.5 §A.4), found by seeking from one header to the next. */
final class Fragments {

    private static final int MAX_NUMBER = 4_000_000;

    /** Where the headers begin in the file, and the values; the Basic Offset Table is not among them. */
    long[] headers = new long[8];
    long[] starts = new long[8];
    /** The bytes of all fragments before each, and of all after the last. */
    long[] before = new long[9];
    int count;
    int odd;
    int empty;
    long tableStart;
    long tableLength;

    /** Why they can't be followed to their end, or null. */
    DicomFormatException failure;

    private Fragments() {
    }

    /**
     * Reads the fragments of the element at which the scan is, as far as they can be followed; the scan is then behind
     * them.
     *
     * @param base where the scan began in the file
     */
    static Fragments read(HeaderScan scan, long base) throws IOException {
        Fragments fragments = new Fragments();
        try {
            fragments.follow(scan, base);
        } catch (DicomFormatException e) {
            fragments.failure = e;
        }
        return fragments;
    }

    private void follow(HeaderScan scan, long base) throws IOException {
        HeaderScan.Header table = scan.nextFragment();
        if (table == null) {
            return;
        }
        tableStart = base + table.start();
        tableLength = table.length();
        for (HeaderScan.Header one = scan.nextFragment(); one != null; one = scan.nextFragment()) {
            add(base + one.offset(), base + one.start(), one.length());
        }
    }

    private void add(long header, long start, long length) throws DicomFormatException {
        if (count == MAX_NUMBER) {
            throw new LimitExceededException("More than " + MAX_NUMBER + " fragments", start, Tag.PixelData);
        }
        if (count == starts.length) {
            headers = Arrays.copyOf(headers, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            before = Arrays.copyOf(before, 2 * count + 1);
        }
        headers[count] = header;
        starts[count] = start;
        before[count + 1] = before[count] + length;
        count++;
        odd += (int) (length & 1);
        empty += length == 0 ? 1 : 0;
    }

    /** The fragment whose header stands there, counted from the first one's, or -1. */
    int at(long offset) {
        return count == 0 ? -1 : Math.max(-1, Arrays.binarySearch(headers, 0, count, headers[0] + offset));
    }
}
