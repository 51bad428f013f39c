package org.dromedary.pipeline.retrieve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.function.Predicate;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.Part10;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.ul.PdvInputStream;
import org.dromedary.ledger.spool.Spool;

/**
 * Writes an object that arrives to a Part 10 file (PS3.10 §7) in one pass: its head is read and judged, then bytes go
 * from the association's buffer to the file, through the digest.
 */
final class ObjectReceiver {

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
     * @param bySource whether it came from where a setting says that the source sends
     * @param person whom it is about, as the object itself says
     */
    public record Arrived(Path file, String sopInstanceUid, String sopClassUid, String transferSyntaxUid,
            long dataSetBytes, byte[] sha256, String studyInstanceUid, String seriesInstanceUid, boolean originator,
            boolean bySource, Person person) {

        /** Moves the file into the series' folder under the name it has. */
        Arrived movedInto(Path folder) throws IOException {
            Path there = folder.resolve(file.getFileName());
            if (there.equals(file)) {
                return this;
            }
            PrivateFiles.createFolders(folder);
            Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
            return new Arrived(there, sopInstanceUid, sopClassUid, transferSyntaxUid, dataSetBytes, sha256,
                    studyInstanceUid, seriesInstanceUid, originator, bySource, person);
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

        Arrived sent(Sender sender) {
            return new Arrived(file, sopInstanceUid, sopClassUid, transferSyntaxUid, dataSetBytes, sha256,
                    studyInstanceUid, seriesInstanceUid, sender.originator(), sender.bySource(), person);
        }
    }

    /**
     * Who sends an object.
     *
     * @param originator whether it names a C-MOVE of ours
     * @param bySource whether a setting says that the source sends from there
     */
    record Sender(boolean originator, boolean bySource) {
    }

    /** Deletes the file of an object that nobody waits for. */
    void discard(Arrived object) throws IOException {
        long size = object.file().toFile().length();
        if (Files.deleteIfExists(object.file())) {
            spool.grewBy(-size);
        }
    }

    /**
     * Takes the data set to its end; on failure nothing is left on disk.
     *
     * @param wanted is asked before anything is written, if the UIDs lie within the first quarter MiB of the data set
     * @return null if the object is not wanted, and not read
     */
    public Arrived receive(StoreRequest request, PdvInputStream dataSet, Predicate<Arrived> wanted)
            throws IOException {
        ObjectHead head = ObjectHead.read(dataSet, request.transferSyntaxUid());
        if (head.attributes() != null && !wanted.test(arrived(request, null, 0, null, head.attributes()))) {
            return null;
        }
        Path file = newFile();
        boolean complete = false;
        try {
            Arrived arrived = write(request, head, dataSet, file);
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

    private static Arrived write(StoreRequest request, ObjectHead head, PdvInputStream dataSet, Path file)
            throws IOException {
        byte[] meta = Part10.encodeMeta(request.sopClassUid(), request.sopInstanceUid(), request.transferSyntaxUid());
        MessageDigest digest = Spool.sha256();
        long length;
        try (FileChannel channel = PrivateFiles.create(file)) {
            ByteBuffer begun = head.bytes();
            length = begun.remaining();
            digest.update(begun.duplicate());
            writeAll(channel, ByteBuffer.wrap(meta));
            writeAll(channel, begun);
            length += dataSet.transferTo(channel, bytes -> digest.update(bytes.duplicate()));
        }
        DataSet attributes = head.attributes() != null ? head.attributes() : Part10.readHead(file);
        return arrived(request, file, length, digest.digest(), attributes);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static Arrived arrived(StoreRequest request, Path file, long length, byte[] sha256, DataSet attributes) {
        return new Arrived(file, request.sopInstanceUid(), request.sopClassUid(), request.transferSyntaxUid(), length,
                sha256, attributes.getString(Tag.StudyInstanceUID), attributes.getString(Tag.SeriesInstanceUID), false,
                false, Person.of(attributes));
    }
}
