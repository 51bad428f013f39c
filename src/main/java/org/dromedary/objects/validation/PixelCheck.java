package org.dromedary.objects.validation;

import static org.dromedary.objects.validation.FindingCode.FILE_TRUNCATED;
import static org.dromedary.objects.validation.FindingCode.FRAGMENTS_INVALID;
import static org.dromedary.objects.validation.FindingCode.FRAGMENTS_UNENDED;
import static org.dromedary.objects.validation.FindingCode.FRAME_COUNT_DIFFERS;
import static org.dromedary.objects.validation.FindingCode.ODD_LENGTH;
import static org.dromedary.objects.validation.FindingCode.OVERLAY_INVALID;
import static org.dromedary.objects.validation.FindingCode.PALETTE_INVALID;
import static org.dromedary.objects.validation.FindingCode.PIXEL_DATA_ENCAPSULATION;
import static org.dromedary.objects.validation.FindingCode.PIXEL_DATA_LONG;
import static org.dromedary.objects.validation.FindingCode.PIXEL_DATA_SHORT;
import static org.dromedary.objects.validation.FindingCode.PIXEL_DATA_VR;
import static org.dromedary.objects.validation.FindingCode.PIXEL_TAIL_ZERO;
import static org.dromedary.objects.validation.FindingCode.TRAILING_ZEROS;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.HeaderScan;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;

/** Whether Pixel Data is as long as its attributes say and its frames are what the transfer syntax says. */
final class PixelCheck {

    private static final int MAX_TAIL = 1 << 16;
    private static final String VIDEO = "1\\.2\\.840\\.10008\\.1\\.2\\.4\\.10\\d(\\.1)?";

    private final DataSet head;
    private final TransferSyntax syntax;
    private final FileBytes file;
    private final Findings findings;
    private final Pixels pixels;

    /** @param file null if the data set is deflated */
    PixelCheck(DataSet head, TransferSyntax syntax, FileBytes file, Findings findings) {
        this.head = head;
        this.syntax = syntax;
        this.file = file;
        this.findings = findings;
        this.pixels = Pixels.of(head);
    }

    /**
     * Checks an element of Pixel Data, Float or Double Float Pixel Data.
     *
     * @param base where the scan began in the file
     * @param table header of the Extended Offset Table, null if there is none
     */
    void check(HeaderScan scan, HeaderScan.Header pixelData, long base, HeaderScan.Header table) throws IOException {
        pixels.check(head, pixelData.tag() == Tag.PixelData, findings);
        checkPalettes();
        checkOverlays();
        boolean encapsulated = pixelData.length() < 0;
        if (encapsulated != syntax.encapsulated()) {
            findings.add(PIXEL_DATA_ENCAPSULATION, (encapsulated ? "fragments in " : "native in ") + syntax.name());
        }
        checkVr(pixelData, encapsulated);
        if (encapsulated) {
            checkFragments(scan, base, table);
        } else if (encapsulated == syntax.encapsulated()) {
            checkLength(pixelData, base);
        }
    }

    /** PS3.5 §8.1.1, §8.2, §A.2, §A.4: OW where more than 8 bits are allocated, OB for fragments. */
    private void checkVr(HeaderScan.Header pixelData, boolean encapsulated) {
        if (pixelData.tag() != Tag.PixelData || !syntax.explicitVr()) {
            return;
        }
        Vr vr = pixelData.vr();
        boolean known = vr == Vr.OB || vr == Vr.OW || vr == Vr.UN;
        boolean right = encapsulated ? vr != Vr.OW : vr != Vr.OB || pixels.allocated() <= 8;
        if (!known || !right) {
            findings.add(PIXEL_DATA_VR, (vr == null ? "none" : vr) + (encapsulated ? " for fragments"
                    : " for Bits Allocated " + pixels.allocated()));
        }
    }

    private void checkLength(HeaderScan.Header pixelData, long base) throws IOException {
        if (!pixels.isMeasurable()) {
            return;
        }
        long due = pixels.nativeBytes();
        long length = pixelData.length();
        if (length < due) {
            findings.add(PIXEL_DATA_SHORT, length + " bytes instead of " + due + size());
        } else if (length > due + (due & 1)) {
            findings.add(PIXEL_DATA_LONG, length + " bytes instead of " + due + size());
        }
        if (file != null && length == due + (due & 1) && pixels.allocated() >= 8) {
            checkTail(base + pixelData.start(), length);
        }
    }

    private String size() {
        return " for " + pixels.rows() + " rows, " + pixels.columns() + " columns, " + pixels.samples()
                + " samples of " + pixels.allocated() + " bits, " + pixels.frames() + " frames";
    }

