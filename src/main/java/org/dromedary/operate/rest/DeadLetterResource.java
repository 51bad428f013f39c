package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.pipeline.deadletter.DeadLetterFilter;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.deadletter.Suspects;

/** What could not pass a stage: looked at, sent back there, given up. */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeadLetterResource {

    private static final int MAX_NUMBER = 1000;

    private final DeadLetters letters;
    private final Suspects suspects;
    private final Caller caller;

    DeadLetterResource(DeadLetters letters, Suspects suspects, Caller caller) {
        this.caller = caller;
        this.letters = letters;
        this.suspects = suspects;
    }

    /**
     * Which are meant, and why.
     *
     * @param all must be true if nothing else says which
     * @param suspect of a replay: not dead letters, but what is in doubt without one
     * @param because of a discard, which needs it
     */
    public record Selection(String reason, String stage, String study, Long series, boolean all, boolean suspect,
            String because) {

        DeadLetterFilter filter() {
            DeadLetterFilter filter = new DeadLetterFilter(reason, stage, study, series);
            if (filter.isAll() && !all && !suspect) {
                throw new RefusedException("Say which: reason, stage, study or series; or all: true");
            }
            return filter;
        }
    }

    @GET
    @Needs(Role.OPERATOR)
    @Consumes(MediaType.WILDCARD)
    public JsonNode list(@QueryParam("reason") String reason, @QueryParam("stage") String stage,
            @QueryParam("study") String study, @QueryParam("series") Long series) {
        return Json.of(letters.list(new DeadLetterFilter(reason, stage, study, series), MAX_NUMBER));
    }

    /** That of one series, with its events and exceptions. */
    @GET
    @Needs(Role.OPERATOR)
    @Consumes(MediaType.WILDCARD)
    @Path("/{series}")
    public JsonNode show(@PathParam("series") long series) {
        return letters.show(DeadLetterFilter.series(series)).map(Json::of).orElseThrow(() -> new NotFoundException(
                "There is no dead letter of series " + series + ": GET /api/dead-letters lists those there are"));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/replay")
    public JsonNode replay(Selection selection) {
        if (given(selection).suspect()) {
            Suspects.Asked asked = suspects.askAgain(selection.filter(), caller.name());
            return Json.object().put("series", asked.series()).put("windows", asked.windows());
        }
        return Json.object().put("replayed", letters.replay(given(selection).filter(), caller.name()));
    }

    @POST
    @Needs(Role.OPERATOR)
    @Path("/discard")
    public JsonNode discard(Selection selection) {
        DeadLetterFilter filter = given(selection).filter();
        if (selection.suspect()) {
            throw new RefusedException("What is in doubt is no dead letter: it can be replayed, not discarded");
        }
        if (selection.because() == null || selection.because().isBlank()) {
            throw new RefusedException("Say why, as because: for the record, without patient data");
        }
        return Json.object().put("discarded", letters.discard(filter, selection.because(), caller.name()));
    }

    private static Selection given(Selection selection) {
        if (selection == null) {
            throw new RefusedException("Send a JSON object that says which: {\"reason\": \"…\"}");
        }
        return selection;
    }
}
