package org.dromedary.identity.plan;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with patient data, which only this user may read, where the file system knows of users. */
public final class PrivateFile {

    private PrivateFile() {
    }

    /** Begins the file anew, in UTF-8. */
    public static BufferedWriter writer(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.newBufferedWriter(file);
    }
}
