package org.dromedary.coordination.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a worker is called by in the ledger for as long as its data folder lives. */
public final class WorkerId {

    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");

    private WorkerId() {
    }

    /** Reads the folder's id, or makes one up and keeps it in a file that only this user can read. */
    public static String in(Path dataDir) {
        Path file = dataDir.resolve("worker-id");
        try {
            if (Files.exists(file)) {
                String id = Files.readString(file).strip();
                if (FORM.matcher(id).matches()) {
                    return id;
                }
            }
            Files.createDirectories(dataDir);
            String id = UUID.randomUUID().toString();
            Path part = Files.createTempFile(dataDir, "worker-id", ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, id);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can not be read or written: " + e.getMessage(), e);
        }
    }
}
