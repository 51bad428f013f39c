package org.dromedary.pipeline.verify;

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

    /**
     * What counts as proof where method is FIND and the target refuses queries at IMAGE level: NONE (the series waits,
     * and an incident says which query was refused), SERIES_COUNT (the target's number of instances of the series is
     * not below what was sent) or STORE_STATUS.
     */
    @WithDefault("NONE")
    Fallback fallback();

    /** Weaker proofs. */
    enum Fallback { NONE, SERIES_COUNT, STORE_STATUS }

    /** Kinds of proof. */
    enum Method { FIND, STORE_STATUS }
}
