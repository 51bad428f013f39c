package org.dromedary.dicom.data;

import java.io.IOException;
import java.io.InputStream;

/**
 * Looks through what follows the head of an object for text that depends on Specific Character Set (0008,0005), without
 * keeping any value, so that Pixel Data of any size is passed over.
 */
public final class TextScan {
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int MAX_TEXT_LENGTH = 1 << 16;

    private final ByteSource source;
    private final Encoding encoding;
    private final HeaderReader headers;

    private TextScan(InputStream in, TransferSyntax syntax) throws IOException {
        source = new ByteSource(in, Long.MAX_VALUE);
        encoding = Encoding.of(syntax);
        headers = new HeaderReader(source, (leniency, problem, tag) -> { });
    }

    /**
     * Whether there may be such text beyond ISO 646: a sequence, or what can't be read, counts as text.
     *
     * @param in     from the header of an element on, inflated; files are skipped over by seeking
     * @param syntax in which the data set really is
     */
    public static boolean findsText(InputStream in, TransferSyntax syntax) throws IOException {
        try {
            return new TextScan(in, syntax).findsText();
        } catch (DicomFormatException | java.io.EOFException unreadable) {
            return true;
        }
    }

    private boolean findsText() throws IOException {
        Scope scope = new Scope(encoding, Long.MAX_VALUE);
        while (source.has(1)) {
            HeaderReader.Header header = headers.read(scope);
            Vr vr = header.vr() == Vr.UN ? Dictionary.vrOf(header.tag()) : header.vr();
            boolean bulk = header.vr() == Vr.OB || header.vr() == Vr.OW || header.tag() == Tag.PixelData;
            if (header.length() == UNDEFINED && bulk) {
                skipFragments(header.tag());
            } else if (header.length() == UNDEFINED || vr == Vr.SQ && header.length() > 0) {
                return true;
            } else if (!vr.usesCharacterSet()) {
                source.skip(header.length());
            } else if (header.length() > MAX_TEXT_LENGTH
                    || !CodeExtension.isPlain(source.take(header.length(), header.tag()))) {
                return true;
            }
        }
        return false;
    }

    private void skipFragments(int tag) throws IOException {
        while (true) {
            if (!source.has(8)) {
                throw new DicomFormatException("Ends within fragments", source.offset(), tag);
            }
            int item = source.tag(0, encoding.bigEndian());
            long length = source.u32(4, encoding.bigEndian());
            source.take(8, tag);
            if (item != Tag.Item) {
                return;
            }
            source.skip(length);
        }
    }
}
