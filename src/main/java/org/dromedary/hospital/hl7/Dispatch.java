package org.dromedary.hospital.hl7;

import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.transaction.TransactionManager;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.hospital.hl7.Hl7Ledger.State;
import org.dromedary.hospital.hl7.TimedTaking.OverdueException;
import org.dromedary.hospital.hl7.TimedTaking.Watched;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.RedeliveryLedger.Item;
import org.dromedary.ledger.Sql;
import org.dromedary.pipeline.stage.FailureClassifier;
import org.dromedary.pipeline.stage.Redeliveries;
import org.dromedary.pipeline.stage.StageException;
import org.jboss.logging.Logger;

/**
 * Gives the messages that wait to their listeners, in the order in which they came. A message of the queue says only
 * that there are some: the ledger says which (law 1), so that none overtakes one that is being tried again.
 */
@ApplicationScoped
@Named("hl7Dispatch")
@Unremovable
public class Dispatch implements Processor {

    private static final Logger LOG = Logger.getLogger(Dispatch.class);
    private static final int MESSAGES_PER_TRANSACTION = 50;
    /** Tries after which an error of ours is the message's end; what the ledger can't take now waits for ever. */
    private static final int TRIES = 3;

    private final Hl7Ledger ledger;
    private final List<Hl7Listener> listeners;
    private final Hl7Charsets charsets;
    private final TimedTaking taking;
    private final Redeliveries redeliveries;
    private final AuditLog audit;

    Dispatch(DataSource dataSource, Hl7Settings settings, TransactionManager transactions, Redeliveries redeliveries,
            @All List<Hl7Listener> listeners, AuditLog audit) {
        this.audit = audit;
        this.ledger = new Hl7Ledger(Sql.over(dataSource));
        this.listeners = listeners;
        this.charsets = Hl7Charsets.of(settings);
        this.redeliveries = redeliveries;
        this.taking = new TimedTaking(settings.takeTimeout(), transactions, Sql.over(dataSource));
    }

    @Override
    public void process(Exchange exchange) {
        int delivery = exchange.getMessage().getHeader("JMSXDeliveryCount", 1, Integer.class);
        try {
            List<Long> waiting = ledger.waiting(MESSAGES_PER_TRANSACTION);
            if (delivery > 1) {
                // Among these was the one that was being taken in, should the process have ended with it.
                takeEach(waiting, delivery);
                waiting = ledger.waiting(MESSAGES_PER_TRANSACTION);
            }
            while (!waiting.isEmpty() && !exchange.getContext().isStopping()) {
                takeAll(waiting, delivery);
                waiting = ledger.waiting(MESSAGES_PER_TRANSACTION);
            }
        } catch (Exception e) {
            LOG.warnf("HL7 messages wait and are tried again: %s", why(e));
            // However often: the broker makes no dead letter of a pointer.
            exchange.setRollbackOnly(true);
            exchange.setRouteStop(true);
        }
    }

    /** One by one, each noted before: a message that ends the process does so a few times only. */
    private void takeEach(List<Long> waiting, int delivery) throws Exception {
        for (long id : waiting) {
            Item item = Item.message(id, "hl7");
            try {
                redeliveries.begin(item, delivery);
                takeAlone(id, delivery);
            } catch (StageException endsTheProcess) {
                end(id, State.FAILED, endsTheProcess.getMessage());
            } catch (Exception again) {
                redeliveries.gaveBackInOrder(item, delivery);
                throw again;
            }
            redeliveries.passed(item, delivery);
        }
    }

    /** Many messages in one transaction; if one of them makes trouble each by itself. */
    private void takeAll(List<Long> waiting, int delivery) throws Exception {
        try {
            taking.run(watched -> {
                for (long id : waiting) {
                    take(id, watched);
                }
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception oneOfThem) {
            for (long id : waiting) {
                takeAlone(id, delivery);
            }
        }
    }

    /** An error of ours is tried again at once: no other message waits for it. */
    private void takeAlone(long id, int delivery) throws Exception {
        for (int tries = 1; !takeOnce(id, delivery, tries == TRIES); tries++) {
            LOG.debugf("HL7 message %d is taken in once more", id);
        }
    }

    /** False if it is to be tried again. */
    private boolean takeOnce(long id, int delivery, boolean last) throws Exception {
        try {
            taking.run(watched -> take(id, watched));
        } catch (InterruptedException e) {
            throw e;
        } catch (OverdueException overdue) {
            if (overdue.inTheLedger && delivery < TRIES) {
                throw overdue;
            }
            end(id, State.FAILED, overdue.getMessage());
        } catch (Exception thrown) {
            return failed(id, last, thrown);
        }
        return true;
    }

    private boolean failed(long id, boolean last, Exception thrown) throws Exception {
        Throwable cause = thrown;
        while (!(cause instanceof Hl7FormatException) && !(cause instanceof NoLongerNewException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NoLongerNewException) {
            LOG.infof("HL7 message %d was given up while it was taken in; what it had done is taken back", id);
        } else if (cause instanceof Hl7FormatException) {
            end(id, State.FAILED, cause.getMessage());
        } else if (FailureClassifier.isServerTrouble(thrown)) {
            throw thrown;
        } else if (last) {
            LOG.errorf(withoutMessage(cause), "HL7 message %d could not be taken in", id);
            end(id, State.FAILED, "internal error: " + cause.getClass().getSimpleName() + "; the log has the stack");
        } else {
            return false;
        }
        return true;
    }

    /** Somebody has decided on the message meanwhile. */
    private static final class NoLongerNewException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private void take(long id, Watched watched) throws Exception {
        byte[] body = ledger.body(id).orElse(new byte[0]);
        Hl7Message message = Hl7Message.parse(charsets.read(body).text());
        watched.reads(message);
        List<Hl7Listener> wanting = listeners.stream()
                .filter(listener -> listener.wants(message.type(), message.trigger())).toList();
        Outcome outcome = new Outcome();
        for (Hl7Listener listener : wanting) {
            listener.take(id, message, outcome);
        }
        outcome.notes().forEach(note -> ledger.note(id, note));
        if (ledger.reusesControlId(id)) {
            ledger.note(id, "its control id was used before for something else");
        }
        State state = wanting.isEmpty() ? State.IGNORED : outcome.held().isPresent() ? State.HELD : State.DONE;
        String reason = wanting.isEmpty() ? "nothing wants this type" : outcome.held().orElse(null);
        if (!ledger.end(id, state, reason, wanting.isEmpty() ? null : outcome.did())) {
            throw new NoLongerNewException();
        }
        if (outcome.did() != null && !outcome.did().isEmpty()) {
            audit.record(Messages.changedByMessage(message.sender(), id, message.type() + "^" + message.trigger(),
                    outcome.did()));
        }
    }

    /** Messages of a driver or of a listener may have values in them: only those of our own kind are shown. */
    private static String why(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof LedgerException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof LedgerException ? cause.getMessage() : cause.getClass().getSimpleName();
    }

    private static Throwable withoutMessage(Throwable cause) {
        Throwable bare = new Throwable(cause.getClass().getName());
        bare.setStackTrace(cause.getStackTrace());
        return bare;
    }

    private void end(long id, State state, String reason) {
        if (ledger.end(id, state, reason, null) && state == State.FAILED) {
            LOG.warnf("HL7 message %d is FAILED: %s", id, reason);
        }
    }
}
