package org.dromedary.operate.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Dictionary;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.HeaderScan;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.ReadListener;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Uid;
import org.dromedary.dicom.data.Vr;

/** The listing of a file: a line an element, printed as it is read, so that it ends where reading fails. */
final class DumpText implements ReadListener {

    private static final int PIXEL_DATA_GROUP = 0x7FE00000;
    private static final int FRAGMENTS_SHOWN = 32;
    private static final int DEEPEST = 256;

    private final PrintWriter out;
    private final Form form;
    private final DataSet[] characterSets = new DataSet[DEEPEST + 1];
    private Pending pending;
    private long base;

    /**
     * What is shown.
     *
     * @param tags      these alone, with what is in them; all if empty
     * @param depth     of the deepest level, 0 being the outermost
     * @param maxLength characters of a value
     */
    record Form(Set<Integer> tags, int depth, int maxLength, boolean offsets) {
    }

    /** An element whose header is read, but not its value. */
    private record Pending(int depth, long offset, int tag, String vr, long length) {
    }

    DumpText(PrintWriter out, Form form) {
        this.out = out;
        this.form = form;
    }

    /** Lists the file; returns whether it could be read to its end. */
    boolean print(Path file) throws IOException {
        try {
            Part10.FileMeta meta = Part10.readMeta(file);
            out.printf("# %s: %d bytes, data set at byte %d, %s%n", file, Files.size(file), meta.dataSetOffset(),
                    Uid.nameOf(meta.transferSyntaxUid()));
            for (Element element : meta.elements()) {
                pending = new Pending(0, 0, element.tag(), element.vr().name(), element.length());
                value(0, element);
            }
            base = meta.dataSetOffset();
            printDataSet(file, meta.transferSyntax());
            return true;
        } catch (DicomFormatException e) {
            if (pending != null) {
                line(pending, "(the value can't be read)");
            }
            out.printf("# Error: %s at byte %d, element %s%n", e.problem(), base + e.offset(), Tag.toString(e.tag()));
            return false;
        }
    }

    private void printDataSet(Path file, TransferSyntax declared) throws IOException {
        DataSetReader reader;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 8192)) {
            reader = Part10.reader(in, Limits.DEFAULT).listener(this);
            reader.readUntil(PIXEL_DATA_GROUP);
            if (!reader.syntax().equals(declared)) {
                out.printf("# The data set is in %s%n", reader.syntax().name());
            }
            if (declared.deflated()) {
                base = 0;
                printRest(new HeaderScan(reader.remaining(), reader.syntax()), null);
                return;
            }
        }
        base += reader.offset();
        try (InputStream in = Files.newInputStream(file); RandomAccessFile bytes = new RandomAccessFile(file.toFile(),
                "r")) {
            in.skipNBytes(base);
            printRest(new HeaderScan(in, reader.syntax()), bytes);
        }
    }

    /** @param bytes null where they can't be read at any place */
    private void printRest(HeaderScan scan, RandomAccessFile bytes) throws IOException {
        for (HeaderScan.Header one = scan.next(); one != null; one = scan.next()) {
            Pending header = new Pending(0, one.offset(), one.tag(), one.vr().name(), one.length());
            boolean fragments = one.length() < 0 && one.vr() != Vr.SQ;
            line(header, fragments ? "fragments" : one.length() < 0 ? "items, which are not shown" : hex(one, bytes));
            if (fragments) {
                printFragments(scan, bytes);
            }
        }
    }

    private void printFragments(HeaderScan scan, RandomAccessFile bytes) throws IOException {
        int count = 0;
        long length = 0;
        for (HeaderScan.Header one = scan.nextFragment(); one != null; one = scan.nextFragment()) {
            if (count <= FRAGMENTS_SHOWN) {
                line(new Pending(1, one.offset(), one.tag(), "--", one.length()), (count == 0 ? "offset table "
                        : "fragment " + count + " at byte " + (base + one.offset()) + " ") + hex(one, bytes));
            }
            length += count++ == 0 ? 0 : one.length();
        }
        out.printf("  # %d fragments of %d bytes together%n", Math.max(0, count - 1), length);
    }

    private String hex(HeaderScan.Header one, RandomAccessFile bytes) throws IOException {
        if (bytes == null) {
            return "";
        }
        byte[] first = new byte[(int) Math.min(one.length(), form.maxLength() / 3)];
        bytes.seek(base + one.start());
        int read = Math.max(0, bytes.read(first));
        return hex(Arrays.copyOf(first, read), one.length() > read);
    }

    private static String hex(byte[] bytes, boolean more) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes) + (more ? " ..." : "");
    }

    @Override
    public void element(int depth, long offset, int tag, String vr, long length) {
        pending = new Pending(depth, offset, tag, vr, length);
        if (length < 0 || vr.equals("SQ")) {
            line(pending, "");
            pending = null;
        }
    }

    @Override
    public void value(int depth, Element element) {
        if (element.tag() == Tag.SpecificCharacterSet) {
            characterSets[depth] = new DataSet().put(element);
        }
        line(pending, text(depth, element));
        pending = null;
    }

    @Override
    public void item(int depth, long offset, long length) {
        characterSets[depth] = characterSets[depth - 1];
        if (depth <= form.depth() && form.tags().isEmpty()) {
            out.println(offset(offset) + "  ".repeat(depth) + "item" + (length < 0 ? "" : ", " + length + " bytes"));
        }
    }

    private String text(int depth, Element element) {
        Vr vr = element.vr() == Vr.UN ? Dictionary.vrOf(element.tag()) : element.vr();
        boolean more = element.length() > 8 * form.maxLength();
        byte[] bytes = more ? Arrays.copyOf(element.bytes(), 8 * form.maxLength()) : element.bytes();
        if (!vr.isText() && !vr.isNumber()) {
            int shown = Math.min(bytes.length, form.maxLength() / 3);
            return hex(Arrays.copyOf(bytes, shown), shown < element.length());
        }
        DataSet one = characterSets[depth] == null ? new DataSet() : new DataSet(characterSets[depth]);
        one.put(Element.of(element.tag(), vr, bytes));
        String text = String.join("\\", one.getStrings(element.tag()));
        String shortened = text.length() > form.maxLength() ? text.substring(0, form.maxLength()) : text;
        String name = vr == Vr.UI && !Uid.nameOf(text).equals(text) ? " = " + Uid.nameOf(text) : "";
        return (vr.isText() ? "[" + visible(shortened) + "]" : shortened)
                + (more || shortened.length() < text.length() ? "..." : "") + name;
    }

    /** Control characters as escapes, so that no value can move the cursor or pretend to be a line of its own. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || c == '\u2028' || c == '\u2029';
            visible.append(control ? String.format("\\u%04X", (int) c) : String.valueOf(c));
        }
        return visible.toString();
    }

    private void line(Pending header, String value) {
        boolean wanted = form.tags().isEmpty() || form.tags().contains(header.tag());
        if (!wanted || header.depth() > form.depth()) {
            return;
        }
        String keyword = Dictionary.keywordOf(header.tag());
        out.printf("%s%s%s %s %6s %s%s%n", offset(header.offset()), "  ".repeat(header.depth()),
                Tag.toString(header.tag()), visible(header.vr()), header.length() < 0 ? "u/l" : header.length(),
                value.isEmpty() ? "" : value + "  ", keyword == null ? "" : keyword);
    }

    private String offset(long offset) {
        return form.offsets() ? String.format("%9d ", base + offset) : "";
    }
}
