package org.dromedary.transcode;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How series pass the transcode stage. */
@Unremovable
@ConfigMapping(prefix = "dromedary.transcode")
public interface TranscodeSettings {

    /** Series in this stage at the same time. */
    @WithDefault("1")
    int consumers();
}