    /** Zeros at the end of the last frame, where its first row has other values in its place. */
    private void checkTail(long start, long length) throws IOException {
        long frame = length / pixels.frames();
        long row = frame / pixels.rows();
        int tail = (int) Math.min(MAX_TAIL, frame / 8);
        if (row == 0 || tail < 2 * row) {
            return;
        }
        byte[] first = file.bytes(start + length - frame, (int) Math.min(row, MAX_TAIL));
        byte[] last = file.bytes(start + length - tail, tail);
        if (last.length == tail && zeros(last) > tail - 8 && zeros(first) * 4 < first.length) {
            findings.add(PIXEL_TAIL_ZERO, "the last " + tail + " bytes at least");
        }
    }

    /** Samples of value 0. */
    private int zeros(byte[] bytes) {
        int width = (pixels.allocated() + 7) / 8;
        int zeros = 0;
        for (int at = 0; at + width <= bytes.length; at += width) {
            boolean zero = true;
            for (int i = at; i < at + width; i++) {
                zero &= bytes[i] == 0;
            }
            zeros += zero ? width : 0;
        }
        return zeros;
    }

    private void checkFragments(HeaderScan scan, long base, HeaderScan.Header table) throws IOException {
        long start = scan.offset();
        Fragments fragments = Fragments.read(scan, base);
        if (fragments.failure != null) {
            String problem = fragments.failure.problem();
            findings.add(fragments.failure instanceof LimitExceededException ? FindingCode.LIMIT_EXCEEDED
                    : problem.startsWith("Ends within a value") ? FILE_TRUNCATED
                    : scan.atEnd() ? FRAGMENTS_UNENDED : FRAGMENTS_INVALID,
                    problem + " at byte " + (base + fragments.failure.offset()));
            if (scan.zerosAtEnd() > 0) {
                findings.add(TRAILING_ZEROS, scan.zerosAtEnd() + " bytes in place of a delimiter");
            }
            if (!findings.has(FRAGMENTS_UNENDED)) {
                return;
            }
        }
        if (fragments.odd > 0) {
            findings.add(ODD_LENGTH, fragments.odd + " fragments");
        }
        if (fragments.empty > 0) {
            findings.add(FindingCode.FRAGMENT_EMPTY, fragments.empty + " of " + fragments.count);
        }
        if (fragments.count == 0) {
            findings.add(PIXEL_DATA_SHORT, "no fragment with a frame");
        } else if (!syntax.uid().matches(VIDEO) && file != null) {
            checkFrames(fragments, base + start, base, table);
        }
    }

    private void checkFrames(Fragments fragments, long start, long base, HeaderScan.Header table)
            throws IOException {
        FrameCheck check = new FrameCheck(syntax.uid(), pixels, findings);
        try {
            List<FrameBytes> frames = new FrameLayout(file, fragments, findings).frames(head, syntax.uid(), start,
                    table == null ? 0 : base + table.start(), table == null ? 0 : table.length());
            for (int i = 0; i < frames.size() && FrameCheck.knows(syntax.uid()) && pixels.isMeasurable(); i++) {
                check.check(frames.get(i), i + 1);
            }
        } catch (EOFException e) {
            findings.add(FRAME_COUNT_DIFFERS, "the file ends within its frames");
        }
    }

    /** PS3.3 §C.7.6.3.1.5 and 6: three tables with as many entries, of 8 or 16 bits, as their descriptor says. */
    private void checkPalettes() {
        if (!pixels.photometric().equals("PALETTE COLOR")) {
            return;
        }
        for (int i = 0; i < 3; i++) {
            int[] descriptor = head.getInts(Tag.RedPaletteColorLookupTableDescriptor + i);
            byte[] data = head.getBytes(Tag.RedPaletteColorLookupTableData + i);
            byte[] segmented = head.getBytes(0x00281221 + i);
            String table = Tag.toString(Tag.RedPaletteColorLookupTableData + i);
            if (descriptor.length != 3 || data == null && segmented == null) {
                findings.add(PALETTE_INVALID, table + " or its descriptor is missing");
            } else if (data != null) {
                int entries = descriptor[0] == 0 ? 65536 : descriptor[0] & 0xFFFF;
                boolean words = data.length == 2 * entries;
                boolean bytes = descriptor[2] == 8 && data.length == entries + (entries & 1);
                if (!words && !bytes) {
                    findings.add(PALETTE_INVALID, table + " has " + data.length + " bytes for " + entries
                            + " entries of " + descriptor[2] + " bits");
                }
            }
        }
    }

    /** PS3.3 §C.9.2: one bit a pixel in groups 6000 to 601E. */
    private void checkOverlays() {
        for (int group = 0x60000000; group <= 0x601E0000; group += 0x20000) {
            byte[] data = head.getBytes(group | 0x3000);
            if (data == null) {
                continue;
            }
            long bits = (long) head.getInt(group | 0x0010, 0) * head.getInt(group | 0x0011, 0)
                    * Math.max(1, head.getInt(group | 0x0015, 1));
            if (bits <= 0 || data.length < (bits + 7) / 8) {
                findings.add(OVERLAY_INVALID, Tag.toString(group | 0x3000) + " has " + data.length + " bytes for "
                        + bits + " bits");
            }
        }
    }
}
