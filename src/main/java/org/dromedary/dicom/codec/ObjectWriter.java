package org.dromedary.dicom.codec;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetWriter;
import org.dromedary.dicom.data.Digests;
import org.dromedary.dicom.data.Element;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.data.Vr;

/**
 * Writes an object part by part into a temporary file beside its target, which takes the target's name in the end; a
 * writer that is closed before leaves nothing. For one thread.
 */
final class ObjectWriter implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Path target;
    private final Path temporary;
    private final TransferSyntax plain;
    private final FileChannel file;
    private final OutputStream out;
    private final Deflater compressor;
    private final OutputStream body;
    private final CRC32C pixels = new CRC32C();
    private long dataSetStart;
    private long bodyLength;

    ObjectWriter(Path target, ObjectFile file, TransferSyntax syntax) throws IOException {
        this(target, syntax);
        try {
            writeMeta(file, syntax);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        dataSetStart = offset();
    }

    private void writeMeta(ObjectFile file, TransferSyntax syntax) throws IOException {
        DataSet elements = new DataSet(file.meta().elements());
        complete(elements, Tag.MediaStorageSOPClassUID, file.head().get(Tag.SOPClassUID));
        complete(elements, Tag.MediaStorageSOPInstanceUID, file.head().get(Tag.SOPInstanceUID));
        out.write(Part10.encodeMeta(elements.set(Tag.TransferSyntaxUID, syntax.uid())
                .set(Tag.ImplementationClassUID, Part10.IMPLEMENTATION_CLASS_UID)
                .set(Tag.ImplementationVersionName, Part10.IMPLEMENTATION_VERSION_NAME)));
    }

    private ObjectWriter(Path target, TransferSyntax syntax) throws IOException {
        this.target = target;
        plain = syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
        temporary = target.resolveSibling("." + UUID.randomUUID() + ".transcoded");
        file = PrivateFiles.create(temporary);
        out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        compressor = syntax.deflated() ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : null;
        body = compressor == null ? out : new DeflaterOutputStream(out, compressor, BUFFER);
    }

    private static void complete(DataSet meta, int tag, Element ofDataSet) {
        if (meta.getString(tag) == null && ofDataSet != null) {
            meta.setBytes(tag, Vr.UI, ofDataSet.bytes());
        }
    }

    /** With all bytes of a file, to be finished as it is. */
    static ObjectWriter copyOf(Path target, ObjectFile file) throws IOException {
        ObjectWriter writer = new ObjectWriter(target, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        try {
            file.copyTo(writer.out);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        writer.dataSetStart = file.meta().dataSetOffset();
        return writer;
    }

    /** Writes elements in ascending order: the head, or what follows Pixel Data. */
    void write(DataSet elements) throws IOException {
        new DataSetWriter(new Shielded(body), plain).write(elements);
    }

    /** @param length bytes; -1 for fragments */
    void writePixelHeader(int tag, String vr, long length) throws IOException {
        writeTag(tag);
        if (plain.explicitVr()) {
            body.write(vr.charAt(0));
            body.write(vr.charAt(1));
            writeNumber(0, 2);
        }
        writeNumber(length, 4);
    }

    /** An item of encapsulated Pixel Data with bytes of even number, or a delimiter without any. */
    void writeItem(int tag, byte[] bytes) throws IOException {
        writeTag(tag);
        writeNumber(bytes.length, 4);
        body.write(bytes);
    }

    void writeBytes(byte[] bytes) throws IOException {
        body.write(bytes);
    }

    /** Bytes of the data set so far; without meaning if it is deflated. */
    long offset() throws IOException {
        out.flush();
        return file.position() - dataSetStart;
    }

    /** Takes bytes of frames into {@link #pixelChecksum()}, before they are brought into the syntax's byte order. */
    void check(byte[] bytes) {
        pixels.update(bytes);
    }

    /** Of all codestreams, or of the native value in little endian. */
    long pixelChecksum() {
        return pixels.getValue();
    }

    /** Overwrites bytes of a data set that is not deflated, counted from its start. */
    void patch(long at, byte[] bytes) throws IOException {
        out.flush();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer, dataSetStart + at + buffer.position());
        }
    }

    private void writeTag(int tag) throws IOException {
        writeNumber(tag >>> 16, 2);
        writeNumber(tag & 0xFFFF, 2);
    }

    private void writeNumber(long value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            body.write((int) (value >> 8 * (plain.bigEndian() ? bytes - 1 - i : i)));
        }
    }

    /** Ends the data set, of even length also where it is deflated (PS3.5 §A.5). */
    void finish() throws IOException {
        if (compressor != null) {
            ((DeflaterOutputStream) body).finish();
            if ((offset() & 1) != 0) {
                out.write(0);
            }
        }
        bodyLength = offset();
        out.close();
    }

    /** Bytes of the finished data set. */
    long dataSetLength() {
        return bodyLength;
    }

    /** SHA-256 of the finished data set as it stands in the file, in hexadecimal. */
    String dataSetSha256() throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(temporary)) {
            in.skipNBytes(dataSetStart);
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file under its temporary name. */
    Path written() {
        return temporary;
    }

    /** Gives the finished file its name. */
    void commit() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (compressor != null) {
            compressor.end();
        }
        try {
            out.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A data set writer flushes what it writes to, which a deflater or a file need not do yet. */
    private static final class Shielded extends FilterOutputStream {
        Shielded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int at, int length) throws IOException {
            out.write(bytes, at, length);
        }

        @Override
        public void flush() {
            // the owner does
        }
    }
}
