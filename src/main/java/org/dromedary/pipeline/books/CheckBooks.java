package org.dromedary.pipeline.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.dromedary.coordination.incident.Incidents;
import org.dromedary.coordination.worker.Workers;
import org.dromedary.ledger.Ledger;
import org.dromedary.ledger.LedgerException;
import org.dromedary.ledger.LedgerView.Imbalance;
import org.dromedary.pipeline.books.LedgerCheck.Findings;
import org.jboss.logging.Logger;

/** Checks the books from time to time; what does not add up is an incident until it does. */
@ApplicationScoped
@Named("checkBooks")
public class CheckBooks implements Processor {

    /** Kind of the incident. */
    public static final String KIND = "BOOKS_DO_NOT_BALANCE";

    private static final Logger LOG = Logger.getLogger(CheckBooks.class);
    private static final String SUBJECT = "ledger";

    private final Ledger ledger;
    private final ConnectionFactory broker;
    private final Incidents incidents;
    private final Workers workers;
    private final LedgerSettings settings;
    private long lastNanos = System.nanoTime();

    CheckBooks(Ledger ledger, ConnectionFactory broker, Incidents incidents, Workers workers,
            LedgerSettings settings) {
        this.ledger = ledger;
        this.broker = broker;
        this.incidents = incidents;
        this.workers = workers;
        this.settings = settings;
    }

    /** Called often; works when the time has come. */
    @Override
    public void process(Exchange exchange) {
        if (System.nanoTime() - lastNanos < settings.checkEvery().toNanos() || !workers.isLeader()) {
            return;
        }
        lastNanos = System.nanoTime();
        try {
            check();
        } catch (LedgerException away) {
            LOG.warnf("The books were not checked: %s", away.getMessage());
        }
    }

    void check() {
        ledger.cleanRedeliveries();
        Findings findings = new LedgerCheck(ledger.view(), broker).run();
        if (findings.balanced() && findings.brokerTrouble() != null) {
            LOG.warnf("The queues were not compared with the ledger: %s", findings.brokerTrouble());
            return;
        }
        if (findings.balanced()) {
            incidents.close(KIND, SUBJECT, "dromedary", "the books balance again");
            return;
        }
        String statement = findings.imbalances().size() + " series whose numbers do not add up, "
                + findings.lost().stream().mapToLong(line -> line.series() - line.messages()).sum()
                + " series or query windows without a message";
        LOG.errorf("The books do not balance: %s", statement);
        incidents.open(KIND, SUBJECT, statement, evidence(findings), "Run 'ledger check' for all of it. Lost messages"
                + " come back by 'ledger rebuild-queues' while no worker runs.");
    }

    private static String evidence(Findings findings) {
        List<Imbalance> imbalances = findings.imbalances();
        return imbalances.isEmpty() ? findings.lost().toString() : imbalances.get(0).toString();
    }
}
