package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Function;
import javax.sql.DataSource;
import org.dromedary.coordination.control.Audit;
import org.dromedary.coordination.control.Controls;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.Operator;
import org.dromedary.operate.runtime.Since;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.operate.settings.Settings;

/** The operator's orders, and what operators did. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OrderResource {

    private static final int MAX_NUMBER = 1000;

    private final Sql sql;
    private final Caller caller;

    OrderResource(DataSource dataSource, Caller caller) {
        this.caller = caller;
        sql = Sql.over(dataSource);
    }

    /**
     * An order; without stage and archive it is for everything.
     *
     * @param window of a pace: its name, or "auto"
     */
    public record Order(String stage, String archive, String window, String because) {
    }

    @GET
    @Needs(Role.VIEWER)
    @Consumes(MediaType.WILDCARD)
    @Path("/orders")
    public JsonNode orders() {
        return Json.orders(new Controls(sql).orders());
    }

    @POST
    @Needs(Role.OPERATOR)
    @Transactional
    @Path("/pause")
    public JsonNode pause(Order order) {
        return act(order, operator -> operator.pause(order.stage(), order.archive(), order.because()));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Transactional
    @Path("/resume")
    public JsonNode resume(Order order) {
        return act(order, operator -> operator.resume(order.stage(), order.archive()));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Transactional
    @Path("/pace")
    public JsonNode pace(Order order) {
        return act(order, operator -> operator.pace(order.window(), order.archive(), order.because()));
    }

    private JsonNode act(Order order, Function<Operator, String> act) {
        if (order == null) {
            throw new RefusedException("Send a JSON object, {} for everything");
        }
        Operator operator = new Operator(sql, Settings.load().paceWindows(), caller.name());
        String message = act.apply(operator);
        return Json.object().put("message", message).set("orders", Json.orders(operator.orders()));
    }

    @GET
    @Needs(Role.ADMIN)
    @Consumes(MediaType.WILDCARD)
    @Path("/audit")
    public JsonNode audit(@QueryParam("since") String since) {
        caller.readsAudit();
        return Json.audit(new Audit(sql).since(Since.of(since), MAX_NUMBER));
    }
}
