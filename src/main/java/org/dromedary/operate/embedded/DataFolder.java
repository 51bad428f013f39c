package org.dromedary.operate.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dromedary.ledger.ServiceFiles;
import org.dromedary.operate.settings.StartUpException;

/** The folder in which one Dromedary keeps its ledger, its journal and its secrets, and the lock that makes it one. */
public final class DataFolder {

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

    // Closing any channel of a file drops all this process's locks on it, so a second try must not even open it.
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private DataFolder() {
    }

    /** Makes a folder, with its parents, that only this user can enter. */
    public static Path create(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            return folder;
        } catch (IOException e) {
            throw new StartUpException("The data folder " + folder + " can not be made: " + e.getMessage(), e);
        }
    }

    /** @throws StartUpException if the folder is there and is another user's: everything in it would seem not to be */
    public static void mustBeReadable(Path folder) {
        if (Files.isDirectory(folder) && !Files.isReadable(folder)) {
            throw new StartUpException("Only the user of the service and root may: " + folder + " is another user's");
        }
    }

    /** The secret of that name, made up at the first call and kept since. */
    static String secret(Path folder, String name) throws IOException {
        Path file = folder.resolve("secrets.properties");
        Properties secrets = load(file);
        String secret = secrets.getProperty(name);
        if (secret == null) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            secret = HexFormat.of().formatHex(random);
            secrets.setProperty(name, secret);
            store(file, secrets);
        }
        return secret;
    }

    static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
        }
        return properties;
    }

    static void store(Path file, Properties properties) throws IOException {
        StringBuilder text = new StringBuilder();
        properties.stringPropertyNames().stream().sorted()
                .forEach(name -> text.append(name).append('=').append(properties.getProperty(name)).append('\n'));
        ServiceFiles.write(file, text.toString());
    }

    /** Takes the folder for this process, or says who has it. */
    static Lock lock(Path folder) {
        Lock[] taken = new Lock[1];
        Waiting.until(LOCK_PATIENCE, () -> (taken[0] = tryLock(folder)) != null);
        if (taken[0] == null) {
            throw new StartUpException("The data folder " + folder + " is in use by another Dromedary (process "
                    + holder(folder) + "): stop that one, or set dromedary.data-dir to another folder");
        }
        return taken[0];
    }

    /** The lock, or null if another process, or another part of this one, has it. */
    static Lock tryLock(Path folder) {
        Path file = create(folder).resolve("dromedary.lock");
        if (!LOCKED_HERE.add(file)) {
            return null;
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (locked) {
                byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0).write(ByteBuffer.wrap(pid));
            }
            return locked ? new Lock(file, channel) : null;
        } catch (IOException e) {
            throw new StartUpException("The data folder " + folder + " can not be locked: " + e.getMessage(), e);
        } finally {
            if (!locked) {
                closeQuietly(channel);
                LOCKED_HERE.remove(file);
            }
        }
    }

    private static String holder(Path folder) {
        try {
            return Files.readString(folder.resolve("dromedary.lock")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing is lost with it.
            }
        }
    }

    /** Copies a stream into a file whose name appears only when it is complete. */
    static void copy(InputStream from, Path to) throws IOException {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            from.transferTo(out);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The folder is ours until this is closed or the process ends. */
    static final class Lock implements AutoCloseable {

        private final Path file;
        private final FileChannel channel;

        private Lock(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public void close() {
            closeQuietly(channel);
            LOCKED_HERE.remove(file);
        }
    }
}
