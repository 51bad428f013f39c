package org.dromedary.archives.pace;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** How the pace follows the response times of the source. */
@Unremovable
@ConfigMapping(prefix = "dromedary.closed-loop")
public interface ClosedLoopSettings {

    /** Lower the pace when the source's response times leave their band. */
    @WithDefault("true")
    boolean enabled();

    /** The band ends at so many times the baseline, the time that an answer takes without other work of ours … */
    @WithDefault("2.0")
    double band();

    /** … plus so much, a quarter of it for each object of a retrieve. */
    @WithDefault("100ms")
    Duration slack();

    /** Time between two probes; while something is being found out they come four times as often. */
    @WithDefault("10s")
    Duration probeInterval();

    /** Probe by C-ECHO and by C-FIND for a study that does not exist, on an association of its own. */
    @WithDefault("true")
    boolean probes();

    /** The average concurrency that is left even if the source stays slow. */
    @WithDefault("0.25")
    double floor();

    /** Concurrency added in a probe interval in which all response times were well within their bands. */
    @WithDefault("0.5")
    double increase();

    /** The concurrency is lowered at most to so much of itself at once. */
    @WithDefault("0.5")
    double decrease();

    /** Shortest time in which a baseline doubles, when the source has become slower without our doing. */
    @WithDefault("6h")
    Duration relearn();

    /** The settings make sense. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            ClosedLoop.Tuning.of(settings.map(ClosedLoopSettings.class));
        }
    }
}
