package org.dromedary.identity.plan;

import io.smallrye.config.WithDefault;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a study that the frozen plan does not match; {@link PlanPolicy} applies it. */
public interface PolicySettings {

    /** Series of a study in review, or found after the plan was frozen: pass, hold or quarantine. */
    @WithDefault("hold")
    PlanPolicy.Action onReview();

    /** Series of a study of which the RIS knows nothing: pass, hold or quarantine. */
    @WithDefault("pass")
    PlanPolicy.Action onNone();

    /** Other answers for a part of the studies, by a name of your choice; the first in order of the names decides. */
    Map<String, Selection> policy();

    /** A part of the studies: a series belongs to it if everything that is set here applies. */
    interface Selection {
        /** Modalities of the series. */
        Optional<List<String>> modality();

        /** First study date. */
        Optional<LocalDate> from();

        /** Last study date. */
        Optional<LocalDate> to();

        /** Station names of the series. */
        Optional<List<String>> station();

        /** Unset: as for all. */
        Optional<PlanPolicy.Action> onReview();

        /** Unset: as for all. */
        Optional<PlanPolicy.Action> onNone();
    }
}
