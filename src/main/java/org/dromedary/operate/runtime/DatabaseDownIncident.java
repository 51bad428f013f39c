package org.dromedary.operate.runtime;

import java.time.Duration;
import java.time.Instant;
import org.dromedary.coordination.incident.DirectNotice;
import org.dromedary.coordination.incident.IncidentSettings;
import org.dromedary.coordination.incident.LedgerDown;
import org.dromedary.operate.embedded.LedgerOutage;

/** Makes an incident of an embedded database that is down. */
final class DatabaseDownIncident implements LedgerOutage {

    private final LedgerDown incident;

    DatabaseDownIncident(IncidentSettings settings) {
        incident = new LedgerDown("The embedded database is down and can't be started again; all work waits.",
                "Look at mariadb/mariadbd.log in the data folder: memory, a full disk or a damaged file are usual causes."
                        + " It is started again at most a minute apart; the work goes on when it runs.",
                Duration.ZERO, new DirectNotice(settings));
    }

    @Override
    public void begun(String reason, int tries) {
        incident.failed(reason + "; started " + tries + " times", Instant.now());
    }

    @Override
    public void over(int tries) {
        incident.answered("the database runs again, at try " + tries, Instant.now());
    }
}
