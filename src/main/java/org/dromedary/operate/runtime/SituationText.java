package org.dromedary.operate.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.Lines;
import org.dromedary.coordination.incident.NoticeText;

/** Orders, incidents, outages and pace in a terminal of 100 columns; what is as usual takes no line. */
final class SituationText {

    private static final int INDENT = 4;
    private static final int MAX_INCIDENTS = 5;

    private SituationText() {
    }

    static void append(StringBuilder text, Situation situation, JsonNode live) {
        if (!situation.orders().isEmpty()) {
            text.append("\norders in force\n");
            situation.orders().forEach(order -> line(text, order(order)));
        }
        if (!situation.outages().isEmpty()) {
            text.append("\narchives away\n");
            situation.outages().forEach(outage -> line(text, String.format("%s since %s: %s", outage.archive(),
                    NoticeText.time(outage.since()), outage.reason())));
        }
        if (!situation.incidents().isEmpty()) {
            text.append("\nopen incidents: ").append(situation.incidents().size())
                    .append(" ('incidents show ID' tells what to do)\n");
            situation.incidents().stream().limit(MAX_INCIDENTS).forEach(incident -> line(text, incident(incident)));
        }
        if (!situation.comingAgain().isEmpty()) {
            text.append("\nmessages that come again and again\n");
            situation.comingAgain().forEach(message -> line(text, message.text()));
        }
        if (situation.hl7().waiting() + situation.hl7().failed() > 0) {
            text.append("\nHL7 messages: ").append(situation.hl7().waiting()).append(" wait, ")
                    .append(situation.hl7().failed()).append(" failed")
                    .append(situation.hl7().failed() > 0 ? " ('hl7 list --failed' tells why)\n" : "\n");
        }
        List<String> handedOn = situation.handedOn().lines();
        if (!handedOn.isEmpty()) {
            text.append("\ntold to the new system\n");
            handedOn.forEach(line -> line(text, line));
        }
        if (live != null && live.path("pace").isArray()) {
            text.append("\npace\n");
            live.path("pace").forEach(lane -> line(text, lane(lane)));
        }
    }

    static String order(Order order) {
        String what = order.kind() == Kind.PAUSE ? "paused" : "window " + order.value();
        String why = order.reason().isEmpty() ? "" : ": " + order.reason();
        return order.scope() + " " + what + ", by " + order.by() + " at " + NoticeText.time(order.at()) + why;
    }

    private static String incident(Incident incident) {
        return String.format(Locale.ROOT, "%d %s%s, %d series wait: %s", incident.id(),
                NoticeText.time(incident.openedAt()), incident.isAcknowledged() ? " (acknowledged)" : "",
                incident.waiting(), incident.statement());
    }

    /** One kind of work with one archive, as the process says it. */
    static String lane(JsonNode lane) {
        String text = lane.path("archive").asText() + " " + lane.path("operation").asText().toLowerCase(Locale.ROOT)
                + ": " + lane.path("state").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (!lane.path("window").asText().isEmpty()) {
            text += " in window " + lane.path("window").asText();
        }
        String limitedBy = lane.path("limitedBy").asText();
        if (limitedBy.equals("none")) {
            return text;
        }
        String limit = lane.path("limit").asText();
        String reason = lane.path("reason").asText();
        return text + ", limited by " + limitedBy + (limit.isEmpty() ? "" : " (" + limit + ")")
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static void line(StringBuilder text, String content) {
        text.append(Lines.wrap("  -", INDENT, content));
    }
}
