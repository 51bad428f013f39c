package org.dromedary.pipeline.retrieve;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How series are fetched from the source. */
@ConfigMapping(prefix = "dromedary.retrieve")
public interface RetrieveSettings {

    /** Series fetched at the same time, each over its own association. */
    @WithDefault("2")
    int consumers();

    /** Tries before a series is UNAVAILABLE. */
    @WithDefault("2")
    int attempts();

    /** Ask the source for the SOP Instance UIDs of each series first, and compare by UID instead of by count. */
    @WithDefault("true")
    boolean expectUids();

    /** After the source's final answer, wait so long for objects still on their way. */
    @WithDefault("10s")
    Duration settle();

    /** The same for objects that the source says it has sent; no consumer waits meanwhile. */
    @WithDefault("1m")
    Duration settleClaimed();

    /**
     * Where objects are fetched by C-MOVE: ask by C-GET, once, for those that did not come in the last try, if the
     * source offers it.
     */
    @WithDefault("true")
    boolean getMissing();

    /**
     * What becomes of an object whose Patient ID, name or birth date is another than the source lists for its study:
     * FINDING (it goes on, with an event) or QUARANTINE.
     */
    @WithDefault("FINDING")
    OtherPatient otherPatient();

    /** What becomes of an object of another patient. */
    enum OtherPatient { FINDING, QUARANTINE }
}
