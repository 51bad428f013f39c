package org.dromedary.pipeline.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How series are sent to the target. */
@ConfigMapping(prefix = "dromedary.store")
public interface StoreSettings {

    /** Series sent at the same time, each over its own association. */
    @WithDefault("2")
    int consumers();

    /** Tries before a series is HELD. */
    @WithDefault("2")
    int attempts();

    /** C-STORE requests under way on one association, if the target grants it (PS3.7 Annex D.3.3.3). */
    @WithDefault("8")
    int operations();

    /** Name Dromedary in Contributing Equipment Sequence (0018,A001) of objects whose transfer syntax was changed. */
    @WithDefault("true")
    boolean contributingEquipment();
}
