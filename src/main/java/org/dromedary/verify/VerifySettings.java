package org.dromedary.verify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the arrival of objects is proven. */
@ConfigMapping(prefix = "dromedary.verify")
public interface VerifySettings {

    /** Series verified at the same time. */
    @WithDefault("1")
    int consumers();

    /** Tries before a series is HELD; each but the first sends what is missing again. */
    @WithDefault("2")
    int attempts();

    /**
     * What counts as proof: FIND asks the target for every SOP Instance UID; STORE_STATUS takes the target's C-STORE
     * response for it, for targets that can't be queried.
     */
    @WithDefault("FIND")
    Method method();

    /** Kinds of proof. */
    enum Method { FIND, STORE_STATUS }
}
