package org.dromedary.deadletter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a series that failed is tried again. */
@ConfigMapping(prefix = "dromedary.retry")
public interface RetrySettings {

    /** Pause before the next attempt of a series that failed. */
    @WithDefault("10m")
    Duration delay();

    /** Pause before the same attempt is repeated for an archive that was busy. */
    @WithDefault("30s")
    Duration busyDelay();
}
