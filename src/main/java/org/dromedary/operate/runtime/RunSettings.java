package org.dromedary.operate.runtime;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;
import org.dromedary.operate.settings.StartUpException;

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

    /** Start although other users of this machine can read data folder, spool or secrets; as `--insecure-permissions`. */
    @WithDefault("false")
    boolean insecurePermissions();

    /** No time is too short to do anything in. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            RunSettings run = settings.map(RunSettings.class);
            if (run.giveUpAfter().compareTo(Duration.ofSeconds(1)) < 0) {
                throw new StartUpException("dromedary.run.give-up-after must be at least 1s");
            }
            if (run.startUpTimeout().compareTo(Duration.ofSeconds(1)) < 0) {
                throw new StartUpException("dromedary.run.start-up-timeout must be at least 1s");
            }
            if (run.shutdownTimeout().compareTo(Duration.ofSeconds(1)) < 0) {
                throw new StartUpException("dromedary.run.shutdown-timeout must be at least 1s");
            }
        }
    }
}
