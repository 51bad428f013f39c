package org.dromedary.dicom.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that only this user may read, for whatever tells of patients: mode 0600 and 0700 from the moment
 * they exist, where the file system knows of users. A folder that is there already keeps its mode.
 */
public final class PrivateFiles {

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FILE = mode("rw-------");
    private static final FileAttribute<?>[] FOLDER = mode("rwx------");

    private PrivateFiles() {
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        } : new FileAttribute<?>[0];
    }

    /** Makes the folder and those above it, as far as they are not there. */
    public static Path createFolders(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, FOLDER);
    }

    /**
     * Makes the file and opens it for writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of this name
     */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                FILE);
    }

    /** Begins the file anew; one that was there is removed, and with it its mode. */
    public static OutputStream outputStream(Path file) throws IOException {
        remake(file);
        return Files.newOutputStream(file);
    }

    /** Begins the file anew, in UTF-8; one that was there is removed, and with it its mode. */
    public static BufferedWriter writer(Path file) throws IOException {
        remake(file);
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    private static void remake(Path file) throws IOException {
        if (!Files.exists(file) || Files.isRegularFile(file)) {
            Files.deleteIfExists(file);
            Files.createFile(file, FILE);
        }
    }
}
