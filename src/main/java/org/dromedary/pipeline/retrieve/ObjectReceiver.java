package org.dromedary.pipeline.retrieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.UUID;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.DataSetReader;
import org.dromedary.dicom.data.DicomFormatException;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.data.TransferSyntax;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.ledger.spool.Spool;

/**
 * Writes an object that arrives to a Part 10 file (PS3.10 §7) in one pass: bytes go from the association's buffer to
 * the file, through the digest, and the head of the data set is kept to be read.
 */
final class ObjectReceiver {

    /** Enough for the attributes up to Series Instance UID in all but odd objects; those are read from the file. */
    private static final int HEAD_BYTES = 16 * 1024;

    private final Spool spool;
    private final Path incoming;

    /** @param spool the objects' files begin their life below its root */
    public ObjectReceiver(Spool spool) {
        this.spool = spool;
        this.incoming = spool.incoming();
    }

    /**
     * An object whose bytes are complete in a file that has no final name yet.
     *
     * @param dataSetBytes bytes of the data set as sent, without file meta information
     * @param sha256 their digest
     * @param studyInstanceUid as the object itself says, null if it does not
     * @param originator whether it names a C-MOVE of ours as the one for which it was sent
     * @param person whom it is about, as the object itself says
     */
    public record Arrived(Path file, String sopInstanceUid, String sopClassUid, String transferSyntaxUid,
            long dataSetBytes, byte[] sha256, String studyInstanceUid, String seriesInstanceUid, boolean originator,
            Person person) {

        /** Moves the file into the series' folder under the name it has. */
        Arrived movedInto(Path folder) throws IOException {
            Path there = folder.resolve(file.getFileName());
            if (there.equals(file)) {
                return this;
            }
            PrivateFiles.createFolders(folder);
            Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
            return new Arrived(there, sopInstanceUid, sopClassUid, transferSyntaxUid, dataSetBytes, sha256,
                    studyInstanceUid, seriesInstanceUid, originator, person);
        }

        /** Gives the file its final name in the folder. */
        void keepIn(Path folder) throws IOException {
            PrivateFiles.createFolders(folder);
            Files.move(file, folder.resolve(Spool.fileName(sopInstanceUid)), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }

        /** Whether both are the same bytes in the same form. */
        boolean isCopyOf(Arrived other) {
            return dataSetBytes == other.dataSetBytes && MessageDigest.isEqual(sha256, other.sha256)
                    && transferSyntaxUid.equals(other.transferSyntaxUid);
        }

        Arrived sentFor(boolean moveOfOurs) {
            return new Arrived(file, sopInstanceUid, sopClassUid, transferSyntaxUid, dataSetBytes, sha256,
                    studyInstanceUid, seriesInstanceUid, moveOfOurs, person);
        }
    }

    /** Deletes the file of an object that nobody waits for. */
    void discard(Arrived object) throws IOException {
        long size = object.file().toFile().length();
        if (Files.deleteIfExists(object.file())) {
            spool.grewBy(-size);
        }
    }

    /** Takes the data set to its end; on failure nothing is left on disk. */
    public Arrived receive(StoreRequest request, PdvInputStream dataSet) throws IOException {
        Path file = newFile();
        boolean complete = false;
        try {
            Arrived arrived = write(request, dataSet, file);
            complete = true;
            spool.grewBy(file.toFile().length());
            return arrived;
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path newFile() throws IOException {
        Path file = incoming.resolve(UUID.randomUUID() + ".part");
        if (!Files.isDirectory(incoming)) {
            PrivateFiles.createFolders(incoming);
        }
        return file;
    }

    private static Arrived write(StoreRequest request, PdvInputStream dataSet, Path file) throws IOException {
        byte[] meta = Part10.encodeMeta(request.sopClassUid(), request.sopInstanceUid(), request.transferSyntaxUid());
        MessageDigest digest = Spool.sha256();
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        long length;
        try (FileChannel channel = PrivateFiles.create(file)) {
            channel.write(ByteBuffer.wrap(meta));
            length = dataSet.transferTo(channel, bytes -> {
                keep(head, bytes.duplicate());
                digest.update(bytes.duplicate());
            });
        }
        DataSet attributes = readHead(head.flip(), request.transferSyntaxUid(), length, file);
        return new Arrived(file, request.sopInstanceUid(), request.sopClassUid(), request.transferSyntaxUid(), length,
                digest.digest(), attributes.getString(Tag.StudyInstanceUID),
                attributes.getString(Tag.SeriesInstanceUID), false, Person.of(attributes));
    }

    private static void keep(ByteBuffer head, ByteBuffer bytes) {
        if (head.hasRemaining()) {
            bytes.limit(bytes.position() + Math.min(bytes.remaining(), head.remaining()));
            head.put(bytes);
        }
    }

    private static DataSet readHead(ByteBuffer head, String transferSyntaxUid, long length, Path file)
            throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(head.array(), 0, head.remaining());
        boolean cut = length > head.remaining();
        try {
            DataSet attributes = new DataSetReader(in, TransferSyntax.of(transferSyntaxUid))
                    .readUntil(Tag.SeriesInstanceUID + 1);
            // What was kept may end between two elements, before the UIDs.
            return cut && attributes.getString(Tag.SeriesInstanceUID) == null ? Part10.readHead(file) : attributes;
        } catch (DicomFormatException e) {
            if (!cut) {
                throw e;
            }
            return Part10.readHead(file);
        }
    }
}
