package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.dromedary.identity.plan.Freezing;
import org.dromedary.identity.plan.Freezing.Frozen;
import org.dromedary.identity.plan.PlanDecision;
import org.dromedary.identity.plan.PlanPolicy;
import org.dromedary.identity.plan.PlanVersions;
import org.dromedary.identity.plan.Review;
import org.dromedary.identity.plan.ReviewStudy;
import org.dromedary.identity.plan.WorkingDecisions;
import org.dromedary.identity.plan.WorkingDecisions.Answer;
import org.dromedary.ledger.Events;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.PlanRelease;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Role;
import org.dromedary.operate.settings.RefusedException;
import org.dromedary.pipeline.deadletter.DeadLetters;
import org.dromedary.pipeline.reconcile.ReconcileSettings;

/** The plan: what is to be reviewed, persons' decisions, freezing. Studies are named by their ids in the ledger. */
@Path("/api/plan")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PlanResource {

    private static final int MAX_NUMBER = 500;
    private static final int TIMEOUT_SECONDS = 1800;

    private final Sql sql;
    private final DeadLetters letters;
    private final PlanPolicy policy;
    private final Caller caller;

    PlanResource(DataSource dataSource, DeadLetters letters, ReconcileSettings settings, Caller caller) {
        this.caller = caller;
        this.sql = Sql.over(dataSource);
        this.letters = letters;
        this.policy = new PlanPolicy(settings);
    }

    /**
     * A person's decision.
     *
     * @param answer an exam id (several separated by a backslash), none, hold, or review to take an answer back
     */
    public record Decided(String answer, String note) {
    }

    /** Why something is frozen. */
    public record Note(String note) {
    }

    /**
     * Studies in the order of their ids.
     *
     * @param only  review, none, match or hold; absent: all
     * @param after id behind which to begin
     */
    @GET
    @Needs(Role.READER)
    @Consumes(MediaType.WILDCARD)
    @Path("/studies")
    public JsonNode studies(@QueryParam("only") String only, @QueryParam("after") long after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        List<ReviewStudy> page = new Review(sql).page(decision(only), after, Math.min(Math.max(1, limit), MAX_NUMBER));
        caller.reads(page.stream().map(study -> study.pacs().patientId()).toList());
        ObjectNode json = Json.object();
        json.set("studies", Json.of(page));
        return page.isEmpty() ? json : json.put("next", page.get(page.size() - 1).id());
    }

    @GET
    @Needs(Role.READER)
    @Consumes(MediaType.WILDCARD)
    @Path("/studies/{id}")
    public JsonNode study(@PathParam("id") long id) {
        ReviewStudy study = shown(find(id));
        ObjectNode json = (ObjectNode) Json.of(study);
        json.set("differs", Json.of(study.candidates().stream()
                .map(one -> one.exam() == null ? List.of() : study.differs(one.exam())).toList()));
        return json;
    }

    @POST
    @Needs(Role.PLANNER)
    @Transactional
    @Path("/studies/{id}/decision")
    public JsonNode decide(@PathParam("id") long id, Decided decided) {
        if (decided == null || decided.answer() == null || decided.answer().isBlank()) {
            throw new RefusedException("Send a JSON object with an answer: an exam id, none, hold or review");
        }
        find(id);
        String by = caller.name();
        Answer answer = Answer.of(decided.answer().strip());
        if (new WorkingDecisions(sql).decide(id, answer, by, decided.note())) {
            Events.in(sql).operator("PLAN_REVIEW", "study " + id + ": " + answer.decision(), by);
        }
        return Json.of(shown(find(id)));
    }

    private ReviewStudy find(long id) {
        return new Review(sql).study(id).orElseThrow(() -> new NotFoundException("There is no study " + id
                + " with a proposal: 'reconcile match' makes one for each"));
    }

    private ReviewStudy shown(ReviewStudy study) {
        caller.reads(List.of(study.pacs().patientId()));
        return study;
    }

    @GET
    @Needs(Role.VIEWER)
    @Consumes(MediaType.WILDCARD)
    @Path("/versions")
    public JsonNode versions() {
        return Json.of(new PlanVersions(sql).list());
    }

    /** Freezes, then sends on what had waited for it. */
    @POST
    @Needs(Role.PLANNER)
    @Path("/freeze")
    public JsonNode freeze(Note note) {
        String by = caller.name();
        Optional<Frozen> frozen = QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS)
                .call(() -> new Freezing(sql).freeze(by, note == null ? null : note.note()));
        ObjectNode json = Json.object().put("changed", frozen.isPresent());
        frozen.ifPresent(version -> json.setAll((ObjectNode) Json.of(version)));
        return json.put("released", new PlanRelease(sql, letters, policy).run(by));
    }

    private static PlanDecision decision(String only) {
        if (only == null || only.isBlank()) {
            return null;
        }
        return Arrays.stream(PlanDecision.values())
                .filter(decision -> decision.name().equals(only.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new RefusedException("only is one of review, none, match, hold"));
    }
}
