package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.DATA_SET_UNREADABLE;
import static org.dromedary.objects.validation.FindingCode.ELEMENT_ORDER;
import static org.dromedary.objects.validation.FindingCode.FILE_EMPTY;
import static org.dromedary.objects.validation.FindingCode.FILE_SIZE_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.FILE_TRUNCATED;
import static org.dromedary.objects.validation.FindingCode.FRAGMENTS_INVALID;
import static org.dromedary.objects.validation.FindingCode.FRAGMENTS_UNENDED;
import static org.dromedary.objects.validation.FindingCode.NOT_DICOM;
import static org.dromedary.objects.validation.FindingCode.PIXEL_DATA_MISSING;
import static org.dromedary.objects.validation.FindingCode.TRAILING_BYTES;
import static org.dromedary.objects.validation.FindingCode.TRAILING_ZEROS;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.HeaderScan;
import org.dromedary.dicom.data.Leniency;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Part10.FileMeta;
import org.dromedary.dicom.data.ReadListener;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Trail;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** The examination of one file: its head, then the headers of what follows from Pixel Data on. */
final class Examining {

    private static final int PIXEL_DATA_GROUP = 0x7FE00000;
    private static final int FLOAT_PIXEL_DATA = 0x7FE00008;
    private static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
    private static final int EXTENDED_OFFSET_TABLE = 0x7FE00001;
    private static final int PIXEL_DATA_PROVIDER_URL = 0x00287FE0;
    private static final int MAX_TRAIL_LENGTH = 1 << 16;
    private static final int META_GROUP = 0x0002;

    private final Path file;
    private final Expected expected;
    private final ValidationSettings grades;
    private final Findings findings = new Findings();
    private Device device = Device.UNKNOWN;
    private long dataSetOffset;
    private boolean deflated;

    Examining(Path file, Expected expected, ValidationSettings grades) {
        this.file = file;
        this.expected = expected;
        this.grades = grades;
    }

    Examination examine() throws IOException {
        if (Files.size(file) == 0) {
            findings.add(FILE_EMPTY, "0 bytes");
        } else {
            try (FileBytes bytes = new FileBytes(file)) {
                read(bytes);
            }
        }
        return new Examination(device, findings.graded(grades, device));
    }

