package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import javax.sql.DataSource;
import org.dromedary.coordination.incident.Incident;
import org.dromedary.coordination.incident.IncidentLedger;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;

/** What prevents normal operation. */
@Path("/api/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class IncidentResource {

    private static final int MAX_NUMBER = 1000;

    private final IncidentLedger ledger;
    private final Caller caller;

    IncidentResource(DataSource dataSource, Caller caller) {
        this.caller = caller;
        ledger = new IncidentLedger(Sql.over(dataSource));
    }

    /** What closing may say. */
    public record Closing(String because) {
    }

    @GET
    @Needs(Role.VIEWER)
    @Consumes(MediaType.WILDCARD)
    public JsonNode list(@QueryParam("all") boolean all) {
        return Json.incidents(all ? ledger.latest(MAX_NUMBER) : ledger.open());
    }

    @GET
    @Needs(Role.VIEWER)
    @Consumes(MediaType.WILDCARD)
    @Path("/{id}")
    public JsonNode show(@PathParam("id") long id) {
        return Json.incident(find(id));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Transactional
    @Path("/{id}/acknowledge")
    public JsonNode acknowledge(@PathParam("id") long id) {
        boolean first = ledger.acknowledge(id, caller.name());
        Incident incident = find(id);
        if (!first && !incident.isAcknowledged()) {
            throw new RefusedException("Incident " + id + " is closed already");
        }
        return Json.incident(incident);
    }

    @POST
    @Needs(Role.OPERATOR)
    @Transactional
    @Path("/{id}/close")
    public JsonNode close(@PathParam("id") long id, Closing closing) {
        String because = closing == null || closing.because() == null ? "" : closing.because();
        boolean closed = ledger.close(id, caller.name(), because);
        Incident incident = find(id);
        if (!closed) {
            throw new RefusedException("Incident " + id + " was closed by " + incident.closedBy() + " already");
        }
        return Json.incident(incident);
    }

    private Incident find(long id) {
        return ledger.find(id).orElseThrow(() -> new NotFoundException("There is no incident " + id
                + ": GET /api/incidents?all=true lists those there are"));
    }
}
