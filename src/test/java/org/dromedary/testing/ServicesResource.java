package org.dromedary.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.dromedary.operate.embedded.Services;
import org.dromedary.operate.settings.Settings;

/**
 * The real database and broker for a Quarkus test, in a new data folder, started once and used until the JVM ends.
 *
 * <p>Redelivery is quick, so that a test sees it in a fraction of a second.
 */
public final class ServicesResource implements QuarkusTestResourceLifecycleManager {

    private static Services services;
    private static Path dataDir;

    @Override
    public Map<String, String> start() {
        synchronized (ServicesResource.class) {
            if (services == null) {
                dataDir = newDataDir();
                services = Services.prepare(settings(dataDir), false);
                Runtime.getRuntime().addShutdownHook(new Thread(ServicesResource::end));
            }
            Map<String, String> properties = new HashMap<>(services.properties());
            properties.put("dromedary.data-dir", dataDir.toString());
            // The stages want archives; the tests of the packaged program give them some.
            properties.put("camel.main.routes-include-pattern", "false");
            // Its first level would be a limit that a test of others does not expect.
            properties.put("dromedary.closed-loop.enabled", "false");
            return properties;
        }
    }

    @Override
    public void stop() {
        // The next test class uses the same services.
    }

    /** Settings of a test's own services: a data folder of its own, the unpacked server shared. */
    public static Settings settings(Path folder) {
        return Settings.load(Map.of(
                "dromedary.data-dir", folder.toString(),
                "dromedary.database.server-dir", Path.of("target", "mariadb-server").toAbsolutePath().toString(),
                "dromedary.redelivery.delay", "100ms",
                "dromedary.redelivery.multiplier", "1",
                "dromedary.redelivery.max-attempts", "3"));
    }

    /** A new empty folder under the build's. */
    public static Path newDataDir() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data").toAbsolutePath());
            return Files.createTempDirectory(parent, "data-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder with all that is in it. */
    public static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end() {
        services.close();
        delete(dataDir);
    }
}
