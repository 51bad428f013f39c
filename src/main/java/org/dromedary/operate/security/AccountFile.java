package org.dromedary.operate.security;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dromedary.ledger.ServiceFiles;
import org.dromedary.operate.embedded.DataFolder;
import org.dromedary.operate.settings.StartUpException;

/**
 * Accounts and tokens in {@code accounts.json} of the data folder, which only the user of the service can read.
 * Commands change it beside the running process, which sees each change at its next look.
 */
final class AccountFile {

    private static final ObjectMapper MAPPER = new ObjectMapper().findAndRegisterModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Path lock;
    private volatile Read latest = new Read(null, Content.EMPTY);

    AccountFile(Path dataDir) {
        file = dataDir.resolve("accounts.json");
        lock = dataDir.resolve("accounts.lock");
    }

    /** All that is in it. */
    record Content(List<Account> users, List<Token> tokens) {

        static final Content EMPTY = new Content(List.of(), List.of());
    }

    /** What told one version of the file from another: it is replaced as a whole, so its key is a new one. */
    private record Stamp(Object key, long modified, long size) {
    }

    private record Read(Stamp stamp, Content content) {
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** What is there now. */
    Content content() {
        DataFolder.mustBeReadable(file.getParent());
        try {
            Stamp now = stamp();
            Read known = latest;
            if (now == null || now.equals(known.stamp)) {
                return now == null ? Content.EMPTY : known.content;
            }
            Content content = MAPPER.readValue(file.toFile(), Content.class);
            latest = new Read(now, content);
            return content;
        } catch (JacksonException e) {
            throw new StartUpException(file + " is damaged at line " + e.getLocation().getLineNr()
                    + ": take it back from a copy, or remove it and make the accounts anew");
        } catch (IOException e) {
            throw new StartUpException(file + " can't be read: only the user of the service and root may", e);
        }
    }

    /** Changes it, alone among all processes; what the change throws leaves it as it was. */
    Content change(UnaryOperator<Content> change) {
        DataFolder.mustBeReadable(DataFolder.create(file.getParent()));
        synchronized (AccountFile.class) {
            try {
                if (!Files.exists(lock)) {
                    ServiceFiles.write(lock, "");
                }
                return changeAlone(change);
            } catch (IOException e) {
                throw new StartUpException(file + " can't be written: " + e.getMessage(), e);
            }
        }
    }

    private Content changeAlone(UnaryOperator<Content> change) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Content content = change.apply(content());
            ServiceFiles.write(file, MAPPER.writeValueAsString(content));
            return content;
        }
    }

    private Stamp stamp() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.fileKey(), now.lastModifiedTime().toMillis(), now.size());
    }
}
