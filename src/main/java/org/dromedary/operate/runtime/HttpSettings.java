package org.dromedary.operate.runtime;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.dromedary.coordination.settings.SettingsCheck;
import org.dromedary.coordination.settings.SettingsReader;

/** Where the REST interface listens. */
@Unremovable
@ConfigMapping(prefix = "dromedary.http")
public interface HttpSettings {

    /** Address the REST interface listens on. */
    @WithDefault("127.0.0.1")
    String bind();

    /** Its TCP port; 0 takes a free one. */
    @WithDefault("8080")
    int port();

    /** A token beside those of `token create`, with the role admin, for set-ups that have one secret. */
    Optional<String> token();

    /** The address must be one of this machine, the token long enough. */
    class Check implements SettingsCheck {

        @Override
        public void check(SettingsReader settings) {
            HttpAddress.of(settings);
        }
    }
}
