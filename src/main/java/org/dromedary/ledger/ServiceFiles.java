package org.dromedary.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Files and folders of the service in its data folder, which only its user may read. What root makes there, with a command
 * beside the service, is given to the folder's owner.
 */
public final class ServiceFiles {

    public static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    public static final Set<OpenOption> APPEND = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private ServiceFiles() {
    }

    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            giveToOwnerOfFolder(folder);
        }
    }

    public static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        boolean made = !Files.exists(file);
        FileChannel channel = FileChannel.open(file, options, MODE);
        if (made) {
            giveToOwnerOfFolder(file);
        }
        return channel;
    }

    /** Writes a file whole or not at all. */
    public static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, MODE);
        giveToOwnerOfFolder(part);
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What root makes with a command beside the service must be the service's. */
    private static void giveToOwnerOfFolder(Path made) throws IOException {
        UserPrincipal owner = Files.getOwner(made.toAbsolutePath().getParent());
        if (!Files.getOwner(made).equals(owner)) {
            Files.setOwner(made, owner);
        }
    }
}
