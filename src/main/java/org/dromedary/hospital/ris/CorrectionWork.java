package org.dromedary.hospital.ris;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.broker.BrokerException;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.hospital.hl7.Outbox;
import org.dromedary.hospital.ris.Corrections.Action;
import org.dromedary.identity.plan.Amendment;
import org.dromedary.identity.plan.CoercionSettings;
import org.dromedary.ledger.Change;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.SeriesMarks;
import org.dromedary.ledger.SeriesState;
import org.dromedary.ledger.Sql;
import org.dromedary.ledger.Transitions;
import org.dromedary.pipeline.stage.RowByRow;
import org.jboss.logging.Logger;

/**
 * Does the corrections that are QUEUED, on the leader: a step of each is one transaction of the ledger, and messages
 * are sent after it; ended anywhere, the next look goes on from there.
 */
@Singleton
@Named("risCorrections")
public class CorrectionWork implements Processor {

    /** Why a series that was VERIFIED moves again. */
    public static final String REASON = "CORRECTED";

    private static final Logger LOG = Logger.getLogger(CorrectionWork.class);
    private static final int BATCH_SIZE = 200;
    private static final String ON_ITS_WAY =
            SeriesState.quoted(state -> state.isMoving() && state != SeriesState.QUEUED);

    private final DataSource dataSource;
    private final Transitions transitions;
    private final Outbox outbox;
    private final RetrieveMessages messages;
    private final RisSettings settings;
    private final CoercionSettings coercion;
    private final Workers workers;
    private final RowByRow rows = new RowByRow("correction");

    CorrectionWork(DataSource dataSource, Transitions transitions, Outbox outbox, ConnectionFactory broker,
            RisSettings settings, CoercionSettings coercion, Workers workers) {
        this.dataSource = dataSource;
        this.transitions = transitions;
        this.outbox = outbox;
        this.messages = new RetrieveMessages(broker);
        this.settings = settings;
        this.coercion = coercion;
        this.workers = workers;
    }

    @Override
    public void process(Exchange exchange) {
        if (!workers.isLeader()) {
            return;
        }
        try {
            look();
        } catch (BrokerException | LedgerException away) {
            LOG.warnf("Corrections wait: %s", away.getMessage());
        }
    }

    /** Takes every correction in hand a step further. */
    void look() {
        inTransaction(sql -> new PlanFollowUp(sql, settings, coercion).overtaken());
        for (Action action : new Corrections(Sql.over(dataSource)).queued(BATCH_SIZE)) {
            if (action.begun() && !action.sent()) {
                messages.send(Sql.over(dataSource), action.studyId(), REASON);
                inTransaction(sql -> new Corrections(sql).sent(action));
                continue;
            }
            rows.work(action.id(), () -> inTransaction(sql -> follow(sql, action)),
                    reason -> inTransaction(sql -> new Corrections(sql).failed(action, reason)));
        }
    }

    private void follow(Sql sql, Action action) {
        switch (action.kind()) {
            case PLAN -> plan(sql, action);
            case FORWARD -> forward(sql, action);
            case RESEND -> resend(sql, action);
            case LIST -> throw new IllegalStateException("correction " + action.id() + " has nothing to do");
        }
    }

    private void inTransaction(Consumer<Sql> step) {
        QuarkusTransaction.requiringNew().run(() -> step.accept(Sql.over(dataSource)));
    }

    private void plan(Sql sql, Action action) {
        amend(sql, action).ifPresent(version -> {
            new Corrections(sql).done(action, version);
            followAgain(sql, action);
        });
    }

    /** A new version of the plan with the patient as the RIS says now. */
    private Optional<Integer> amend(Sql sql, Action action) {
        RisLedger ris = new RisLedger(sql);
        ris.lock();
        Amendment amendment = new Amendment(sql);
        amendment.lock();
        Optional<Person> person = new Corrections(sql).patient(action.studyId()).map(ris::byId).map(ris::survivorOf)
                .or(() -> planned(sql, action)
                        .flatMap(identity -> ris.survivor(identity.patientId(), identity.issuer())));
        if (person.isEmpty()) {
            new Corrections(sql).failed(action, "the RIS inventory has no patient for it: match and freeze again");
            return Optional.empty();
        }
        return Optional.of(amendment.amend(Map.of(action.studyId(), PlanFollowUp.values(person.get())),
                "adt-update", "correction " + action.id()));
    }

