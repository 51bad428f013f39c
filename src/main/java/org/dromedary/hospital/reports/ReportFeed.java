package org.dromedary.hospital.reports;

import jakarta.enterprise.context.ApplicationScoped;
import org.dromedary.hospital.hl7.Hl7FormatException;
import org.dromedary.hospital.hl7.Hl7Listener;
import org.dromedary.hospital.hl7.Hl7Message;
import org.dromedary.hospital.hl7.Outcome;

/** Takes in the reports (ORU^R01, HL7 v2.5.1 §7.3.1) among the messages of the old RIS. */
@ApplicationScoped
public class ReportFeed implements Hl7Listener {

    private final ReportDesk desk;
    private final boolean enabled;

    ReportFeed(ReportDesk desk, ReportSettings settings) {
        this.desk = desk;
        this.enabled = settings.enabled();
    }

    @Override
    public boolean wants(String type, String trigger) {
        return enabled && type.equals("ORU") && (trigger.equals("R01") || trigger.isEmpty());
    }

    @Override
    public void take(long messageId, Hl7Message message, Outcome outcome) throws Hl7FormatException {
        outcome.did(desk.take(messageId));
    }
}
