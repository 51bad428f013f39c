package org.dromedary.dicom.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Goes over the outermost elements by their headers (PS3.5 §7.1, §A.4), without keeping any value: what is not asked
 * for is skipped, in a file by seeking. For one thread.
 */
public final class HeaderScan {
    private static final long UNDEFINED = 0xFFFFFFFFL;

    private final ByteSource source;
    private final Scope scope;
    private final HeaderReader headers;
    private Header current;
    private long valueEnd;
    private int last;
    private int strayDelimiters;
    private long zeros;

    /**
     * An element or fragment.
     *
     * @param offset of its header from where the scan began
     * @param start  of its value
     * @param vr     as encoded, UN also for known elements; {@code null} for fragments
     * @param length in bytes, -1 if undefined
     */
    public record Header(long offset, long start, int tag, Vr vr, long length) {
    }

    /** The stream stands at the header of an element; the syntax is that in which the data set really is. */
    public HeaderScan(InputStream in, TransferSyntax syntax) throws IOException {
        source = new ByteSource(in, Long.MAX_VALUE);
        scope = new Scope(Encoding.of(syntax), Long.MAX_VALUE);
        headers = new HeaderReader(source, (leniency, problem, tag) -> { });
    }

    /**
     * The next element, or null at the end of the stream.
     *
     * @throws DicomFormatException if the value before it ends early or there is no element
     */
    public Header next() throws IOException {
        skipCurrent();
        if (!source.has(1)) {
            return null;
        }
        long offset = source.offset();
        HeaderReader.Header header = headers.read(scope);
        while (isStrayDelimiter(header)) {
            strayDelimiters++;
            if (!source.has(1)) {
                return null;
            }
            offset = source.offset();
            header = headers.read(scope);
        }
        if (Tag.group(header.tag()) == 0xFFFE || header.tag() == 0) {
            throw new DicomFormatException("No element", offset, header.tag());
        }
        last = header.tag();
        current = new Header(offset, source.offset(), header.tag(), header.vr(), header.statedLength());
        valueEnd = source.offset() + Math.max(0, header.statedLength());
        return current;
    }

    private static boolean isStrayDelimiter(HeaderReader.Header header) {
        return (header.tag() == Tag.ItemDelimitationItem || header.tag() == Tag.SequenceDelimitationItem)
                && header.length() == 0;
    }

    /** Delimiters between elements that end nothing. */
    public int strayDelimiters() {
        return strayDelimiters;
    }

    /**
     * Whether an element follows, and not the end or {@link Trail bytes that are no element}.
     *
     * @param end where the data set ends, from where the scan began; {@link Long#MAX_VALUE} if nobody knows
     */
    public boolean atElement(long end) throws IOException {
        skipCurrent();
        return Trail.isElement(source, scope.encoding(), last, end);
    }

    /**
     * The next fragment of the element that {@link #next} gave, or null behind the last one.
     *
     * @throws DicomFormatException if there is neither a fragment nor a delimiter
     */
    public Header nextFragment() throws IOException {
        skipTo(valueEnd, current.tag());
        long offset = source.offset();
        if (takeZerosAtEnd() || !source.has(8)) {
            throw new DicomFormatException("Ends within fragments", offset, current.tag());
        }
        boolean big = scope.encoding().bigEndian();
        int tag = source.tag(0, big);
        long length = source.u32(4, big);
        if (tag != Tag.SequenceDelimitationItem && (tag != Tag.Item || length == UNDEFINED)) {
            throw new DicomFormatException("No fragment but " + Tag.toString(tag), offset, current.tag());
        }
        source.take(8, tag);
        if (tag == Tag.SequenceDelimitationItem) {
            current = null;
            return null;
        }
        valueEnd = source.offset() + length;
        return new Header(offset, source.offset(), tag, null, length);
    }

    /** Zeros up to the end of the stream, where a fragment or delimiter should be. */
    public long zerosAtEnd() {
        return zeros;
    }

    /** Whether fewer bytes than a header has are left, or zeros in its place: what follows must be zeros then. */
    private boolean takeZerosAtEnd() throws IOException {
        if (!source.has(1) || source.has(8) && (source.u32(0, false) | source.u32(4, false)) != 0) {
            return false;
        }
        long begin = source.offset();
        while (source.has(1) && source.u8(0) == 0) {
            source.take(1, 0);
        }
        if (source.has(1)) {
            throw new DicomFormatException("No fragment but zeros", begin, current.tag());
        }
        zeros = source.offset() - begin;
        return true;
    }

    /** Bytes from where the scan began. */
    public long offset() {
        return source.offset();
    }

    /** Whether nothing is left to read. */
    public boolean atEnd() throws IOException {
        return !source.has(1);
    }

    private void skipCurrent() throws IOException {
        if (current == null) {
            return;
        }
        int tag = current.tag();
        if (current.length() >= 0) {
            skipTo(valueEnd, tag);
        } else {
            skipUndefined(tag, current.vr() == Vr.UN && tag != Tag.PixelData);
        }
        current = null;
    }

    /**
     * Items, fragments and what is in them alike: each undefined length opens what a delimiter closes. What is in a
     * sequence under VR UN is in implicit VR little endian (PS3.5 §6.2.2), or in explicit VR where its items show that.
     */
    private void skipUndefined(int tag, boolean unknown) throws IOException {
        long open = 1;
        long unknownSince = unknown ? 1 : 0;
        Scope inUnknown = new Scope(Encoding.IMPLICIT, Long.MAX_VALUE);
        skipTo(valueEnd, tag);
        while (open > 0) {
            HeaderReader.Header header = headers.read(unknownSince > 0 ? inUnknown : scope);
            boolean delimiter = header.tag() == Tag.ItemDelimitationItem
                    || header.tag() == Tag.SequenceDelimitationItem;
            if (delimiter) {
                unknownSince = open == unknownSince ? 0 : unknownSince;
                open--;
            } else if (header.length() == UNDEFINED) {
                open++;
                if (header.tag() == Tag.Item && unknownSince > 0) {
                    inUnknown.encodedIn(Encoding.shownByUnknownItem(source));
                } else if (header.vr() == Vr.UN && Tag.group(header.tag()) != 0xFFFE && unknownSince == 0) {
                    unknownSince = open;
                    inUnknown.encodedIn(Encoding.IMPLICIT);
                }
            } else {
                skipTo(source.offset() + header.length(), tag);
            }
        }
    }

    private void skipTo(long end, int tag) throws IOException {
        long length = end - source.offset();
        try {
            source.skip(Math.max(0, length));
        } catch (EOFException e) {
            throw new DicomFormatException("Ends within a value of " + length + " bytes", source.offset(), tag, e);
        }
    }
}
