package org.dromedary.operate.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.identity.plan.PlanException;
import org.dromedary.ledger.LedgerException;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.security.NotAllowedException;
import org.dromedary.operate.settings.RefusedException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error is a JSON object whose {@code error} says what to do. */
class ErrorMappers {

    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    Response refused(RefusedException e) {
        return answer(400, e.getMessage());
    }

    @ServerExceptionMapper
    Response notAllowed(NotAllowedException e) {
        Response refusal = answer(e.isTooMany() ? 429 : 401, e.getMessage());
        return !e.isTooMany() ? refusal : Response.fromResponse(refusal)
                .header("Retry-After", e.retryAfter().toSeconds()).build();
    }

    @ServerExceptionMapper
    Response plan(PlanException e) {
        return answer(400, e.getMessage());
    }

    @ServerExceptionMapper
    Response ledger(LedgerException e) {
        LOG.warnf("REST: %s", e.getMessage());
        return answer(503, "The ledger is out of reach now: try again");
    }

    @ServerExceptionMapper
    Response broker(BrokerException e) {
        LOG.warnf("REST: %s", e.getMessage());
        return answer(503, "The broker is out of reach now: try again");
    }

    @ServerExceptionMapper
    Response json(JacksonException e) {
        return answer(400, words(e));
    }

    /** Quarkus has a mapper of its own for this one, which says nothing. */
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return answer(400, words(e));
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (e.getCause() instanceof JacksonException cause) {
            return answer(status, words(cause));
        }
        return answer(status, status == 404 && !e.getMessage().startsWith("There is no ")
                ? "There is nothing at this address: docs/operations.md lists those there are" : e.getMessage());
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        LOG.error("A REST request failed unexpectedly", e);
        return answer(500, "This failed unexpectedly; the log says why");
    }

    /** Jackson's own words would repeat what was sent. */
    private static String words(JacksonException e) {
        return e instanceof UnrecognizedPropertyException unknown
                ? "There is no member '" + unknown.getPropertyName() + "' here: use those of "
                + unknown.getKnownPropertyIds() : "The body is not the JSON object that is expected here";
    }

    private static Response answer(int status, String error) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(Json.error(error)).build();
    }
}
