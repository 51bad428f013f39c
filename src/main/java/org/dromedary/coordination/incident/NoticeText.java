package org.dromedary.coordination.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An incident in words for a person, and as JSON for a program; neither carries links or patient data. */
public final class NoticeText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private static final int COLUMN = 12;

    private NoticeText() {
    }

    /** One line: the subject of a mail, the text of a chat message. */
    static String headline(Incident incident) {
        return "[Dromedary] " + (incident.isOpen() ? "Incident " : "Over: incident ") + number(incident)
                + incident.kind() + " " + incident.subject();
    }

    /** What was told without the ledger has none. */
    private static String number(Incident incident) {
        return incident.id() == 0 ? "" : incident.id() + ", ";
    }

    /** All that is known, one fact a line. */
    public static String details(Incident incident) {
        StringBuilder text = new StringBuilder(Lines.wrap(" ", 1, incident.statement()).stripLeading()).append('\n');
        line(text, "Incident", number(incident) + incident.kind() + " " + incident.subject());
        line(text, "Since", time(incident.openedAt()));
        if (incident.isOpen()) {
            line(text, "Waiting", incident.waiting() + " series");
        }
        line(text, "Noticed", incident.times() == 1 ? "once"
                : incident.times() + " times, last at " + time(incident.lastAt()));
        line(text, "Evidence", incident.evidence());
        if (incident.isAcknowledged()) {
            line(text, "Seen by", incident.acknowledgedBy() + " at " + time(incident.acknowledgedAt()));
        }
        if (incident.isOpen()) {
            line(text, "What to do", incident.advice());
        } else {
            line(text, "Closed", time(incident.closedAt()) + " by " + incident.closedBy()
                    + (incident.closeReason().isBlank() ? "" : ": " + incident.closeReason()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(Lines.wrap(name + ":", COLUMN, value));
    }

    /** That time in UTC, to the second. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** What a webhook is sent; {@code text} is the member that chat programs show. */
    static String json(ObjectMapper mapper, Incident incident) {
        ObjectNode json = mapper.createObjectNode();
        json.put("what", incident.isOpen() ? "OPENED" : "CLOSED");
        json.put("text", headline(incident) + ": " + incident.statement());
        json.setAll(tree(mapper, incident));
        return json.toString();
    }

    /** The incident as JSON; names are stable, times ISO 8601. */
    public static ObjectNode tree(ObjectMapper mapper, Incident incident) {
        ObjectNode json = mapper.createObjectNode();
        json.put("id", incident.id()).put("kind", incident.kind()).put("subject", incident.subject())
                .put("statement", incident.statement()).put("since", incident.openedAt().toString())
                .put("waitingSeries", incident.waiting()).put("times", incident.times())
                .put("evidence", incident.evidence()).put("evidenceAt", incident.lastAt().toString())
                .put("advice", incident.advice());
        if (incident.isAcknowledged()) {
            json.put("acknowledgedAt", incident.acknowledgedAt().toString())
                    .put("acknowledgedBy", incident.acknowledgedBy());
        }
        if (!incident.isOpen()) {
            json.put("closedAt", incident.closedAt().toString()).put("closedBy", incident.closedBy())
                    .put("closeReason", incident.closeReason());
        }
        return json;
    }
}
