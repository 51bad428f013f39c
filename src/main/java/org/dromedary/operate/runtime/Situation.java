package org.dromedary.operate.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.hospital.hl7.Hl7Ledger;
import org.dromedary.ledger.LedgerView;
import org.dromedary.ledger.RedeliveryLedger;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.record.SummaryText;

/**
 * How the migration stands: its numbers, the operator's orders, what prevents normal operation.
 *
 * @param outages  of the archives, as far as the ledger knows
 * @param hl7      HL7 messages that wait or failed
 * @param handedOn HL7 messages to the new system, and reports
 * @param comingAgain messages whose work was broken off again and again, at most a few
 */
public record Situation(Summary summary, List<Order> orders, List<Incident> incidents, List<Outage> outages,
        Hl7Ledger.Counts hl7, OutboxCounts handedOn, List<RedeliveryLedger.Line> comingAgain) {

    private static final int MAX_COMING_AGAIN = 20;

    /** An archive that was away when the ledger last heard of it. */
    public record Outage(String archive, Instant since, String reason) {
    }

    public static Situation of(Sql sql) {
        return new Situation(Summary.of(new LedgerView(sql)), new Controls(sql).orders(),
                new IncidentLedger(sql).open(), outages(sql),
                new Hl7Ledger(sql).counts(), OutboxCounts.of(sql), new LedgerView(sql).redeliveries(MAX_COMING_AGAIN));
    }

    static List<Outage> outages(Sql sql) {
        return List.of("source", "target").stream().map(role -> outage(sql, role)).flatMap(Optional::stream).toList();
    }

    private static Optional<Outage> outage(Sql sql, String role) {
        String begin = "The " + role + " archive is unavailable: ";
        return sql.query("""
                select at, detail from event where kind = 'archive' and reason_code = ? order by id desc limit 1""",
                row -> new Outage(role, row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        row.getString(2)), role).stream().filter(last -> last.reason().startsWith(begin))
                .map(last -> new Outage(role, last.since(), last.reason().substring(begin.length()))).findFirst();
    }

    /** The same where verified objects are proven in that way. */
    public Situation provenBy(Summary.Proof proof) {
        return new Situation(summary.provenBy(proof), orders, incidents, outages, hl7, handedOn, comingAgain);
    }

    /** One JSON object; names are stable. */
    public ObjectNode json() {
        ObjectNode json = (ObjectNode) Json.parse(SummaryText.json(summary));
        json.set("orders", Json.orders(orders));
        json.set("incidents", Json.incidents(incidents));
        json.set("outages", Json.of(outages));
        json.set("hl7", Json.of(hl7));
        json.set("handedOn", Json.of(handedOn));
        json.set("comingAgain", Json.of(comingAgain));
        return json;
    }

    /**
     * For a terminal.
     *
     * @param live what the running process says, or null if none was asked or answers
     */
    public String text(JsonNode live) {
        StringBuilder text = new StringBuilder(SummaryText.table(summary));
        text.append('\n').append(SummaryText.verdict(summary));
        SituationText.append(text, this, live);
        return text.toString();
    }
}
