package org.dromedary.pipeline.inventory;

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

    /** Most windows that a process begins to query in a minute; the throttle of the route. */
    @WithDefault("6000")
    int windowsPerMinute();

    /** Tries before a window is FAILED. */
    @WithDefault("3")
    int attempts();

    /** Pause before a window that failed is asked again. */
    @WithDefault("1m")
    Duration retryDelay();

    /**
     * First Study Date to migrate; unset: all (windows begin at 1980, older ones are found with those without a date).
     */
    Optional<LocalDate> from();

    /** Last Study Date to migrate; unset: all. */
    Optional<LocalDate> to();

    /** Days in a query window before any splitting. */
    @WithDefault("366")
    int windowDays();

    /** A window of several days with more answers is cancelled and split in halves; one day is asked as a whole. */
    @WithDefault("500")
    int answerLimit();

    /** Also look for studies without Study Date, which no date range finds (one query for everything). */
    @WithDefault("true")
    boolean undated();

    /** Most answers taken from a query that days can't narrow: of one day, or for studies without Study Date. */
    @WithDefault("100000")
    int undatedLimit();

    /** Newest studies first. */
    @WithDefault("true")
    boolean newestFirst();

    /** Modalities (0008,0060) of the series to migrate; unset: all. Others stay FOUND in the ledger. */
    Optional<List<String>> modalities();

    /**
     * Take the number of instances on which SERIES and IMAGE level agree where STUDY level announces more: its count
     * may hold rejected objects.
     */
    @WithDefault("false")
    boolean acceptAgreedCounts();
}
