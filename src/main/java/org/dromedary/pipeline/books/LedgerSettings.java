package org.dromedary.pipeline.books;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the ledger looks after itself. */
@ConfigMapping(prefix = "dromedary.ledger")
public interface LedgerSettings {

    /** Pause between two checks of the books. */
    @WithDefault("1h")
    Duration checkEvery();
}