    private void read(FileBytes bytes) throws IOException {
        IdentityCheck identity = new IdentityCheck(findings, expected);
        FileMeta meta;
        try {
            meta = Part10.readMeta(file);
        } catch (DicomFormatException e) {
            findings.add(NOT_DICOM, kind(bytes));
            return;
        }
        dataSetOffset = meta.dataSetOffset();
        deflated = meta.transferSyntax().deflated();
        byte[] prefix = bytes.bytes(128, 4);
        boolean preamble = new String(prefix, StandardCharsets.ISO_8859_1).equals("DICM");
        long size = bytes.size() - dataSetOffset;
        if (expected != null && expected.size() >= 0 && expected.size() != size) {
            findings.add(FILE_SIZE_DIFFERS, size + " bytes instead of " + expected.size());
        }
        Seen seen = new Seen();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 8192)) {
            DataSetReader reader = Part10.reader(in, Limits.DEFAULT).listener(seen);
            DataSet head = reader.readUntil(PIXEL_DATA_GROUP);
            if (head.isEmpty() && meta.elements().isEmpty()) {
                findings.add(NOT_DICOM, kind(bytes));
                return;
            }
            identity.checkMeta(meta, preamble);
            device = Device.of(head);
            identity.checkHead(head, meta);
            new ValueCheck(findings).check(head);
            readRest(bytes, head, reader, meta.transferSyntax());
        } catch (DicomFormatException e) {
            identity.checkMeta(meta, preamble);
            device = Device.of(seen.head);
            identity.checkIdentifiers(seen.head, meta);
            damaged(e, bytes);
        }
    }

    private void damaged(DicomFormatException e, FileBytes bytes) throws IOException {
        if (e instanceof LimitExceededException limit) {
            DicomFormatException told = deflated ? e : limit.within(bytes.size() - dataSetOffset);
            findings.add(told == e ? FindingCode.LIMIT_EXCEEDED : FILE_TRUNCATED, place(told, dataSetOffset));
            return;
        }
        boolean ends = e.problem().startsWith("Ends") && dataSetOffset + e.offset() <= bytes.size();
        findings.add(ends ? FILE_TRUNCATED : DATA_SET_UNREADABLE, place(e, dataSetOffset));
    }

    private static String place(DicomFormatException e, long base) {
        return e.problem() + " at byte " + (base + e.offset()) + ", element " + Tag.toString(e.tag());
    }

    private void readRest(FileBytes bytes, DataSet head, DataSetReader reader, TransferSyntax declared)
            throws IOException {
        long base = dataSetOffset + reader.offset();
        boolean found;
        if (declared.deflated()) {
            found = scan(new Rest(new HeaderScan(reader.remaining(), reader.syntax()), head, declared, null, 0));
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(base);
                found = scan(new Rest(new HeaderScan(in, reader.syntax()), head, declared, bytes, base));
            }
        }
        if (!found && isImage(head) && !findings.has(FILE_TRUNCATED) && !findings.has(DATA_SET_UNREADABLE)) {
            findings.add(PIXEL_DATA_MISSING, "without "
                    + Tag.toString(Tag.PixelData));
        }
    }

    private static boolean isImage(DataSet head) {
        boolean described = head.contains(Tag.Rows) && head.contains(Tag.BitsAllocated)
                && head.contains(Tag.PhotometricInterpretation);
        boolean named = Uid.nameOf(head.getString(Tag.SOPClassUID, "")).contains("ImageStorage");
        return (described || named) && !head.contains(PIXEL_DATA_PROVIDER_URL);
    }

    /** @param file null if the data set is deflated */
    private record Rest(HeaderScan scan, DataSet head, TransferSyntax declared, FileBytes file, long base) {
    }

    /** Goes over what follows the head; returns whether there is Pixel Data. */
    private boolean scan(Rest rest) throws IOException {
        boolean found = false;
        HeaderScan.Header table = null;
        int last = 0;
        long end = rest.file == null ? Long.MAX_VALUE : rest.file.size() - rest.base;
        try {
            while (rest.scan.atElement(end)) {
                HeaderScan.Header one = rest.scan.next();
                if (one == null) {
                    break;
                }
                if (found && Integer.compareUnsigned(one.tag(), last) <= 0) {
                    findings.add(ELEMENT_ORDER, Tag.toString(one.tag()) + " behind Pixel Data");
                    return true;
                }
                last = one.tag();
                if ((one.length() & 1) != 0 && one.length() > 0) {
                    findings.add(FindingCode.ODD_LENGTH, Tag.toString(last) + " of " + one.length() + " bytes");
                }
                if (last == EXTENDED_OFFSET_TABLE) {
                    table = one;
                } else if (last == Tag.PixelData || last == FLOAT_PIXEL_DATA || last == DOUBLE_FLOAT_PIXEL_DATA) {
                    found = true;
                    new PixelCheck(rest.head, rest.declared, rest.file, findings).check(rest.scan, one, rest.base,
                            table);
                    if (findings.has(FRAGMENTS_INVALID) || findings.has(FRAGMENTS_UNENDED)
                            || findings.has(FILE_TRUNCATED)) {
                        return true;
                    }
                }
            }
            if (!rest.scan.atEnd()) {
                trail(rest, rest.scan.offset(), found);
            }
        } catch (DicomFormatException e) {
            if (e.problem().startsWith("Ends within a value")) {
                findings.add(FILE_TRUNCATED, place(e, rest.base));
            } else if (Tag.group(e.tag()) == 0xFFFE) {
                findings.add(DATA_SET_UNREADABLE, "an item outside a sequence at byte " + (rest.base + e.offset()));
            } else {
                trail(rest, e.offset(), found);
            }
        }
        if (rest.scan.strayDelimiters() > 0) {
            findings.add(FindingCode.DELIMITER_STRAY, rest.scan.strayDelimiters() + " behind the head");
        }
        return found;
    }

    /** @param offset from where the scan began */
    private void trail(Rest rest, long offset, boolean hasPixels) throws IOException {
        if (rest.file == null) {
            findings.add(TRAILING_BYTES, "behind the last element, inflated");
            return;
        }
        long start = rest.base + offset;
        long length = rest.file.size() - start;
        byte[] bytes = rest.file.bytes(start, (int) Math.min(MAX_TRAIL_LENGTH, length));
        boolean zeros = true;
        for (byte b : bytes) {
            zeros &= b == 0;
        }
        boolean leftOver = hasPixels || Trail.isLeftOver(Arrays.copyOf(bytes, Math.min(bytes.length, Trail.LOOK_AT)));
        findings.add(zeros ? TRAILING_ZEROS : leftOver ? TRAILING_BYTES : DATA_SET_UNREADABLE,
                length + " bytes from byte " + start + " on");
    }

    /** What a file that is not DICOM looks like. */
    private static String kind(FileBytes bytes) throws IOException {
        byte[] first = bytes.bytes(0, 8);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        String kind = text.startsWith("\u001F\u008B") ? "a gzip file"
                : text.startsWith("PK") ? "a zip file"
                : text.startsWith("%PDF") ? "a PDF file"
                : text.startsWith("\u00FF\u00D8\u00FF") ? "a JPEG file"
                : text.startsWith("\u0089PNG") ? "a PNG file"
                : text.startsWith("<") ? "HTML or XML"
                : "no DICM, no File Meta Information and no element at its start";
        return kind + ", " + bytes.size() + " bytes";
    }

    /** Notes irregularities, and what could be read before a failure. */
    private final class Seen implements ReadListener {
        private final DataSet head = new DataSet();
        private boolean isAgain;

        @Override
        public void element(int depth, long offset, int tag, String vr, long length) {
            isAgain = depth == 0 && head.contains(tag);
            if (vr.equals("UN") && (length < 0 || Dictionary.vrOf(tag) == Vr.SQ)) {
                findings.add(FindingCode.VR_UN_SEQUENCE, Tag.toString(tag));
            }
        }

        @Override
        public void value(int depth, Element element) {
            if (depth == 0) {
                head.put(element);
            }
        }

        @Override
        public void irregular(Leniency leniency, int tag, long offset) {
            if (leniency == Leniency.DISORDER && (Tag.group(tag) == META_GROUP || isAgain)) {
                return; // GROUP_FORBIDDEN and ELEMENT_DUPLICATE say more
            }
            String where = (tag == 0 ? "" : Tag.toString(tag) + " ") + "at byte " + (dataSetOffset + offset);
            findings.add(code(leniency), where);
        }
    }

    private static FindingCode code(Leniency leniency) {
        return switch (leniency) {
            case ODD_LENGTH -> FindingCode.ODD_LENGTH;
            case TRAILING_ZEROS -> TRAILING_ZEROS;
            case MISSING_DELIMITER -> FindingCode.DELIMITER_MISSING;
            case STRAY_DELIMITER -> FindingCode.DELIMITER_STRAY;
            case NONZERO_RESERVED -> FindingCode.RESERVED_NOT_ZERO;
            case WRONG_SYNTAX -> FindingCode.TRANSFER_SYNTAX_WRONG;
            case UNKNOWN_VR -> FindingCode.VR_UNKNOWN;
            case IMPLICIT_ELEMENT -> FindingCode.VR_MISSING;
            case WRONG_GROUP_LENGTH -> FindingCode.GROUP_LENGTH_WRONG;
            case DISORDER -> ELEMENT_ORDER;
            case DUPLICATE -> FindingCode.ELEMENT_DUPLICATE;
            case UNREADABLE_SEQUENCE -> FindingCode.SEQUENCE_UNREADABLE;
        };
    }
}
