package org.dromedary.operate.rest;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Path;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.operate.embedded.HttpFile;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Leaves the port in the data folder, where commands of the same user find it. */
@ApplicationScoped
class HttpPort {

    private static final Logger LOG = Logger.getLogger(HttpPort.class);

    private final Config config;
    private final Path dataDir;

    HttpPort(Config config, @ConfigProperty(name = ProcessSettings.DATA_DIR,
            defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir) {
        this.config = config;
        this.dataDir = dataDir.toAbsolutePath().normalize();
    }

    void listening(@ObservesAsync HttpServerStart start) throws IOException {
        // With port 0 Quarkus writes the one it got over the setting before it tells.
        int port = config.getValue(LaunchMode.current() == LaunchMode.TEST ? "quarkus.http.test-port"
                : "quarkus.http.port", Integer.class);
        HttpFile.write(dataDir, port);
        LOG.infof("REST listens on %s port %d", start.options().getHost(), port);
        if (!HttpGuard.isLoopback(start.options().getHost())) {
            LOG.warn("Others than this machine can connect by HTTP: put a proxy with TLS before it, or passwords and"
                    + " tokens travel in clear");
        }
    }

    void onShutdown(@Observes ShutdownEvent event) throws IOException {
        HttpFile.delete(dataDir);
    }
}
