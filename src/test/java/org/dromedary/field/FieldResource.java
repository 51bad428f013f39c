package org.dromedary.field;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;

/**
 * The settings of migrations within the test's own process: the stages' routes over {@link MemoryQueues}, short waits.
 */
public final class FieldResource implements QuarkusTestResourceLifecycleManager {

    static final int SOURCE_PORT = Peers.freePort();
    static final int TARGET_PORT = Peers.freePort();
    static final int LOCAL_PORT = Peers.freePort();
    static final String PRODUCER = "query-producer";

    private static final List<String> ROUTES = List.of("00-failure", "01-window-failure", "10-inventory",
            "20-retrieve", "21-receive", "30-reconcile", "40-transcode", "50-store", "60-verify");

    private Path routes;

    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        routes = ServicesResource.newDataDir();
        ROUTES.forEach(this::rewrite);
        Map<String, String> properties = new HashMap<>();
        properties.put("camel.main.routes-include-pattern", "file:" + routes + "/*.camel.yaml");
        properties.put("dromedary.local.port", Integer.toString(LOCAL_PORT));
        properties.put("dromedary.local.bind", "127.0.0.1");
        properties.put("dromedary.source.aet", "OLDPACS");
        properties.put("dromedary.source.host", "127.0.0.1");
        properties.put("dromedary.source.port", Integer.toString(SOURCE_PORT));
        properties.put("dromedary.target.aet", "NEWPACS");
        properties.put("dromedary.target.host", "127.0.0.1");
        properties.put("dromedary.target.port", Integer.toString(TARGET_PORT));
        properties.put("dromedary.association.response-timeout", "700ms");
        properties.put("dromedary.retrieve.settle", "100ms");
        properties.put("dromedary.retrieve.settle-claimed", "600ms");
        properties.put("dromedary.inventory.from", "2020-01-01");
        properties.put("dromedary.inventory.to", "2020-12-31");
        properties.put("dromedary.inventory.answer-limit", "20");
        // The messages of what goes wrong on purpose would fill the log.
        properties.put("quarkus.log.category.\"org.dromedary\".level", "ERROR");
        return properties;
    }

    private void rewrite(String name) {
        try {
            String yaml = Files.readString(Path.of("routes", name + ".camel.yaml"));
            Files.writeString(routes.resolve(name + ".camel.yaml"), yaml.replace("jms:queue:",
                    MemoryQueues.SCHEME + ":queue:")
                    .replace("timer:query-producer", MemoryQueues.SCHEME + ":queue:" + PRODUCER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        ServicesResource.delete(routes);
    }
}
