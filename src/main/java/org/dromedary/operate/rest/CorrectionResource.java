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
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.dromedary.hospital.ris.Corrections;
import org.dromedary.hospital.ris.Corrections.Action;
import org.dromedary.hospital.ris.Corrections.Kind;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;

/** Studies of which the RIS says something else by now than was planned or sent. */
@Path("/api/corrections")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CorrectionResource {

    private static final int MAX_NUMBER = 1000;

    private final Corrections corrections;
    private final Caller caller;

    CorrectionResource(DataSource dataSource, Caller caller) {
        this.caller = caller;
        corrections = new Corrections(Sql.over(dataSource));
    }

    /** What dismissing may say. */
    public record Dismissal(String because) {
    }

    @GET
    @Needs(Role.READER)
    @Consumes(MediaType.WILDCARD)
    public JsonNode list(@QueryParam("all") boolean all) {
        caller.reads(List.of());
        return Json.of(corrections.list(all, MAX_NUMBER));
    }

    @POST
    @Needs(Role.PLANNER)
    @Transactional
    @Path("/{id}/{act:resend|forward|plan}")
    public JsonNode choose(@PathParam("id") long id, @PathParam("act") String act) {
        Action action = find(id);
        try {
            if (!corrections.choose(id, Kind.valueOf(act.toUpperCase(Locale.ROOT)), caller.name())) {
                throw new RefusedException("Correction " + id + " is " + action.state() + " already");
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException("Correction " + id + " can't be done so: " + e.getMessage());
        }
        return Json.of(find(id));
    }

    @POST
    @Needs(Role.PLANNER)
    @Transactional
    @Path("/{id}/dismiss")
    public JsonNode dismiss(@PathParam("id") long id, Dismissal dismissal) {
        Action action = find(id);
        String because = dismissal == null || dismissal.because() == null ? "" : dismissal.because();
        if (!corrections.dismiss(id, caller.name(), because)) {
            throw new RefusedException("Correction " + id + " is " + action.state() + " already, or has begun");
        }
        return Json.of(find(id));
    }

    private Action find(long id) {
        return corrections.find(id).orElseThrow(() -> new NotFoundException("There is no correction " + id
                + ": GET /api/corrections?all=true lists those there are"));
    }
}
