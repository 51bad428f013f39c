package org.dromedary.dicom.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a data set (PS3.5 §7) from a stream, within {@link Limits}. Numbers come out little endian; what is not as the
 * standard says is taken if its {@link Leniency} is allowed, and {@link #irregularities()} tells. Reads ahead of what
 * it hands out, so that afterwards {@link #remaining()} and not the stream goes on where it stopped. For one thread.
 */
public final class DataSetReader {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    /** The end of what has undefined length. */
    private static final long OPEN = Long.MAX_VALUE;
    /** The group of items and delimiters, read in the wrong byte order. */
    private static final int SWAPPED_ITEM_GROUP = 0xFEFF;

    private final ByteSource source;
    private final Limits limits;
    private final HeaderReader headers;
    private final Set<Leniency> irregularities = EnumSet.noneOf(Leniency.class);
    private final Set<Leniency> allowed;
    private final TransferSyntax declared;
    private Encoding encoding;
    private ReadListener listener = ReadListener.NONE;
    private boolean started;
    private int last;
    private boolean leavesTrail;
    private int duplicate = DataSet.NONE;
    private long kept;

    public DataSetReader(InputStream in, TransferSyntax syntax) throws IOException {
        this(in, syntax, Limits.DEFAULT);
    }

    public DataSetReader(InputStream in, TransferSyntax syntax, Limits limits) throws IOException {
        this(in, syntax, limits, EnumSet.allOf(Leniency.class));
    }

    /** A deflated syntax is inflated (PS3.5 §A.5). The caller closes the stream. */
    public DataSetReader(InputStream in, TransferSyntax syntax, Limits limits, Set<Leniency> allowed)
            throws IOException {
        this.allowed = allowed;
        this.limits = limits;
        this.declared = syntax;
        InputStream inflated = syntax.deflated() ? Inflating.stream(in, this::take) : in;
        this.source = new ByteSource(inflated, limits.maxTotalLength());
        this.encoding = Encoding.of(syntax);
        this.headers = new HeaderReader(source, this::take);
    }

    public DataSetReader(byte[] bytes, TransferSyntax syntax) throws IOException {
        this(new ByteArrayInputStream(bytes), syntax);
    }

    /** Has all that is read from now on told to a listener as well; returns this reader. */
    public DataSetReader listener(ReadListener told) {
        listener = told;
        return this;
    }

    /** Reads to the end of the stream. */
    public DataSet read() throws IOException {
        return readUntil((ahead, tag) -> false);
    }

    /** Reads until the first element of the outermost level whose tag is not below this one; that stays unread. */
    public DataSet readUntil(int stopTag) throws IOException {
        return readUntil((ahead, tag) -> Tag.group(tag) != 0xFFFE && Integer.compareUnsigned(tag, stopTag) >= 0);
    }

    /**
     * Reads what follows an element that was read otherwise, such as Pixel Data, to the end or to bytes that are no
     * element ({@link Trail}); those stay unread.
     *
     * @param tag  of that element
     * @param left bytes to the end, {@link Long#MAX_VALUE} if nobody knows
     */
    public DataSet readBehind(int tag, long left) throws IOException {
        started = true;
        last = tag;
        leavesTrail = true;
        long end = left == Long.MAX_VALUE ? left : offset() + left;
        return readUntil((ahead, next) -> !Trail.isElement(ahead, encoding, last, end));
    }

    DataSet readUntil(Stop stop) throws IOException {
        if (!started) {
            started = true;
            encoding = shown(encoding, encoding.shownBy(source));
        }
        DataSet dataSet = new DataSet();
        Scope scope = new Scope(encoding, OPEN);
        while (source.has(4)) {
            int tag = source.tag(0, encoding.bigEndian());
            if (stop.isBefore(source, tag)) {
                order(dataSet);
                return dataSet;
            }
            if (tag == 0 && last != 0) {
                break;
            }
            last = Tag.group(tag) == 0xFFFE ? last : tag;
            readInto(dataSet, scope);
        }
        finish(dataSet, scope, last);
        if (!leavesTrail && source.has(1)) {
            takeTrailingZeros();
        }
        return dataSet;
    }

    private void finish(DataSet dataSet, Scope scope, int tag) throws DicomFormatException {
        if (!scope.endsRightly(offset())) {
            take(Leniency.WRONG_GROUP_LENGTH, "Wrong group length", tag);
        }
        order(dataSet);
    }

    private void order(DataSet dataSet) throws DicomFormatException {
        dataSet.order();
        if (dataSet.duplicate() != DataSet.NONE) {
            duplicate = dataSet.duplicate();
            take(Leniency.DUPLICATE, "Two elements with one tag", duplicate);
        }
    }

    /** Decides, before an element of the outermost level, whether reading stops. */
    interface Stop {
        boolean isBefore(ByteSource source, int tag) throws IOException;
    }

    /** Bytes read so far, of the inflated stream where it is deflated. */
    public long offset() {
        return source.offset();
    }

    /** The syntax in which the data set really is: the declared one, or a plain one if the first element shows that. */
    public TransferSyntax syntax() {
        return !irregularities.contains(Leniency.WRONG_SYNTAX) || encoding.equals(Encoding.of(declared))
                ? declared : encoding.syntax();
    }

    /** What follows the elements read, inflated; no limits hold in it. */
    public InputStream remaining() {
        return source.remaining();
    }

    /** A tag that was there twice with other values, of which the first was kept; -1 if there is none. */
    public int duplicate() {
        return duplicate;
    }

    /** What was taken although the standard forbids it. */
    public Set<Leniency> irregularities() {
        return Set.copyOf(irregularities);
    }

    private Encoding shown(Encoding declared, Encoding shown) throws IOException {
        if (!shown.equals(declared)) {
            take(Leniency.WRONG_SYNTAX, "Another encoding than declared", 0);
        }
        return shown;
    }

    private void readInto(DataSet dataSet, Scope scope) throws IOException {
        long start = offset();
        Element element = readElement(scope);
        if (element == null) {
            return;
        }
        if (!scope.follows(element, start, offset())) {
            take(Leniency.WRONG_GROUP_LENGTH, "Wrong group length", element.tag());
        }
        if (!dataSet.append(element)) {
            take(Leniency.DISORDER, "Not in ascending order", element.tag());
        }
    }

    /** Reads one element, or nothing but a stray delimiter. */
    private Element readElement(Scope scope) throws IOException {
        long start = offset();
        HeaderReader.Header header = headers.read(scope);
        int tag = header.tag();
        if (Tag.group(tag) == 0xFFFE) {
            boolean delimiter = tag == Tag.ItemDelimitationItem || tag == Tag.SequenceDelimitationItem;
            if (!delimiter || header.length() != 0) {
                throw new DicomFormatException("An item outside a sequence", offset(), tag);
            }
            take(Leniency.STRAY_DELIMITER, "A delimiter of nothing", tag);
            return null;
        }
        keep(Limits.PART, tag);
        // Without a VR, an undefined length shows a sequence.
        boolean sequence = header.length() == UNDEFINED && !scope.encoding().explicitVr() && header.vr() == Vr.UN;
        listener.element(scope.depth(), start, tag, sequence ? "SQ" : header.vrLetters(), header.statedLength());
        if (header.length() == UNDEFINED) {
            return readUndefined(header, scope);
        }
        long end = endOf(header.length(), scope.end(), tag);
        if (header.vr() == Vr.SQ && !isOptional(header, scope)) {
            return Element.ofItems(tag, readItems(tag, end, scope, scope.encoding()), Element.Form.USUAL);
        }
        long valueStart = offset();
        byte[] value = readValue(header.length(), tag);
        if (header.vr() == Vr.SQ) {
            return privateItems(tag, value, scope, valueStart);
        }
        if (isUnknownSequence(header, scope)) {
            listener.value(scope.depth(), Element.of(tag, Vr.UN, value));
            return knownItems(tag, value, scope);
        }
        if (scope.encoding().bigEndian()) {
            ByteOrder.swap(value, header.vr());
        }
        Element element = header.form() == Element.Form.USUAL ? Element.of(tag, header.vr(), value)
                : Element.ofForeign(tag, header.vrCode(), header.form(), value);
        listener.value(scope.depth(), element);
        return element;
    }

    /** Within such a sequence nothing is looked for a second time: that would multiply the memory it takes. */
    private static boolean isUnknownSequence(HeaderReader.Header header, Scope scope) {
        return header.vr() == Vr.UN && header.form() == Element.Form.USUAL && !scope.isUnknownSequence()
                && Dictionary.vrOf(header.tag()) == Vr.SQ;
    }

    /**
     * Whether an object can do without knowing the items: a private sequence whose length is known. Only at the
     * outermost level, since values are looked at twice.
     */
    private boolean isOptional(HeaderReader.Header header, Scope scope) {
        return Tag.isPrivate(header.tag()) && scope.depth() == 0 && !scope.encoding().bigEndian()
                && header.length() <= limits.maxValueLength();
    }

    /** A private sequence; one that can't be followed stays bytes under VR UN. */
    private Element privateItems(int tag, byte[] value, Scope scope, long valueStart) throws IOException {
        Encoding encoded = scope.encoding();
        DataSetReader items = within(value, encoded).listener(listener.from(valueStart));
        try {
            return Element.ofItems(tag, readItems(items, tag, value, scope, encoded), Element.Form.USUAL);
        } catch (LimitExceededException e) {
            throw e;
        } catch (DicomFormatException e) {
            take(Leniency.UNREADABLE_SEQUENCE, "A private sequence that can't be followed", tag);
            return Element.of(tag, Vr.UN, value);
        }
    }

    /** A sequence that passed a system which did not know it (PS3.5 §6.2.2); what is no items stays bytes. */
    private Element knownItems(int tag, byte[] value, Scope scope) throws IOException {
        DataSetReader items = within(value, Encoding.IMPLICIT);
        try {
            return Element.ofItems(tag, readItems(items, tag, value, scope, Encoding.IMPLICIT),
                    Element.Form.UNKNOWN_ITEMS);
        } catch (LimitExceededException e) {
            throw e;
        } catch (DicomFormatException e) {
            return Element.of(tag, Vr.UN, value);
        }
    }

    private DataSetReader within(byte[] value, Encoding encoded) throws IOException {
        return new DataSetReader(new ByteArrayInputStream(value), encoded.syntax(), limits, allowed);
    }

    private List<DataSet> readItems(DataSetReader items, int tag, byte[] value, Scope scope, Encoding encoded)
            throws IOException {
        items.kept = kept;
        try {
            List<DataSet> read = items.readItems(tag, value.length, scope, encoded);
            for (Leniency leniency : items.irregularities) {
                take(leniency, "Irregular items", tag);
            }
            return read;
        } finally {
            kept = items.kept;
        }
    }

    private Element readUndefined(HeaderReader.Header header, Scope scope) throws IOException {
        int tag = header.tag();
        boolean fragments = header.vr() == Vr.OB || header.vr() == Vr.OW || tag == Tag.PixelData;
        if (fragments) {
            return Element.ofFragments(tag, header.vr(), readFragments(tag, scope));
        }
        if (header.vr() == Vr.SQ || !scope.encoding().explicitVr()) {
            List<DataSet> items = readItems(tag, OPEN, scope, scope.encoding());
            return Element.ofItems(tag, items, Element.Form.UNDEFINED_LENGTH);
        }
        if (header.vr() == Vr.UN) {
            List<DataSet> items = readItems(tag, OPEN, scope, Encoding.IMPLICIT);
            return Element.ofItems(tag, items, Element.Form.UNKNOWN_SEQUENCE);
        }
        throw new DicomFormatException("Undefined length with VR " + header.vr(), offset(), tag);
    }

    private List<DataSet> readItems(int tag, long end, Scope scope, Encoding itemEncoding) throws IOException {
        if (scope.depth() >= limits.maxDepth()) {
            throw new DicomFormatException("Nested deeper than " + limits.maxDepth(), offset(), tag);
        }
        List<DataSet> items = new ArrayList<>(1);
        while (offset() < end) {
            int next = nextDelimiter(tag, end, Math.min(end, scope.end()), itemEncoding);
            if (next == 0) {
                return items;
            }
            boolean swapped = Tag.group(next) == SWAPPED_ITEM_GROUP;
            if (swapped) {
                take(Leniency.WRONG_SYNTAX, "An item's header in the other byte order", tag);
                next = source.tag(0, !itemEncoding.bigEndian());
            }
            long length = source.u32(4, itemEncoding.bigEndian() != swapped);
            if (next == Tag.SequenceDelimitationItem && end == OPEN) {
                takeDelimiter(tag, length);
                return items;
            }
            if (next == Tag.Item) {
                listener.item(scope.depth() + 1, offset(), length == UNDEFINED ? -1 : length);
                source.take(8, tag);
                keep(Limits.PART, tag);
                items.add(readItem(tag, length, scope.nested(itemEncoding, Math.min(end, scope.end()))));
            } else if (end == OPEN && !items.isEmpty() && isNextElement(next, tag, itemEncoding)) {
                take(Leniency.MISSING_DELIMITER, "A sequence without a delimiter", tag);
                return items;
            } else if (next == Tag.ItemDelimitationItem || next == Tag.SequenceDelimitationItem) {
                take(Leniency.STRAY_DELIMITER, "A delimiter of nothing", tag);
                takeDelimiter(tag, length);
            } else {
                throw new DicomFormatException("No item but " + Tag.toString(next) + " in a sequence", offset(), tag);
            }
        }
        return items;
    }

    /** The tag of the item or delimiter ahead, or 0 where the end has come without one. */
    private int nextDelimiter(int tag, long end, long enclosingEnd, Encoding encoding) throws IOException {
        if (offset() + 8 <= enclosingEnd && source.has(8)) {
            return source.tag(0, encoding.bigEndian());
        }
        boolean clean = offset() == enclosingEnd || !source.has(1);
        if (end != OPEN || !clean) {
            throw new DicomFormatException("Ends within a sequence", offset(), tag);
        }
        take(Leniency.MISSING_DELIMITER, "Ends without a delimiter", tag);
        return 0;
    }

    /** Whether the sequence is over without saying so: an element follows that could well be the next one. */
    private boolean isNextElement(int next, int tag, Encoding encoding) {
        return Tag.group(next) != 0xFFFE && Integer.compareUnsigned(next, tag) > 0
                && (encoding.explicitVr() ? Vr.ofCode(source.u16(4, true)) != null : Dictionary.vrOf(next) != Vr.UN);
    }

    private DataSet readItem(int tag, long length, Scope scope) throws IOException {
        DataSet item = new DataSet();
        boolean undefined = length == UNDEFINED;
        item.setUndefinedLength(undefined);
        long enclosingEnd = scope.end();
        if (!undefined) {
            scope.endAt(endOf(length, enclosingEnd, tag));
        }
        boolean withoutVr = !scope.encoding().explicitVr() && Dictionary.vrOf(tag) == Vr.UN;
        if ((scope.isUnknownSequence() || withoutVr) && length != 0) {
            scope.encodedIn(shown(Encoding.IMPLICIT, Encoding.shownByUnknownItem(source)));
        }
        while (undefined || offset() < scope.end()) {
            if (undefined) {
                int next = nextDelimiter(tag, OPEN, enclosingEnd, scope.encoding());
                if (next == Tag.ItemDelimitationItem) {
                    takeDelimiter(tag, source.u32(4, scope.encoding().bigEndian()));
                    break;
                }
                if (next == 0 || next == Tag.SequenceDelimitationItem) {
                    take(Leniency.MISSING_DELIMITER, "An item without a delimiter", tag);
                    break;
                }
            }
            readInto(item, scope);
        }
        finish(item, scope, tag);
        return item;
    }

    private List<byte[]> readFragments(int tag, Scope scope) throws IOException {
        boolean bigEndian = scope.encoding().bigEndian();
        List<byte[]> fragments = new ArrayList<>(2);
        while (true) {
            int next = nextDelimiter(tag, OPEN, scope.end(), scope.encoding());
            if (next == 0) {
                return fragments;
            }
            long length = source.u32(4, bigEndian);
            if (next == Tag.SequenceDelimitationItem) {
                takeDelimiter(tag, length);
                return fragments;
            }
            source.take(8, tag);
            if (next != Tag.Item || length == UNDEFINED) {
                throw new DicomFormatException("No fragment but " + Tag.toString(next), offset(), tag);
            }
            keep(Limits.PART, tag);
            endOf(length, scope.end(), tag);
            listener.item(scope.depth() + 1, offset() - 8, length);
            fragments.add(readValue(length, tag));
        }
    }

    private void takeDelimiter(int tag, long length) throws DicomFormatException {
        if (length != 0) {
            take(Leniency.NONZERO_RESERVED, "A delimiter with a length", tag);
        }
        source.take(8, tag);
    }

    private byte[] readValue(long length, int tag) throws IOException {
        if (length > limits.maxValueLength()) {
            throw new LimitExceededException("Value of " + length + " bytes exceeds the limit of "
                    + limits.maxValueLength(), offset(), tag, length);
        }
        if ((length & 1) != 0) {
            take(Leniency.ODD_LENGTH, "Odd length", tag);
        }
        byte[] value = source.take(length, tag);
        keep(length, tag);
        return value;
    }

    private long endOf(long length, long enclosingEnd, int tag) throws DicomFormatException {
        long end = offset() + length;
        if (end > enclosingEnd) {
            throw new DicomFormatException("Length " + length + " exceeds what encloses it by "
                    + (end - enclosingEnd), offset(), tag);
        }
        return end;
    }

    private void keep(long bytes, int tag) throws LimitExceededException {
        kept += bytes;
        if (kept > limits.maxKept()) {
            throw new LimitExceededException("Its elements need more than " + limits.maxKept() + " bytes of memory",
                    offset(), tag);
        }
    }

    private void takeTrailingZeros() throws IOException {
        while (source.has(1)) {
            if (source.u8(0) != 0) {
                throw new DicomFormatException("No element", offset(), 0);
            }
            source.take(1, 0);
        }
        take(Leniency.TRAILING_ZEROS, "Zeros behind the last element", 0);
    }

    private void take(Leniency leniency, String problem, int tag) throws DicomFormatException {
        if (!allowed.contains(leniency)) {
            throw new DicomFormatException(problem, source == null ? 0 : offset(), tag);
        }
        irregularities.add(leniency);
        listener.irregular(leniency, tag, source == null ? 0 : offset());
    }
}
