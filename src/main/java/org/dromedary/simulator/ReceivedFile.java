package org.dromedary.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.dromedary.dicom.data.DataSet;
import org.dromedary.dicom.data.PrivateFiles;
import org.dromedary.dicom.data.Tag;
import org.dromedary.dicom.dimse.StoreRequest;
import org.dromedary.dicom.ul.PdvInputStream;

/**
 * Writes a received object to a Part 10 file (PS3.10 §7.1): bytes as they came, to a temporary file that is then
 * renamed, so that a file with the final name is always whole.
 */
public final class ReceivedFile {

    /** The end of names of files that are not complete. */
    public static final String PART = ".part";

    private static final AtomicLong NUMBER = new AtomicLong();

    private ReceivedFile() {
    }

    /**
     * Writes the data set of a C-STORE request after file meta information for it.
     *
     * @param target replaced if it exists; its folder must exist
     * @param tap sees the bytes of the data set as they pass, or null
     * @return the length of the file
     */
    public static long write(StoreRequest request, PdvInputStream dataSet, Path target, Consumer<ByteBuffer> tap)
            throws IOException {
        Path part = target.resolveSibling(target.getFileName() + "." + NUMBER.incrementAndGet() + PART);
        boolean complete = false;
        try {
            long length = writePart(request, dataSet, part, tap);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complete = true;
            return length;
        } finally {
            if (!complete) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static long writePart(StoreRequest request, PdvInputStream dataSet, Path part, Consumer<ByteBuffer> tap)
            throws IOException {
        try (FileChannel file = PrivateFiles.create(part)) {
            ByteBuffer meta = FileMetaTemplate.encode(request.sopClassUid(), request.sopInstanceUid(),
                    request.transferSyntaxUid());
            while (meta.hasRemaining()) {
                file.write(meta);
            }
            return meta.limit() + dataSet.transferTo(file, tap);
        }
    }

    /** A file name for a UID from outside: the UID itself if it is one, else a name derived from it. */
    public static String nameOf(String uid) {
        byte[] bytes = String.valueOf(uid).getBytes(StandardCharsets.UTF_8);
        return isPlain(uid) ? uid : "uid-" + UUID.nameUUIDFromBytes(bytes);
    }

    private static boolean isPlain(String uid) {
        if (uid == null || uid.isEmpty() || uid.length() > 64 || uid.charAt(0) == '.' || uid.contains("..")) {
            return false;
        }
        for (int i = 0; i < uid.length(); i++) {
            char c = uid.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Where an object belongs below a folder: {@code <study>/<series>/<object>.dcm}. */
    public static String relativePath(DataSet head) {
        return nameOf(head.getString(Tag.StudyInstanceUID)) + "/" + nameOf(head.getString(Tag.SeriesInstanceUID))
                + "/" + nameOf(head.getString(Tag.SOPInstanceUID)) + ".dcm";
    }
}
