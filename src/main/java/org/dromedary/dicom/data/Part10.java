package org.dromedary.dicom.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** DICOM files: preamble, prefix, File Meta Information and a data set (PS3.10 §7.1). */
public final class Part10 {
    /** Dromedary's own Implementation Class UID (PS3.7 §D.3.3.2). */
    public static final String IMPLEMENTATION_CLASS_UID = "2.25.125538493910608058421190352842645322214";
    public static final String IMPLEMENTATION_VERSION_NAME = "DROMEDARY_0_1";

    private static final int PIXEL_DATA_GROUP = 0x7FE00000;
    private static final int PREAMBLE = 128;

    private Part10() {
    }

    /**
     * What the File Meta Information says, completed from the data set where it is absent.
     *
     * @param sopClassUid       null if neither says it
     * @param sopInstanceUid    null if neither says it
     * @param transferSyntaxUid never null: guessed from the first element where it is not stated
     * @param dataSetOffset     bytes before the data set
     * @param elements          group 0002 as read, empty if there is none
     */
    public record FileMeta(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, long dataSetOffset,
            DataSet elements) {
        public TransferSyntax transferSyntax() {
            return TransferSyntax.of(transferSyntaxUid);
        }
    }

    public static FileMeta readMeta(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return readMeta(in);
        }
    }

    /**
     * Reads the head of a file. A missing preamble, prefix, meta information or group length is tolerated. The stream
     * is left at the data set if it supports mark, else somewhere behind.
     *
     * @throws DicomFormatException if it does not look like DICOM
     */
    public static FileMeta readMeta(InputStream in) throws IOException {
        return new FileMetaReader(in).read();
    }

    /** The elements below group 7FE0: Pixel Data is neither read nor skipped over. */
    public static DataSet readHead(Path file) throws IOException {
        return readHead(file, Limits.DEFAULT);
    }

    public static DataSet readHead(Path file, Limits limits) throws IOException {
        try (InputStream in = open(file)) {
            return reader(in, limits).readUntil(PIXEL_DATA_GROUP);
        }
    }

    /** The whole data set, Pixel Data included. */
    public static DataSet read(Path file) throws IOException {
        return read(file, Limits.DEFAULT);
    }

    public static DataSet read(Path file, Limits limits) throws IOException {
        try (InputStream in = open(file)) {
            return reader(in, limits).read();
        }
    }

    /** A reader that stands at the data set of this file; the stream must support mark. */
    public static DataSetReader reader(InputStream in, Limits limits) throws IOException {
        if (!in.markSupported()) {
            throw new IllegalArgumentException("The stream does not support mark");
        }
        FileMeta meta = readMeta(in);
        return new DataSetReader(in, meta.transferSyntax(), limits);
    }

    /** Writes a file; its meta information is made from (0008,0016) and (0008,0018). */
    public static void write(Path file, DataSet dataSet, TransferSyntax syntax) throws IOException {
        try (OutputStream out = new BufferedOutputStream(PrivateFiles.outputStream(file))) {
            writeMeta(out, dataSet.getString(Tag.SOPClassUID, ""), dataSet.getString(Tag.SOPInstanceUID, ""),
                    syntax.uid());
            DataSetWriter writer = new DataSetWriter(out, syntax);
            writer.write(dataSet);
            writer.finish();
        }
    }

    public static void writeMeta(OutputStream out, String sopClassUid, String sopInstanceUid, String transferSyntaxUid)
            throws IOException {
        out.write(encodeMeta(sopClassUid, sopInstanceUid, transferSyntaxUid));
    }

    /** Preamble, prefix and meta information of a new file. */
    public static byte[] encodeMeta(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        return encodeMeta(new DataSet()
                .setBytes(Tag.FileMetaInformationVersion, Vr.OB, new byte[] {0, 1})
                .set(Tag.MediaStorageSOPClassUID, sopClassUid)
                .set(Tag.MediaStorageSOPInstanceUID, sopInstanceUid)
                .set(Tag.TransferSyntaxUID, transferSyntaxUid)
                .set(Tag.ImplementationClassUID, IMPLEMENTATION_CLASS_UID)
                .set(Tag.ImplementationVersionName, IMPLEMENTATION_VERSION_NAME));
    }

    /** Preamble, prefix and these elements of group 0002, with their group length. */
    public static byte[] encodeMeta(DataSet elements) {
        DataSet meta = new DataSet(elements).setInt(Tag.FileMetaInformationGroupLength, 0);
        byte[] encoded = DataSetWriter.encode(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        ByteArrayOutputStream out = new ByteArrayOutputStream(PREAMBLE + 4 + encoded.length);
        out.writeBytes(new byte[PREAMBLE]);
        out.writeBytes(new byte[] {'D', 'I', 'C', 'M'});
        out.writeBytes(encoded);
        return out.toByteArray();
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 8192);
    }
}
