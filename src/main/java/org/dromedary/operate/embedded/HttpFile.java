package org.dromedary.operate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;

/** Where the running process of a data folder answers by HTTP: a file in it that only its user can read. */
public final class HttpFile {

    private HttpFile() {
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("http.properties");
    }

    public static void write(Path dataDir, int port) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("process", Long.toString(ProcessHandle.current().pid()));
        DataFolder.store(file(DataFolder.create(dataDir)), properties);
    }

    /** The port, if the process that wrote it still runs. */
    public static OptionalInt port(Path dataDir) {
        try {
            Properties properties = DataFolder.load(file(dataDir));
            if (properties.isEmpty() || ProcessHandle.of(Long.parseLong(properties.getProperty("process", "")))
                    .filter(ProcessHandle::isAlive).isEmpty()) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(Integer.parseInt(properties.getProperty("port", "")));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    public static void delete(Path dataDir) throws IOException {
        Files.deleteIfExists(file(dataDir));
    }
}
