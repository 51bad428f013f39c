package org.dromedary.operate.runtime;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a run ends. */
@Unremovable
@ConfigMapping(prefix = "dromedary.run")
public interface RunSettings {

    /**
     * `run --until-done` ends when nothing has moved for so long; time in which the calendar allows nothing does not
     * count.
     */
    @WithDefault("1h")
    Duration giveUpAfter();

    /** Longest start-up, with the servers and an update of the ledger; after it the process is ended by force. */
    @WithDefault("30m")
    Duration startUpTimeout();

    /** Longest orderly shutdown; after it the process is ended by force. Threads that are stuck are named. */
    @WithDefault("60s")
    Duration shutdownTimeout();
}
