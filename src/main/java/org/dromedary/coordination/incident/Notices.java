package org.dromedary.coordination.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.dromedary.coordination.incident.NoticeLedger.Notice;
import org.dromedary.coordination.incident.NoticeLedger.State;
import org.dromedary.coordination.settings.RedeliverySettings;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Each opening and closing of an incident is told once by each channel: the steps of the routes that do it. */
@ApplicationScoped
@Named("incidentNotices")
public class Notices {

    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final String NOTICE = "DromedaryNotice";
    private static final String CHANNEL = "DromedaryChannel";
    private static final int TRIES = 10;

    private final Sql sql;
    private final Incidents incidents;
    private final IncidentSettings settings;
    private final Workers workers;
    private final ObjectMapper mapper;
    private final int tries;
    private final Optional<LedgerDown> ledgerDown;

    Notices(DataSource dataSource, Incidents incidents, IncidentSettings settings, Workers workers,
            ObjectMapper mapper, RedeliverySettings redelivery,
            @ConfigProperty(name = "dromedary.database.url") Optional<String> externalLedger) {
        this.sql = Sql.over(dataSource);
        this.incidents = incidents;
        this.settings = settings;
        this.workers = workers;
        this.mapper = mapper;
        this.tries = Math.min(TRIES, redelivery.maxAttempts());
        // The embedded one has somebody who starts it again, and tells if that fails.
        this.ledgerDown = externalLedger.map(url ->
                new LedgerDown("The database of the ledger does not answer; all work"
                + " waits.", "Check that the server of dromedary.database.url runs, can be reached and lets us in."
                + " It is asked again and again; the work goes on when it answers.", settings.unavailableAfter(),
                new DirectNotice(settings)));
    }

    /** By the clock: leaves the notices that need a message in the body. */
    public void due(Exchange exchange) {
        incidents.flush();
        try {
            boolean leader = workers.isLeader();
            exchange.getMessage().setBody(leader ? due() : List.of());
            if (leader) {
                ledgerDown.ifPresent(down -> down.answered("the database answers again", Instant.now()));
            }
        } catch (RuntimeException e) {
            ledgerDown.ifPresent(down -> down.failed(e.getClass().getSimpleName(), Instant.now()));
            LOG.debugf("The ledger can't be asked for incidents now: %s", e);
            exchange.getMessage().setBody(List.of());
        }
    }

    List<Notice> due() {
        NoticeLedger ledger = new NoticeLedger(sql);
        return QuarkusTransaction.requiringNew().call(() -> {
            Channel.of(settings).forEach(channel -> ledger.note(channel, settings.againWithin()));
            return ledger.unsent();
        });
    }

    /** Turns the body, one notice, into its message: its id only, what it says is looked up when it is told. */
    public void message(Exchange exchange) {
        Notice notice = exchange.getMessage().getBody(Notice.class);
        Message message = exchange.getMessage();
        message.setHeader(NOTICE, notice.id());
        message.setHeader("JMSXGroupID", "incident-" + notice.incidentId() + "-" + notice.channel());
        message.setBody(Long.toString(notice.id()));
    }

    /** The message is in its queue. */
    public void queued(Exchange exchange) {
        set(exchange.getMessage().getHeader(NOTICE, Long.class), State.QUEUED);
    }

    /** Makes of a message what its channel sends; ends what was told, or tried too often. */
    public void compose(Exchange exchange) {
        Message message = exchange.getMessage();
        int delivery = message.getHeader("JMSXDeliveryCount", 1, Integer.class);
        Optional<Notice> found = new NoticeLedger(sql).find(message.getHeader(NOTICE, Long.class));
        Optional<Incident> incident = found.flatMap(notice -> new IncidentLedger(sql).find(notice.incidentId()));
        boolean done = found.isEmpty() || incident.isEmpty() || found.get().state() == State.TOLD
                || found.get().state() == State.GIVEN_UP
                || !Channel.of(settings).contains(found.get().channel());
        if (!done && delivery >= tries) {
            LOG.errorf("Nobody could be told of incident %d by %s in %d tries; given up", incident.get().id(),
                    found.get().channel(), delivery - 1);
            set(found.get().id(), State.GIVEN_UP);
            done = true;
        }
        if (done) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(NOTICE, found.get().id());
        exchange.setProperty(CHANNEL, address(found.get().channel()));
        write(message, incident.get(), found.get().channel());
    }

    private String address(Channel channel) {
        return channel == Channel.WEBHOOK ? "bean:incidentWebhook"
                : "incident-mail:" + settings.mailServer().orElseThrow();
    }

    private void write(Message message, Incident incident, Channel channel) {
        message.removeHeaders("*");
        if (channel == Channel.WEBHOOK) {
            message.setBody(NoticeText.json(mapper, incident));
            return;
        }
        message.setHeader("From", settings.mailFrom().orElseThrow());
        message.setHeader("To", String.join(", ", settings.mailTo().orElseThrow()));
        message.setHeader("Subject", NoticeText.headline(incident));
        message.setHeader("Content-Type", "text/plain; charset=UTF-8");
        message.setBody(NoticeText.details(incident));
    }

    /** The channel took it. */
    public void told(Exchange exchange) {
        set(exchange.getProperty(NOTICE, Long.class), State.TOLD);
    }

    /** The channel did not take it: the message comes again after a pause, which the broker keeps. */
    public void failed(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        LOG.warnf("An incident could not be told by %s, it is tried again: %s",
                exchange.getProperty(CHANNEL, "its channel", String.class), failure);
        exchange.setRollbackOnly(true);
        exchange.setRouteStop(true);
    }

    private void set(long notice, State state) {
        QuarkusTransaction.requiringNew().run(() -> new NoticeLedger(sql).is(notice, state));
    }
}
