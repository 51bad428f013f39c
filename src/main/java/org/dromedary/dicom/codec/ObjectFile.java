package org.dromedary.dicom.codec;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.dromedary.dicom.codec.frame.CodecException;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Leniency;
import org.dromedary.dicom.data.LimitExceededException;
import org.dromedary.dicom.data.Limits;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.Trail;
import org.dromedary.dicom.data.TransferSyntax;

/**
 * An object in a file, read in three parts: the head in memory, then Pixel Data as a stream, then what follows it.
 * For one thread.
 */
final class ObjectFile implements Closeable {

    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int BUFFER = 1 << 16;
    private static final int CHUNK = 1 << 20;

    /**
     * The header of Pixel Data, Float Pixel Data or Double Float Pixel Data.
     *
     * @param vr     two letters; OW in implicit VR
     * @param length bytes; -1 if it is undefined, which means fragments (PS3.5 §A.4)
     */
    record PixelElement(int tag, String vr, long length) {
        boolean encapsulated() {
            return length < 0;
        }
    }

    private final Path path;
    private InputStream in;
    private FileChannel channel;
    private final Part10.FileMeta meta;
    private TransferSyntax syntax;
    private DataSet head;
    private InputStream rest;
    private final PixelElement pixels;
    private final boolean unreadable;
    private final long start;
    private final long size;
    private byte[] ahead = {};
    private long taken;

    private ObjectFile(Path path, InputStream in) throws IOException {
        this.path = path;
        this.in = in;
        size = Files.size(path);
        meta = Part10.readMeta(in);
        DataSetReader reader = new DataSetReader(in, meta.transferSyntax(), Limits.DEFAULT);
        head = readHead(reader);
        syntax = reader.syntax();
        if (reader.irregularities().contains(Leniency.DUPLICATE)) {
            throw new DicomFormatException("Two elements with one tag, of which only one could be kept",
                    reader.offset(), reader.duplicate());
        }
        unreadable = reader.irregularities().contains(Leniency.UNREADABLE_SEQUENCE);
        start = (syntax.deflated() ? 0 : meta.dataSetOffset()) + reader.offset();
        rest = reader.remaining();
        pixels = readPixelHeader();
        long left = size - offset();
        if (pixels != null && !syntax.deflated() && pixels.length() > left) {
            throw new DicomFormatException("Pixel Data of " + pixels.length() + " bytes ends "
                    + (pixels.length() - left) + " bytes early", offset(), pixels.tag());
        }
        if (hasFragments() && !syntax.encapsulated() && !syntax.deflated() && !syntax.bigEndian()) {
            syntax = encapsulated();
        }
    }

    private DataSet readHead(DataSetReader reader) throws IOException {
        try {
            return reader.readUntil(Tag.FloatPixelData);
        } catch (LimitExceededException e) {
            throw meta.transferSyntax().deflated() ? e : e.within(size - meta.dataSetOffset());
        }
    }

    /** Of fragments in a data set that is encoded as, or says that it is in, a syntax without them. */
    private TransferSyntax encapsulated() throws IOException {
        TransferSyntax codec = meta.transferSyntax();
        if (!codec.encapsulated()) {
            FragmentIndex fragments = new FragmentIndex(channel(), offset());
            byte[] first = fragments.count() == 0 ? new byte[0] : fragments.head(0, Codecs.HEADERS);
            codec = Codecs.shownBy(first).map(TransferSyntax::of).orElse(syntax);
        }
        return new TransferSyntax(codec.uid(), codec.name(), syntax.explicitVr(), false, false, codec.encapsulated());
    }

