package org.dromedary.pipeline.stage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.dromedary.coordination.settings.ProcessSettings;
import org.dromedary.ledger.spool.Spool;
import org.dromedary.ledger.spool.Watermark;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where objects wait between source and target. */
@ConfigMapping(prefix = "dromedary.spool")
public interface SpoolSettings {

    /** Folder of the spool; unset: {@code spool} in the data folder. */
    Optional<Path> dir();

    /** Nothing more is fetched when the spool is so full: its size (`200 GB`), or the part of its disk in use. */
    @WithDefault("90 %")
    Watermark highWatermark();

    /** Then fetching goes on when it has come down to this. */
    @WithDefault("80 %")
    Watermark lowWatermark();

    /** Makes the one spool of the process. */
    class Producer {
        @Produces
        @Singleton
        Spool spool(SpoolSettings settings, @ConfigProperty(name = ProcessSettings.DATA_DIR,
                defaultValue = ProcessSettings.DEFAULT_DATA_DIR) Path dataDir) {
            return new Spool(settings.dir().orElse(dataDir.resolve("spool")).toAbsolutePath());
        }
    }
}
