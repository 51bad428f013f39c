package org.dromedary.inventory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** How the source is asked what it has. */
@ConfigMapping(prefix = "dromedary.inventory")
public interface InventorySettings {

    /** Windows queried at the same time. */
    @WithDefault("1")
    int consumers();

    /** Tries before a window is FAILED. */
    @WithDefault("3")
    int attempts();

    /** Pause before a window that failed is asked again. */
    @WithDefault("1m")
    Duration retryDelay();

    /** First Study Date to migrate. */
    @WithDefault("1980-01-01")
    LocalDate from();

    /** Last Study Date to migrate; unset: today. */
    Optional<LocalDate> to();

    /** Days in a query window before any splitting. */
    @WithDefault("366")
    int windowDays();

    /** A window with so many answers is cancelled and split in halves: no query loads the source with more. */
    @WithDefault("500")
    int answerLimit();

    /** Also look for studies without Study Date, which no date range finds (one query for everything). */
    @WithDefault("true")
    boolean undated();

    /** Most answers taken from the query for studies without Study Date. */
    @WithDefault("100000")
    int undatedLimit();

    /** Newest studies first. */
    @WithDefault("true")
    boolean newestFirst();

    /** Modalities (0008,0060) of the series to migrate; unset: all. Others stay FOUND in the ledger. */
    Optional<List<String>> modalities();
}
