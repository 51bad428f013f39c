package org.dromedary.archives.pace;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** By which calendar the pace windows are read. */
@ConfigMapping(prefix = "dromedary.calendar")
@Unremovable
public interface CalendarSettings {

    /** Time zone of the clock on the wall, such as Europe/Berlin; unset: that of the system. */
    Optional<String> timeZone();

    /** Dates that are holidays, such as 2026-12-25. */
    Optional<List<String>> holidays();

    /** What still runs so long after the pace became stopped is broken off; unset: it may finish. */
    Optional<String> parkAfter();
}
