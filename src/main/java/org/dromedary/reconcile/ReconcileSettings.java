package org.dromedary.reconcile;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How series pass the reconcile stage. */
@Unremovable
@ConfigMapping(prefix = "dromedary.reconcile")
public interface ReconcileSettings {

    /** Series in this stage at the same time. */
    @WithDefault("1")
    int consumers();
}
