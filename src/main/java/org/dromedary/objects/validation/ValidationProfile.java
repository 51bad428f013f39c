package org.dromedary.objects.validation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What becomes of objects that are not as they should be. */
@ConfigMapping(prefix = "dromedary.validation")
public interface ValidationProfile {

    /**
     * The program's own grades of findings: `faithful` (what the source has goes, with its finding) or `strict` (what
     * is damaged at the source stays out). `config/validation.yaml` says more by finding and device.
     */
    @WithDefault("faithful")
    Profile profile();

    /** Which of the program's own grades hold. */
    enum Profile { FAITHFUL, STRICT }
}
