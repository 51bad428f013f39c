package org.dromedary.archives.archive;

import java.time.Instant;
import java.util.Map;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.dicom.tls.TlsParty;
import org.jboss.logging.Logger;

/** Reads certificates that were changed, and makes an incident of those that expire soon. */
final class ExpiryWatch implements Runnable {

    static final String KIND = "CERTIFICATE_EXPIRES";
    private static final Logger LOG = Logger.getLogger(ExpiryWatch.class);

    private final TlsParties parties;
    private final Incidents incidents;

    ExpiryWatch(TlsParties parties, Incidents incidents) {
        this.parties = parties;
        this.incidents = incidents;
    }

    @Override
    public void run() {
        try {
            for (Map.Entry<String, TlsParty> each : parties.all().entrySet()) {
                look(each.getKey(), each.getValue());
            }
        } catch (RuntimeException e) {
            LOG.debugf("certificates not looked after: %s", e.getMessage());
        }
    }

    private void look(String group, TlsParty party) {
        party.look();
        Instant end = party.expires();
        if (end.minus(parties.notice()).isAfter(Instant.now())) {
            incidents.close(KIND, group, Incident.ITSELF, "no certificate expires soon");
            return;
        }
        incidents.open(KIND, group, "A certificate of " + group + (end.isAfter(Instant.now()) ? " expires on "
                : " has expired on ") + end + ".", party.expiring(),
                "Renew it, and write the new one into the same file (dromedary.tls.certificate, key or trusted): it is"
                + " read within a minute, without a restart.");
    }
}
