package org.dromedary.operate.security;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Logins and what is answered without one. */
@Unremovable
@ConfigMapping(prefix = "dromedary.access")
public interface AccessSettings {

    /** A session ends when nothing was asked in it for so long. */
    @WithDefault("30m")
    Duration sessionIdle();

    /** A session ends after so long whatever is asked in it. */
    @WithDefault("12h")
    Duration sessionLongest();

    /** Whether metrics are answered without a token. */
    @WithDefault("false")
    boolean openMetrics();

    /** Names beside this machine's under which browsers ask us while we listen on loopback: those of a proxy. */
    Optional<List<String>> hostNames();
}
