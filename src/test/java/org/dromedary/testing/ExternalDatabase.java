package org.dromedary.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;

/**
 * A MariaDB server that Dromedary knows only by its URL, a process of its own on loopback; nobody starts it again but
 * the test.
 */
public final class ExternalDatabase implements AutoCloseable {

    private static final Path SERVER = Path.of("target", "mariadb-server").toAbsolutePath();

    private final Path folder;
    private final int port = Peers.freePort();
    private final Map<String, String> properties;
    private Process process;

    /** Installs an empty ledger database in a new folder below this one; the server does not run yet. */
    public ExternalDatabase(Path parent) {
        Path dataDir = parent.resolve("database");
        folder = dataDir.resolve("mariadb");
        // The embedded server makes the installation, its user and its schema; then it leaves them to us.
        try (Services services = Services.prepare(Settings.load(Map.of(
                "dromedary.data-dir", dataDir.toString(),
                "dromedary.database.server-dir", SERVER.toString(),
                "dromedary.database.port", Integer.toString(port),
                "dromedary.broker.url", "tcp://127.0.0.1:1")), false)) {
            properties = services.properties();
        }
    }

    public String url() {
        return properties.get("quarkus.datasource.jdbc.url");
    }

    public String user() {
        return properties.get("quarkus.datasource.username");
    }

    public String password() {
        return properties.get("quarkus.datasource.password");
    }

    /** Starts it, always at the same port; returns when it listens. */
    public ExternalDatabase start() throws IOException {
        List<String> command = new ArrayList<>(List.of(SERVER.resolve("bin/mariadbd").toString(), "--no-defaults",
                "--basedir=" + SERVER, "--datadir=" + folder.resolve("data"),
                "--plugin-dir=" + SERVER.resolve("plugin"), "--tmpdir=" + folder.resolve("tmp"),
                "--bind-address=127.0.0.1", "--port=" + port, "--socket=", "--skip-ssl", "--skip-name-resolve",
                "--pid-file=" + folder.resolve("external.pid"), "--innodb-log-file-size=48M",
                "--max-allowed-packet=64M", "--log-warnings=1"));
        if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            command.add("--user=root");
        }
        process = Peers.startServer(port, folder.resolve("external.log"), Map.of(), command.toArray(String[]::new));
        return this;
    }

    /** Ends it by SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
