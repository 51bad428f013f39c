package org.dromedary.operate.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.dromedary.ledger.ServiceFiles;
import org.dromedary.operate.embedded.DataFolder;

/**
 * What commands on this machine show to the running process: a random secret in the data folder, made anew at each
 * start, which only the user of the service and root can read.
 */
public final class LocalToken {

    static final String NAME = "local";
    static final Identity IDENTITY = new Identity(NAME, Set.of(Role.ADMIN));

    private LocalToken() {
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("local-token");
    }

    /** Makes a new one; returns it. */
    static String make(Path dataDir) throws IOException {
        String secret = Secrets.random();
        ServiceFiles.write(file(DataFolder.create(dataDir)), secret + "\n");
        return secret;
    }

    /** That of the running process, empty if there is none that we may read. */
    public static Optional<String> read(Path dataDir) {
        try {
            return Optional.of(Files.readString(file(dataDir)).strip()).filter(secret -> !secret.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void delete(Path dataDir) throws IOException {
        Files.deleteIfExists(file(dataDir));
    }
}