    /** Reads the head and stops within Pixel Data, before its value. */
    static ObjectFile open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return new ObjectFile(file, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    Part10.FileMeta meta() {
        return meta;
    }

    /** In which the data set really is encoded, whatever the meta information says. */
    TransferSyntax syntax() {
        return syntax;
    }

    /** All elements below Float Pixel Data, offset tables included. */
    DataSet head() {
        return head;
    }

    /** The next bytes, which stay to be read; not of a deflated data set. */
    byte[] peek(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, Math.max(0, size - offset())));
        while (bytes.hasRemaining() && channel().read(bytes, offset() + bytes.position()) > 0) {
            continue;
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Whether the head has a private sequence that can't be followed, which stays bytes under VR UN. */
    boolean hasUnreadableSequence() {
        return unreadable;
    }

    /** Lets go of the head, which may be large, once it was written. */
    void releaseHead() {
        head = null;
    }

    /** Null if the object has no pixel data. */
    PixelElement pixels() {
        return pixels;
    }

    boolean hasFragments() {
        return pixels != null && pixels.encapsulated();
    }

    /** Bytes from the start of the file, or of the inflated data set. */
    long offset() {
        return start + taken;
    }

    /** Reads so many bytes, or fewer at the end; memory is taken only for bytes that are there. */
    byte[] read(int length) throws IOException {
        byte[] bytes;
        if (syntax.deflated()) {
            bytes = rest.readNBytes(length);
        } else {
            bytes = new byte[(int) Math.min(length, Math.max(0, size - offset()))];
            int read = rest.readNBytes(bytes, 0, bytes.length);
            bytes = read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
        }
        taken += bytes.length;
        return bytes;
    }

    /** As {@link #read}, but all of them. */
    byte[] readFully(int length, int tag) throws IOException {
        byte[] bytes = read(length);
        if (bytes.length < length) {
            throw new DicomFormatException("Ends " + (length - bytes.length) + " bytes early", offset(), tag);
        }
        return bytes;
    }

    /** The VR of native pixels: where there is none it is OW, as in implicit VR (PS3.5 §A.1). */
    String nativeVr() {
        return switch (pixels.tag()) {
            case Tag.FloatPixelData -> "OF";
            case Tag.DoubleFloatPixelData -> "OD";
            default -> pixels.vr().equals("UN") ? "OW" : pixels.vr();
        };
    }

    /** Takes bytes as they come. */
    interface Sink {
        void take(byte[] bytes) throws IOException;
    }

    /** Reads the value of native pixels, little endian whatever it is in the file. */
    void readValue(Sink sink) throws IOException {
        WordSwap words = new WordSwap(syntax.bigEndian() && !pixels.vr().equals("UN")
                ? WordSwap.wordOf(nativeVr()) : 1);
        for (long left = pixels.length(); left > 0; left -= CHUNK) {
            int count = (int) Math.min(CHUNK, left);
            sink.take(words.read(count, wanted -> readFully(Math.min(wanted, count), pixels.tag())));
        }
    }

    /** For reading fragments, which lie behind {@link #offset()}; closed with this. */
    FileChannel channel() throws IOException {
        if (syntax.deflated()) {
            throw new CodecException("Encapsulated Pixel Data (7FE0,0010) in a deflated data set");
        }
        if (channel == null) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
        return channel;
    }

    /** Goes on from there, once fragments were read. */
    void goTo(long position) throws IOException {
        in.close();
        in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        in.skipNBytes(position);
        rest = in;
        taken = position - start;
    }

    /** The whole file, byte for byte. */
    void copyTo(OutputStream out) throws IOException {
        Files.copy(path, out);
    }

    /**
     * The elements behind Pixel Data, once that was read.
     *
     * @param notes is told of what follows and is no element, which is left out
     */
    DataSet readTail(List<String> notes) throws IOException {
        TransferSyntax plain = syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
        InputStream from = new SequenceInputStream(new ByteArrayInputStream(ahead), rest);
        DataSetReader reader = new DataSetReader(from, plain, Limits.DEFAULT);
        DataSet tail = reader.readBehind(pixels == null ? Tag.FloatPixelData : pixels.tag(),
                syntax.deflated() ? Long.MAX_VALUE : size - offset() + ahead.length);
        noteTrail(reader.remaining(), notes);
        require(!tail.contains(Tag.PixelData), "Pixel Data behind elements that must follow it", Tag.PixelData);
        return tail;
    }

    private void noteTrail(InputStream trail, List<String> notes) throws IOException {
        long length = 0;
        boolean zeros = true;
        byte[] buffer = new byte[BUFFER];
        for (int count = trail.readNBytes(buffer, 0, BUFFER); count > 0; count = trail.readNBytes(buffer, 0, BUFFER)) {
            if (length == 0) {
                byte[] first = Arrays.copyOf(buffer, Math.min(count, Trail.LOOK_AT));
                require(pixels != null || Trail.isLeftOver(first),
                        "Bytes that are no element, in an object without Pixel Data,", 0);
            }
            length += count;
            for (int i = 0; i < count && zeros; i++) {
                zeros = buffer[i] == 0;
            }
        }
        if (length > 0) {
            notes.add("leaves out " + length + (zeros ? " zeros" : " bytes that are no element")
                    + " behind the last element");
        }
    }

    private PixelElement readPixelHeader() throws IOException {
        byte[] bytes = read(8);
        int tag = bytes.length < 8 ? 0 : unsigned(bytes, 0, 2) << 16 | unsigned(bytes, 2, 2);
        if (tag != Tag.PixelData && tag != Tag.FloatPixelData && tag != Tag.DoubleFloatPixelData) {
            ahead = bytes;
            return null;
        }
        if (!syntax.explicitVr()) {
            return element(tag, "OW", unsigned(bytes, 4, 4) & UNDEFINED);
        }
        String vr = "" + (char) bytes[4] + (char) bytes[5];
        require(vr.matches("O[BDFLVW]|UN"), "Pixel Data with a VR that it can't have", tag);
        return element(tag, vr, unsigned(readFully(4, tag), 0, 4) & UNDEFINED);
    }

    private static PixelElement element(int tag, String vr, long length) {
        return new PixelElement(tag, vr, length == UNDEFINED ? -1 : length);
    }

    private void require(boolean condition, String problem, int tag) throws DicomFormatException {
        if (!condition) {
            throw new DicomFormatException(problem, offset(), tag);
        }
    }

    /** A number of the data set's byte order. */
    int unsigned(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            int from = syntax.bigEndian() ? i : length - 1 - i;
            value = value << 8 | bytes[at + from] & 0xFF;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
        if (channel != null) {
            channel.close();
        }
    }
}
