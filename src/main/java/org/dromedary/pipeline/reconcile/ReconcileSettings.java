package org.dromedary.pipeline.reconcile;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.dromedary.identity.plan.PolicySettings;

/** How series pass the reconcile stage. */
@Unremovable
@ConfigMapping(prefix = "dromedary.reconcile")
public interface ReconcileSettings extends PolicySettings {

    /** Series in this stage at the same time. */
    @WithDefault("1")
    int consumers();
}
