package org.dromedary.operate.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Database and broker: external ones by their URLs, or how the embedded ones are set up. */
public final class ServiceSettings {

    private ServiceSettings() {
    }

    /** The ledger's database. */
    @ConfigMapping(prefix = "dromedary.database")
    public interface Database {
        /** JDBC URL of a MariaDB server, `jdbc:mariadb://host/database`; unset: an embedded server is started. */
        Optional<String> url();

        /** User at that server. */
        Optional<String> username();

        /** Password at that server. */
        Optional<String> password();

        /** Embedded: TCP port on loopback; 0 takes a free one. */
        @WithDefault("0")
        int port();

        /** Embedded: folder of the unpacked server; unset: in the data folder. Several data folders may share one. */
        Optional<Path> serverDir();

        /** Embedded: memory for cached pages, as MariaDB's innodb_buffer_pool_size. */
        @WithDefault("128M")
        String bufferPool();

        /** Embedded: most connections at once. */
        @WithDefault("200")
        int maxConnections();
    }

    /** The broker of the queues. */
    @ConfigMapping(prefix = "dromedary.broker")
    public interface Broker {
        /** URL of an Artemis broker, `tcp://host:61616`; unset: an embedded broker is started. */
        Optional<String> url();

        /** User at that broker. */
        Optional<String> username();

        /** Password at that broker. */
        Optional<String> password();

        /** Embedded: TCP port on loopback for tools; 0 takes a free one. */
        @WithDefault("0")
        int port();
    }
}
