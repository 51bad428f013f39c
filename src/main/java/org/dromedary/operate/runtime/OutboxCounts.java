package org.dromedary.operate.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.dromedary.hospital.hl7.OutboundLedger;
import org.dromedary.hospital.reports.ReportLedger;
import org.dromedary.ledger.Sql;

/**
 * What is told to the new system in HL7, and how far the old RIS's reports are.
 *
 * @param outgoing messages by state
 * @param reports  by state
 * @param held     held reports by the reason for which they are
 */
public record OutboxCounts(Map<String, Long> outgoing, Map<String, Long> reports, Map<String, Long> held) {

    static OutboxCounts of(Sql sql) {
        Map<String, Long> outgoing = new TreeMap<>();
        new OutboundLedger(sql).counts().forEach((state, count) -> outgoing.put(state.name(), count));
        ReportLedger reports = new ReportLedger(sql);
        return new OutboxCounts(outgoing, reports.counts(), reports.heldByReason());
    }

    /** For a terminal; what there is none of takes no line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (outgoing.values().stream().anyMatch(count -> count > 0)) {
            lines.add("outgoing HL7 messages: " + words(outgoing)
                    + (outgoing.getOrDefault("FAILED", 0L) > 0 ? " ('hl7 out list' tells why)" : ""));
        }
        if (!reports.isEmpty()) {
            lines.add("reports: " + words(reports));
        }
        if (!held.isEmpty()) {
            lines.add("reports are held because: " + words(held));
        }
        return lines;
    }

    private static String words(Map<String, Long> counts) {
        StringJoiner words = new StringJoiner(", ");
        counts.forEach((what, count) -> {
            if (count > 0) {
                words.add(String.format(Locale.ROOT, "%d %s", count, what.toLowerCase(Locale.ROOT).replace('_', ' ')));
            }
        });
        return words.toString();
    }
}
