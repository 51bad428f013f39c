package org.dromedary.operate.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.dromedary.archives.archive.Archives;
import org.dromedary.archives.pace.Operation;
import org.dromedary.archives.pace.Pace;
import org.dromedary.archives.pace.PaceStatus;
import org.dromedary.pipeline.stage.SpoolRoom;

/** The present limit of each archive and operation, and which side sets it: an archive that is away comes first. */
@ApplicationScoped
class LivePace implements LiveStatus {

    private final Pace pace;
    private final Archives archives;
    private final SpoolRoom room;

    LivePace(Pace pace, Archives archives, SpoolRoom room) {
        this.pace = pace;
        this.archives = archives;
        this.room = room;
    }

    @Override
    public String name() {
        return "pace";
    }

    @Override
    public Object value() {
        Map<String, String> outages = archives.outages();
        return pace.status().stream().map(status -> limited(status, outages.get(status.archive()))).toList();
    }

    private PaceStatus limited(PaceStatus status, String outage) {
        boolean retrieves = status.operation() == Operation.RETRIEVE;
        if (outage != null) {
            return status.limitedBy(status.archive(), outage);
        }
        return retrieves && room.suspended() != null ? status.limitedBy("spool", room.suspended()) : status;
    }
}
