package org.dromedary.dicom.data;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes data sets (PS3.5 §7). What was read in the same syntax comes out in the same bytes, undefined lengths
 * included, but for these rules: lengths are made even, elements ascend, group lengths are right, a value too long for
 * a length of 16 bits goes as UN (PS3.5 §6.2.2). For one thread; the caller closes the stream.
 */
public final class DataSetWriter {
    private static final int UNDEFINED = -1;

    private final OutputStream target;
    private final CountingStream deflated;
    private final DeflaterOutputStream deflater;
    private final Deflater compressor;
    private final Encoding encoding;
    private final byte[] header = new byte[12];

    public DataSetWriter(OutputStream out, TransferSyntax syntax) {
        encoding = Encoding.of(syntax);
        deflated = syntax.deflated() ? new CountingStream(out) : null;
        compressor = deflated == null ? null : new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater = deflated == null ? null : new DeflaterOutputStream(deflated, compressor, 8192);
        target = deflater != null ? deflater
                : out instanceof ByteArrayOutputStream ? out : new BufferedOutputStream(out, 8192);
    }

    /** The bytes of a data set. */
    public static byte[] encode(DataSet dataSet, TransferSyntax syntax) {
        long length = syntax.deflated() ? 512 : new Lengths(Encoding.of(syntax)).of(dataSet);
        ExactBuffer out = new ExactBuffer((int) Math.min(length, Integer.MAX_VALUE - 16));
        try {
            DataSetWriter writer = new DataSetWriter(out, syntax);
            writer.write(dataSet);
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.bytes();
    }

    /**
     * Writes the elements, and flushes them unless the syntax is deflated. Several data sets may follow one another, as
     * the head of an object and its pixels do.
     */
    public void write(DataSet dataSet) throws IOException {
        write(dataSet, encoding, new Lengths(encoding));
        if (deflater == null) {
            target.flush();
        }
    }

    /** Ends a deflated stream and makes its length even (PS3.5 §A.5); nothing else needs it. */
    public void finish() throws IOException {
        if (deflater == null) {
            return;
        }
        deflater.finish();
        compressor.end();
        if ((deflated.count & 1) != 0) {
            deflated.write(0);
        }
        deflated.flush();
    }

    private void write(DataSet dataSet, Encoding in, Lengths lengths) throws IOException {
        for (Element element : dataSet) {
            if (Lengths.isGroupLength(element)) {
                write(lengths.groupLength(dataSet, element), in, lengths);
            } else {
                write(element, in, lengths);
            }
        }
    }

    private void write(Element element, Encoding in, Lengths lengths) throws IOException {
        if (element.isSequence()) {
            writeSequence(element, in, lengths);
        } else if (element.isEncapsulated()) {
            writeFragments(element, in);
        } else {
            writeValue(element, in);
        }
    }

    private void writeValue(Element element, Encoding in) throws IOException {
        byte[] value = element.bytes();
        Vr vr = element.vr();
        if (in.bigEndian() && vr.wordLength() > 1) {
            value = value.clone();
            ByteOrder.swap(value, vr);
        }
        int odd = value.length & 1;
        if (Lengths.isTooLong(element, in)) {
            writeHeader(element.tag(), Vr.UN.code(), true, value.length + odd, in);
        } else {
            boolean longForm = Lengths.hasLongForm(element);
            writeHeader(element.tag(), element.vrCode(), longForm, value.length + odd, in);
        }
        target.write(value);
        if (odd != 0) {
            target.write(vr.padding());
        }
    }

    private void writeSequence(Element element, Encoding in, Lengths lengths) throws IOException {
        boolean unknown = element.isUnknownSequence();
        boolean undefined = element.hasUndefinedLength();
        Encoding inItems = unknown ? Encoding.IMPLICIT : in;
        Lengths ofItems = unknown && !in.equals(Encoding.IMPLICIT) ? new Lengths(Encoding.IMPLICIT) : lengths;
        int length = undefined ? UNDEFINED : Lengths.checked(element.tag(), ofItems.ofItems(element));
        writeHeader(element.tag(), unknown ? Vr.UN.code() : Vr.SQ.code(), true, length, in);
        for (DataSet item : element.items()) {
            boolean open = item.hasUndefinedLength();
            writeItem(Tag.Item, open ? UNDEFINED : Lengths.checked(element.tag(), ofItems.of(item)), inItems);
            write(item, inItems, ofItems);
            if (open) {
                writeItem(Tag.ItemDelimitationItem, 0, inItems);
            }
        }
        if (undefined) {
            writeItem(Tag.SequenceDelimitationItem, 0, inItems);
        }
    }

    private void writeFragments(Element element, Encoding in) throws IOException {
        writeHeader(element.tag(), element.vrCode(), true, UNDEFINED, in);
        for (byte[] fragment : element.fragments()) {
            int odd = fragment.length & 1;
            writeItem(Tag.Item, fragment.length + odd, in);
            target.write(fragment);
            if (odd != 0) {
                target.write(0);
            }
        }
        writeItem(Tag.SequenceDelimitationItem, 0, in);
    }

    private void writeHeader(int tag, int vrCode, boolean longForm, int length, Encoding in) throws IOException {
        if (!in.explicitVr()) {
            writeItem(tag, length, in);
            return;
        }
        putTag(tag, in.bigEndian());
        header[4] = (byte) (vrCode >> 8);
        header[5] = (byte) vrCode;
        if (longForm) {
            header[6] = 0;
            header[7] = 0;
            put(8, length, 4, in.bigEndian());
        } else {
            put(6, length, 2, in.bigEndian());
        }
        target.write(header, 0, longForm ? 12 : 8);
    }

    private void writeItem(int tag, int length, Encoding in) throws IOException {
        putTag(tag, in.bigEndian());
        put(4, length, 4, in.bigEndian());
        target.write(header, 0, 8);
    }

    private void putTag(int tag, boolean bigEndian) {
        put(0, tag >>> 16, 2, bigEndian);
        put(2, tag, 2, bigEndian);
    }

    private void put(int at, int value, int bytes, boolean bigEndian) {
        for (int i = 0; i < bytes; i++) {
            header[at + i] = (byte) (value >> 8 * (bigEndian ? bytes - 1 - i : i));
        }
    }

    /** Hands out its bytes without a copy where the length was known before. */
    private static final class ExactBuffer extends ByteArrayOutputStream {
        ExactBuffer(int length) {
            super(length);
        }

        byte[] bytes() {
            return count == buf.length ? buf : toByteArray();
        }
    }

    /** Tells how long the deflated stream is. */
    private static final class CountingStream extends OutputStream {
        private final OutputStream out;
        private long count;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            out.write(bytes, at, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
