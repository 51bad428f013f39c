package org.dromedary.operate.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.dromedary.coordination.control.Controls;
import org.dromedary.coordination.control.Controls.Kind;
import org.dromedary.coordination.control.Controls.Order;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.coordination.incident.NoticeText;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Stage;
import org.dromedary.operate.runtime.Situation.Outage;

/**
 * What keeps the work of a stage from being begun at this moment: no worker, an order, an archive that is away, an
 * incident, the pace. From the ledger and, as far as one runs here, from the process itself.
 */
public final class WhyNotNow {

    private static final String WORKERS = """
            select count(*) from worker where seen_at between utc_timestamp(3) - interval 15 second
                and utc_timestamp(3) + interval 15 second""";

    private final long workers;
    private final List<Order> orders;
    private final List<Incident> incidents;
    private final List<Outage> outages;
    private final JsonNode live;

    private WhyNotNow(long workers, List<Order> orders, List<Incident> incidents, List<Outage> outages,
            JsonNode live) {
        this.workers = workers;
        this.orders = orders;
        this.incidents = incidents;
        this.outages = outages;
        this.live = live;
    }

    /** @param live what the running process says ({@link RunningDaemon#live}), or null */
    public static WhyNotNow of(Sql sql, JsonNode live) {
        return new WhyNotNow(sql.query(WORKERS, row -> row.getLong(1)).get(0), new Controls(sql).orders(),
                new IncidentLedger(sql).open(), Situation.outages(sql), live);
    }

    /** What keeps that stage from beginning anything; empty if nothing does. */
    public List<String> at(Stage stage) {
        List<String> reasons = new ArrayList<>();
        if (workers == 0) {
            reasons.add("no worker runs");
        }
        List<String> scopes = List.of(Controls.ALL, Controls.stage(stage.id()),
                Controls.archive(stage.archive()));
        orders.stream().filter(order -> order.kind() == Kind.PAUSE && scopes.contains(order.scope()))
                .forEach(order -> reasons.add("by order: " + SituationText.order(order)));
        List<String> subjects = List.of(stage.id(), Controls.stage(stage.id()), stage.archive());
        incidents.stream().filter(incident -> subjects.contains(incident.subject())
                || stage == Stage.RETRIEVE && incident.kind().equals("SPOOL_FULL")).forEach(incident ->
                reasons.add("incident " + incident.id() + ", " + incident.kind() + ": " + incident.statement()));
        outages.stream().filter(outage -> outage.archive().equals(stage.archive())).forEach(outage -> reasons.add("the "
                + outage.archive() + " archive is away since " + NoticeText.time(outage.since()) + ": "
                + outage.reason()));
        pace(stage, reasons);
        return reasons;
    }

    private void pace(Stage stage, List<String> reasons) {
        if (live == null) {
            return;
        }
        StreamSupport.stream(live.path("pace").spliterator(), false)
                .filter(lane -> lane.path("archive").asText().equals(stage.archive())
                        && lane.path("operation").asText().equals(stage.operation().orElse("")))
                .filter(lane -> !lane.path("state").asText().equals("RUNNING")
                        || !lane.path("limitedBy").asText("none").equals("none"))
                .forEach(lane -> reasons.add("pace of " + SituationText.lane(lane) + until(lane)));
    }

    private static String until(JsonNode lane) {
        String until = lane.path("until").asText("");
        return until.isEmpty() || until.equals("null") ? "" : ", until " + until;
    }
}
