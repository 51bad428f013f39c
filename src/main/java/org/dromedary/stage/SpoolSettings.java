package org.dromedary.stage;

import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.dromedary.spool.Spool;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where objects wait between source and target. */
@ConfigMapping(prefix = "dromedary.spool")
public interface SpoolSettings {

    /** Folder of the spool; unset: {@code spool} in the data folder. */
    Optional<Path> dir();

    /** Makes the one spool of the process. */
    class Producer {
        @Produces
        @Singleton
        Spool spool(SpoolSettings settings,
                @ConfigProperty(name = "dromedary.data-dir", defaultValue = "data") Path dataDir) {
            return new Spool(settings.dir().orElse(dataDir.resolve("spool")).toAbsolutePath());
        }
    }
}
