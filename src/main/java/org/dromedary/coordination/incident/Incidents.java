package org.dromedary.coordination.incident;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.dromedary.coordination.audit.AuditLog;
import org.dromedary.coordination.audit.Messages;
import org.dromedary.ledger.LedgerTrouble;
import org.dromedary.ledger.Sql;
import org.jboss.logging.Logger;

/**
 * What prevents normal operation: opened by what notices it, closed by what sees it gone or by a person. Opening and
 * closing never throw, in a transaction of their own: while the ledger is out of reach they are kept for later.
 */
@ApplicationScoped
public class Incidents {

    private static final Logger LOG = Logger.getLogger(Incidents.class);
    private static final int MAX_KEPT = 100;

    private final DataSource dataSource;
    private final Duration againWithin;
    private final AuditLog audit;
    /** What the ledger could not take yet, by kind and subject; of each the last word counts. */
    private final Map<String, Consumer<IncidentLedger>> kept = new LinkedHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();

    Incidents(DataSource dataSource, IncidentSettings settings, AuditLog audit) {
        this.dataSource = dataSource;
        this.audit = audit;
        this.againWithin = settings.againWithin();
    }

    /**
     * Opens an incident, or adds evidence to the one that is open for the same kind and subject.
     *
     * @param kind stable code such as {@code ARCHIVE_UNAVAILABLE}
     * @param subject what is affected: {@code source}, {@code target}, {@code spool}, {@code ledger},
     *                {@code stage:NAME}; it decides which series count as waiting
     * @param statement what prevents normal operation, in a sentence
     * @param evidence the last status or error; no patient data
     * @param advice what to check and what happens next
     */
    public void open(String kind, String subject, String statement, String evidence, String advice) {
        write(kind + " " + subject, ledger -> {
            if (!ledger.isOpen(kind, subject)) {
                LOG.warnf("Incident %s %s: %s", kind, subject, statement);
                audit.record(Messages.incident(kind, subject, "opened", statement));
            }
            ledger.open(kind, subject, statement, evidence, advice, againWithin);
        });
    }

    /** Closes the incident of that kind and subject, if one is open. */
    public void close(String kind, String subject, String by, String reason) {
        write(kind + " " + subject, ledger -> {
            if (ledger.close(kind, subject, by, reason)) {
                LOG.infof("Incident %s %s is over: %s", kind, subject, reason);
                audit.record(Messages.incident(kind, subject, "closed by " + by, reason));
            }
        });
    }

    /** Whether such an incident is open; one that could not be written yet is not. */
    public boolean isOpen(String kind, String subject) {
        return new IncidentLedger(Sql.over(dataSource)).isOpen(kind, subject);
    }

    /** The open incidents, oldest first. */
    public List<Incident> open() {
        return new IncidentLedger(Sql.over(dataSource)).open();
    }

    private void write(String key, Consumer<IncidentLedger> change) {
        synchronized (kept) {
            kept.remove(key);
            kept.put(key, change);
            if (kept.size() > MAX_KEPT) {
                String oldest = kept.keySet().iterator().next();
                kept.remove(oldest);
                LOG.errorf("Too many incidents wait for the ledger; forgotten: %s", oldest);
            }
        }
        flush();
    }

    /** Writes what was kept; called after each new word and by the clock. One thread at a time, nobody waits for it. */
    void flush() {
        if (!flushing.tryLock()) {
            return;
        }
        try {
            Map.Entry<String, Consumer<IncidentLedger>> next = oldest();
            while (next != null) {
                write(next);
                written(next);
                next = oldest();
            }
        } catch (RuntimeException e) {
            LOG.warnf("The ledger does not take an incident now, it is kept for later: %s", e);
        } finally {
            flushing.unlock();
        }
    }

    /** What the ledger will never take is told in the log alone: those behind it must not wait for it. */
    private void write(Map.Entry<String, Consumer<IncidentLedger>> next) {
        try {
            QuarkusTransaction.requiringNew().run(() -> next.getValue().accept(
                    new IncidentLedger(Sql.over(dataSource))));
        } catch (RuntimeException e) {
            if (LedgerTrouble.isTransient(e)) {
                throw e;
            }
            LOG.errorf("The ledger refuses an incident, which is shown nowhere else: %s (%s)", next.getKey(),
                    LedgerTrouble.describe(e));
        }
    }

    private Map.Entry<String, Consumer<IncidentLedger>> oldest() {
        synchronized (kept) {
            return kept.isEmpty() ? null : Map.entry(kept.keySet().iterator().next(), kept.values().iterator().next());
        }
    }

    private void written(Map.Entry<String, Consumer<IncidentLedger>> entry) {
        synchronized (kept) {
            kept.remove(entry.getKey(), entry.getValue());
        }
    }
}
