package org.dromedary.coordination.incident;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.dromedary.coordination.audit.AuditTrouble;

/** An audit that can't be written or sent is an incident. */
@ApplicationScoped
class AuditIncidents {

    private static final String NOT_WRITTEN = "AUDIT_NOT_WRITTEN";
    private static final String NOT_SENT = "AUDIT_NOT_SENT";
    private static final String SUBJECT = "audit";

    private final Incidents incidents;

    AuditIncidents(Incidents incidents) {
        this.incidents = incidents;
    }

    void onTrouble(@Observes AuditTrouble trouble) {
        boolean syslog = trouble.subject().equals(AuditTrouble.SYSLOG);
        if (trouble.evidence() == null) {
            incidents.close(syslog ? NOT_SENT : NOT_WRITTEN, SUBJECT, Incident.ITSELF, "it is taken again");
        } else if (syslog) {
            incidents.open(NOT_SENT, SUBJECT, "The syslog server does not take the audit.", trouble.evidence(),
                    "Look at it and at dromedary.audit.syslog. What it misses waits in the trail and is sent later.");
        } else {
            incidents.open(NOT_WRITTEN, SUBJECT, "The audit trail can't be written.", trouble.evidence(),
                    "Look at the disk and the rights of the data folder. The migration goes on without audit.");
        }
    }
}
