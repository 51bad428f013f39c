package org.dromedary.coordination.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the embedded broker does with a message whose route failed before the failure could be handled. */
@ConfigMapping(prefix = "dromedary.redelivery")
public interface RedeliverySettings {
    /** Deliveries, each but the last ended by a failing ledger, a crash or a pause, before the series is HELD. */
    @WithDefault("100")
    int maxAttempts();

    /**
     * How often the process may end, time after time, while it works on one series or query window before that is
     * HELD or FAILED.
     */
    @WithDefault("5")
    int maxCrashes();

    /** Pause before the first redelivery. */
    @WithDefault("5s")
    Duration delay();

    /** Each further pause is so many times longer. */
    @WithDefault("2")
    double multiplier();

    /** Longest pause. */
    @WithDefault("10m")
    Duration maxDelay();
}
