package org.dromedary.dicom.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the head of a DICOM file (PS3.10 §7.1), also where parts of it are missing or wrong. */
final class FileMetaReader {
    /** Far more than meta information takes, or a data set's first elements. */
    private static final int MAX_LENGTH = 1 << 20;
    private static final Limits LIMITS = new Limits(MAX_LENGTH, 16, 10_000, MAX_LENGTH);
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    private static final int PREAMBLE = 128;
    private static final int META_GROUP = 0x0002;

    /** An encoding that does not exist, so that only what the bytes show can come in its place. */
    private static final Encoding NONE = new Encoding(false, true);

    private final InputStream in;
    private final boolean marks;

    FileMetaReader(InputStream in) {
        this.marks = in.markSupported();
        this.in = marks ? in : new BufferedInputStream(in, 8192);
    }

    Part10.FileMeta read() throws IOException {
        in.mark(2 * MAX_LENGTH);
        int start = start();
        goTo(start);
        long end = statedEnd();
        goTo(start);
        DataSetReader reader = new DataSetReader(in, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, LIMITS);
        DataSet elements = reader.readUntil((source, tag) -> isBehindMeta(source, tag, end));
        long offset = start + reader.offset();
        String syntax = elements.getString(Tag.TransferSyntaxUID);
        if (syntax == null) {
            goTo(offset);
            syntax = shownSyntax(offset);
        }
        String sopClass = elements.getString(Tag.MediaStorageSOPClassUID);
        String sopInstance = elements.getString(Tag.MediaStorageSOPInstanceUID);
        if (sopClass == null || sopInstance == null) {
            DataSet first = firstElements(offset, syntax);
            sopClass = sopClass != null ? sopClass : first.getString(Tag.SOPClassUID);
            sopInstance = sopInstance != null ? sopInstance : first.getString(Tag.SOPInstanceUID);
        }
        if (marks) {
            goTo(offset);
            // Releases the mark: a buffered stream would go on keeping all it reads.
            in.mark(0);
        }
        return new Part10.FileMeta(sopClass, sopInstance, syntax, offset, elements);
    }

    private void goTo(long offset) throws IOException {
        in.reset();
        in.skipNBytes(offset);
    }

    /** Behind the prefix, which some writers put at the very start; 0 if there is none. */
    private int start() throws IOException {
        byte[] head = in.readNBytes(PREAMBLE + PREFIX.length);
        if (head.length == PREAMBLE + PREFIX.length
                && Arrays.equals(head, PREAMBLE, head.length, PREFIX, 0, PREFIX.length) && !isTextInDataSet(head)) {
            return head.length;
        }
        return startsWithPrefix(head) ? PREFIX.length : 0;
    }

    private static boolean startsWithPrefix(byte[] head) {
        return head.length > PREFIX.length && Arrays.equals(head, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /** A data set without a preamble may have the four letters in a value at just that place. */
    private boolean isTextInDataSet(byte[] head) throws IOException {
        boolean element = head[0] == 8 && head[1] == 0 && Vr.ofCode((head[4] & 0xFF) << 8 | head[5] & 0xFF) != null;
        return element && !isMetaGroupNext();
    }

    private boolean isMetaGroupNext() throws IOException {
        goTo(PREAMBLE + PREFIX.length);
        ByteSource source = new ByteSource(in, MAX_LENGTH);
        return source.has(2) && source.u16(0, false) == META_GROUP;
    }

    /** Where the group length says that the meta information ends, from its start; -1 if it does not say so. */
    private long statedEnd() throws IOException {
        ByteSource source = new ByteSource(in, MAX_LENGTH);
        boolean stated = source.has(12) && source.tag(0, false) == Tag.FileMetaInformationGroupLength
                && source.u16(6, false) == 4;
        return stated ? 12 + source.u32(8, false) : -1;
    }

    /**
     * The group tells where the meta information ends. The group length, which is often wrong, has a say only where
     * what follows could be deflated and its first bytes might look like that group by chance.
     */
    private static boolean isBehindMeta(ByteSource source, int tag, long statedEnd) throws IOException {
        if (Tag.group(tag) != META_GROUP) {
            return true;
        }
        boolean element = source.has(8) && Vr.ofCode(source.u16(4, true)) != null;
        return source.offset() == statedEnd && !element;
    }

    /** The syntax that the first element shows, where none is stated. */
    private String shownSyntax(long offset) throws IOException {
        ByteSource source = new ByteSource(in, MAX_LENGTH);
        Encoding shown = source.has(8) ? NONE.shownBy(source) : Encoding.EXPLICIT;
        boolean empty = source.left() == 0 && offset > 0;
        boolean element = source.left() >= 8 && !shown.equals(NONE) && source.u16(0, shown.bigEndian()) <= 0x7FE0
                && (source.tag(0, false) != 0 || source.u32(4, false) != 0);
        if (!empty && !element) {
            throw new DicomFormatException("Not a DICOM file, neither meta information nor a data set", offset, 0);
        }
        return !shown.explicitVr() ? Uid.ImplicitVRLittleEndian
                : shown.bigEndian() ? Uid.ExplicitVRBigEndian : Uid.ExplicitVRLittleEndian;
    }

    /** What identifies the object, from the data set; nothing if that is damaged, which its reader will report. */
    private DataSet firstElements(long offset, String syntax) throws IOException {
        goTo(offset);
        try {
            return new DataSetReader(in, TransferSyntax.of(syntax), LIMITS).readUntil(Tag.SOPInstanceUID + 1);
        } catch (DicomFormatException e) {
            return new DataSet();
        }
    }
}