    /** The patient whom the plan in force names for the study. */
    private static Optional<Identity> planned(Sql sql, Action action) {
        return sql.query("select patient_id, issuer from plan_entry where study_id = ? order by version desc limit 1",
                row -> new Identity(row.getString(1), row.getString(2)), action.studyId()).stream().findFirst();
    }

    /** Each message goes once, in its order, whatever studies it is about. */
    private void forward(Sql sql, Action action) {
        List<Long> ids = sql.query("select hl7_message_id from corrective_message where action_id = ? order by 1",
                row -> row.getLong(1), action.id());
        for (long id : ids) {
            List<byte[]> body = sql.query("select body from hl7_message where id = ? and length(body) > 0",
                    row -> row.getBytes(1), id);
            if (body.isEmpty()) {
                new Corrections(sql).failed(action, "HL7 message " + id + " is no longer kept");
                return;
            }
            List<Long> before = sql.query("""
                    select outbound_id from corrective_message
                    where hl7_message_id = ? and outbound_id is not null limit 1""", row -> row.getLong(1), id);
            long outbound = before.isEmpty() ? outbox.put("ris", action.studyId(), body.get(0)) : before.get(0);
            sql.update("update corrective_message set outbound_id = ? where action_id = ? and hl7_message_id = ?",
                    outbound, action.id(), id);
        }
        amend(sql, action).ifPresent(version -> new Corrections(sql).applied(action, version));
    }

    private void resend(Sql sql, Action action) {
        if (count(sql, action, "state in (" + ON_ITS_WAY + ")") > 0) {
            // What is on its way has the old values: it is sent again once it is there.
            return;
        }
        if (action.begun()) {
            end(sql, action);
            return;
        }
        List<Long> series = sql.query("select id from series where study_id = ? and state = 'VERIFIED' order by id",
                row -> row.getLong(1), action.studyId());
        if (series.isEmpty()) {
            new Corrections(sql).failed(action, "no series of the study is VERIFIED: nothing can be sent again");
            return;
        }
        amend(sql, action).ifPresent(version -> {
            for (long id : series) {
                transitions.advance(id, SeriesState.VERIFIED, SeriesState.QUEUED, Change.because(REASON,
                        "sent again as version " + version + " of the plan says").attempt(0));
                // What the target took then has other values: nothing of it counts as sent.
                SeriesMarks.in(sql).forgetManifest(id);
            }
            new Corrections(sql).begun(action, version);
        });
    }

    private void end(Sql sql, Action action) {
        if (count(sql, action, "state = 'QUEUED'") > 0) {
            return;
        }
        long dead = sql.query("""
                select count(*) from series where study_id = ? and state_since >= ?
                    and state in ('UNAVAILABLE', 'REJECTED', 'QUARANTINED', 'HELD', 'SKIPPED')""",
                row -> row.getLong(1), action.studyId(), action.begunAt()).get(0);
        if (dead > 0) {
            new Corrections(sql).failed(action, dead + " series of the study did not become VERIFIED again:"
                    + " see the dead letters, replay them and choose 'resend' once more");
            return;
        }
        new Corrections(sql).applied(action, action.toVersion());
        followAgain(sql, action);
    }

    /** The RIS, or the study, may have gone on meanwhile. */
    private void followAgain(Sql sql, Action action) {
        planned(sql, action).ifPresent(identity ->
                new PlanFollowUp(sql, settings, coercion).patients(Set.of(identity), "adt-update", action.messageId()));
    }

    private static long count(Sql sql, Action action, String condition) {
        return sql.query("select count(*) from series where study_id = ? and " + condition, row -> row.getLong(1),
                action.studyId()).get(0);
    }
}
