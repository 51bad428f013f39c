package org.dromedary.operate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.Sql;
import org.dromedary.operate.record.Summary;
import org.dromedary.operate.runtime.Json;
import org.dromedary.operate.runtime.LiveStatus;
import org.dromedary.operate.runtime.Situation;
import org.dromedary.operate.security.Needs;
import org.dromedary.operate.security.Open;
import org.dromedary.operate.security.Role;
import org.dromedary.pipeline.verify.VerifySettings;

/** How the migration stands, and whether this process is well. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

    private final DataSource dataSource;
    private final CamelContext camel;
    private final ConnectionFactory broker;
    private final List<LiveStatus> parts;
    private final Summary.Proof proof;

    StatusResource(DataSource dataSource, CamelContext camel, ConnectionFactory broker, @All List<LiveStatus> parts,
            VerifySettings verify) {
        this.proof = Summary.Proof.of(verify.method());
        this.dataSource = dataSource;
        this.camel = camel;
        this.broker = broker;
        this.parts = parts;
    }

    @GET
    @Needs(Role.VIEWER)
    @Path("/status")
    public JsonNode status() {
        ObjectNode json = Situation.of(Sql.over(dataSource)).provenBy(proof).json();
        json.set("live", live());
        return json;
    }

    /** What only this process knows; asks the ledger nothing. */
    @GET
    @Needs(Role.VIEWER)
    @Path("/live")
    public JsonNode live() {
        ObjectNode json = Json.object();
        parts.forEach(part -> json.set(part.name(), Json.of(part.value())));
        return json;
    }

    /** The process runs. */
    @GET
    @Open
    @NonBlocking
    @Path("/health/live")
    public JsonNode alive() {
        return Json.object().put("status", "UP");
    }

    /** The process can work: its ledger and its broker answer and its routes run. */
    @GET
    @Open
    @Path("/health/ready")
    public Response ready() {
        boolean ledger;
        try {
            ledger = !Sql.over(dataSource).query("select 1", row -> row.getInt(1)).isEmpty();
        } catch (LedgerException e) {
            ledger = false;
        }
        boolean queues = brokerAnswers();
        boolean routes = camel.getStatus().isStarted();
        boolean ready = ledger && queues && routes;
        ObjectNode json = Json.object().put("status", ready ? "UP" : "DOWN").put("ledger", ledger).put("broker", queues)
                .put("routes", routes);
        return Response.status(ready ? 200 : 503).entity(json).build();
    }

    /** A temporary queue has to be made by the broker itself; a pooled connection alone proves nothing. */
    private boolean brokerAnswers() {
        try (JMSContext context = broker.createContext()) {
            context.createTemporaryQueue().delete();
            return true;
        } catch (JMSException | JMSRuntimeException e) {
            return false;
        }
    }
}
