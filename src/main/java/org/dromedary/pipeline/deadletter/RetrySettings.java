package org.dromedary.pipeline.deadletter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a series that failed is tried again. */
@ConfigMapping(prefix = "dromedary.retry")
public interface RetrySettings {

    /** Longest pause before the next attempt of a series that failed; shorter at the end of the batch. */
    @WithDefault("6h")
    Duration delay();

    /** Shortest pause, when nothing else is left to do. */
    @WithDefault("1m")
    Duration atLeast();

    /** Pause before the same attempt is repeated for an archive that was busy; doubled each time. */
    @WithDefault("30s")
    Duration busyDelay();

    /** Longest pause for an archive that is busy. */
    @WithDefault("10m")
    Duration longestBusyDelay();
}
